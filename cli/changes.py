"""Changed scores in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.act_about import cause_word
from cli.scores import BLANK
from cli.speaking import listed, voice
from cli.worded import shown
from deadlines.local_time import local_date
from models.values import instant

if TYPE_CHECKING:
    from app.changes import SeenChange
    from models.payloads import ChangedRow


def show_change(seen: SeenChange) -> None:
    """When, whose and why; both totals and grades; every row with rules and arithmetic."""
    change = seen.change
    day = local_date(instant(seen.happened_at)).isoformat()
    voice.say("changes.title", day=day, name=seen.name, book=seen.book, sequence=str(seen.sequence))
    voice.say(
        "changes.cause",
        act=cause_word(seen.act),
        sequence=str(change.cause),
        reason=BLANK if seen.reason is None else shown(seen.reason),
    )
    voice.say(
        "changes.total",
        before=change.total_before,
        after=change.total_after,
        grade_before=change.grade_before or BLANK,
        grade_after=change.grade_after or BLANK,
    )
    for row in change.rows:
        _show_row(row)
    if change.reopened is not None:
        voice.say("changes.reopened")


def _show_row(row: ChangedRow) -> None:
    voice.say("changes.row", name=row.name, id=row.row, before=row.before or BLANK, after=row.after or BLANK)
    before, after = listed(row.rules_before) or BLANK, listed(row.rules_after) or BLANK
    voice.say("changes.rules", before=before, after=after)
    if row.arithmetic:
        voice.say("explain.arithmetic", arithmetic=row.arithmetic)
