"""The ledger's behaviour: append, signed heads, replay; `audit.verifier` is a second, separate reader."""
