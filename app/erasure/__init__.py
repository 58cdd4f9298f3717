"""Erasure of personal data (抹除): asked for by one person, approved by another, on the record."""
