"""A finding that was raised against the wrong row, or by mistake: it gets its row, or is withdrawn and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.check_piece import require_row
from activities.corrections.effect import Case, Effect
from activities.errors import RefusedError
from activities.following_turns import end_of_rectification
from audit.project.findings import PREFIX, WITHDRAWN
from audit.upcast import payload_as
from deadlines.moves import FINDING
from models.commands import ReviewResult
from models.corrections import RightFinding
from models.findings import Finding
from models.payloads import ActDone
from models.projections import Matter
from models.receipts import Turn

if TYPE_CHECKING:
    from rules.core.rubric import Rubric


def standing_finding(case: Case, right: RightFinding) -> RightFinding:
    """The row that the finding is about now. Refused when the record did not raise it or it was withdrawn."""
    content = payload_as(case.corrected, ActDone).content
    raised = [one.finding for one in content.findings] if isinstance(content, ReviewResult) else []
    if right.finding not in raised:
        raise RefusedError(
            "correction.no-finding",
            finding=right.finding,
            sequence=str(case.corrected.sequence),
            known="、".join(raised) or "-",
        )
    finding = case.session.get_one(Finding, (case.book, case.department, right.finding))
    return RightFinding(finding=right.finding, row=None if finding.state == WITHDRAWN else finding.row)


def finding_effect(case: Case, rubric: Rubric, right: RightFinding) -> Effect:
    """A withdrawn finding awaits nobody any more, and rectification ends with the last of them."""
    if right.row is not None:
        require_row(rubric, right.row)
        return Effect()
    name = f"{PREFIX}{right.finding}"
    matter = case.session.get(Matter, (case.book, case.department, name))
    if matter is None or matter.state == "done":
        return Effect()
    ended = Turn(matter=name, course=FINDING, state="done")
    return Effect(turns=(ended, *end_of_rectification(case.session, case.book, case.department, ended)))
