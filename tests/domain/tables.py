"""What the tables of the later nouns must say of a year: how a row is told, and what the model wants of it."""

from __future__ import annotations

from typing import Final

from models.collections_asked import Collection, Division

PARTS: Final = {
    "divisions": (Division, lambda row: row.division, lambda year: list(year.divisions)),
    "collections": (
        Collection,
        lambda row: (row.matter, row.phase, row.contributor, row.due, row.state, row.days_late, row.answered_by),
        lambda year: [
            (matter, one.phase, one.contributor, one.due.isoformat(), one.state, one.late, one.brought_by)
            for matter, one in year.collections.items()
        ],
    ),
}
