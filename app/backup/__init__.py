"""Backup (备份): a data folder of its own that verifies like any other, with the keys apart and encrypted."""
