"""Side effects, one verb phrase a file; the only rooms that write are this one and, below it, the ledger."""
