"""Corrections (更正) of a bureau's own mistake: proposed by one person, approved by another, each effect computed."""
