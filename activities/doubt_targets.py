"""Put on the record, right behind targets that were filed or prepared, what looks doubtful in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from activities.keys import doubts_key
from audit.entry import Entry
from audit.target_doubts import target_doubts
from models.values import instant
from rules.target_doubts import far_in

if TYPE_CHECKING:
    from audit.append import BookWriter
    from models.ledger import Record
    from rules.core.rubric import Rubric

# Whoever prepares learns of it before anybody files.
_SETTING: Final = frozenset({"targets.filed", "targets.prepared"})


def append_doubts(writer: BookWriter, rubric: Rubric, cause: Record) -> None:
    """Write the doubts about the targets of `cause`; nothing where nothing is doubtful, or it sets no targets."""
    doubts = target_doubts(writer.session, cause, far_in(rubric)) if cause.kind in _SETTING else None
    if doubts is None:
        return
    writer.append(
        Entry(
            kind="targets.doubted",
            key=doubts_key(cause.key),
            actor="system",
            role="system",
            happened_at=instant(cause.happened_at),
            department=cause.subject_department,
            payload=doubts,
        )
    )
