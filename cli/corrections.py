"""Corrections in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.scores import BLANK
from cli.speaking import listed, voice
from cli.worded import shown
from models.sealing_payloads import CorrectionApproved

if TYPE_CHECKING:
    from app.correcting import SeenCorrection
    from models.corrections import Right


def show_correction(seen: SeenCorrection) -> None:
    """Which record, old and right content, who and why, and what it changed."""
    row = seen.row
    voice.say(
        "correction.title",
        sequence=str(row.corrects),
        book=row.book,
        proposal=str(row.proposal),
        state=voice.text(f"correction-state.{row.state}"),
    )
    voice.say("correction.content", before=_words(seen.said.was), after=_words(seen.said.right))
    voice.say(
        "correction.people",
        by=seen.by,
        decided=seen.decided_by or BLANK,
        document=row.paper,
        reason=shown(seen.reason),
    )
    if isinstance(seen.said, CorrectionApproved) and seen.said.change is not None:
        change = seen.said.change
        voice.say(
            "changes.total",
            before=change.total_before,
            after=change.total_after,
            grade_before=change.grade_before,
            grade_after=change.grade_after,
        )
        for one in change.rows:
            voice.say("changes.row", name=one.name, id=one.row, before=one.before or BLANK, after=one.after or BLANK)


def _words(content: Right) -> str:
    said = content.model_dump(exclude={"kind"})
    return listed(BLANK if value is None else str(value) for value in said.values())
