"""What is stored: the ledger, its projections and side stores; the typed commands that travel to them."""
