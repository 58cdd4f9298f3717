"""The adjustment of approved targets: when it begins, until when it is possible, and what may be adjusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from activities.errors import RefusedError
from activities.typed_points import is_points
from audit.facts_of import Whose, standing_lists
from audit.filings import phase_read
from audit.target_lists import adjusted
from deadlines.moves import ADJUSTED_UNTIL, ADJUSTMENT, TWO_HANDS, course_of
from models.lookups import row_with
from models.projections import Matter
from models.receipts import Turn
from models.targets import Adjustment
from rules.core.admission import admit
from rules.core.numbers import exact
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.signatures import ActCall
    from models.targets import Approval
    from rules.core.facts import Indicator
    from rules.core.rubric import Rubric

TARGETS: Final = "targets"
APPROVE_TARGETS: Final = "targets.approve"
_CHANGING: Final = ("adjustment.file", "adjustment.approve")
_LISTS: Final = frozenset({"indicators"})
_BEST: Final = 100


def begun_adjustment(course: str) -> Turn:
    """The matter of the adjustment when targets that ran this course are approved: it awaits nobody."""
    own = course_of(ADJUSTMENT, two_hands=course.endswith(TWO_HANDS))
    return Turn(matter=ADJUSTMENT, course=own, state="done")


def adjustment_of_older_years(session: Session, book: str, department: str) -> tuple[Turn, ...]:
    """The same for targets that were approved before there were adjustments; none where one has begun."""
    targets, begun = (
        row_with(session, Matter, book=book, department=department, matter=one) for one in (TARGETS, ADJUSTMENT)
    )
    return (begun_adjustment(targets.course),) if begun is None and targets and targets.state == "done" else ()


def refuse_late_adjustment(session: Session, call: ActCall) -> None:
    """Refuse to change targets by which something that stands as filed is judged; an adjustment may be refused."""
    if call.act.deed.act not in _CHANGING:
        return
    judged = session.get(Matter, (call.book, call.department, ADJUSTED_UNTIL))
    if judged is not None and judged.state == "done":
        raise RefusedError("adjustment.too-late", act=call.act.deed.act, department=call.department)


def check_about_targets(session: Session, rubric: Rubric, call: ActCall, content: Adjustment | Approval) -> None:
    """Refuse an adjustment or an approval that cannot be used. Raises FactsError."""
    if isinstance(content, Adjustment):
        _check_adjustment(session, rubric, call, content)
    else:
        _check_quality(content)


def _check_quality(approval: Approval) -> None:
    """Refuse a quality score that is no number from 0 to 100."""
    given = approval.quality.score
    if not is_points(given) or not 0 <= exact(given) <= _BEST:
        raise RefusedError("targets.bad-quality", score=given, most=str(_BEST))


def _check_adjustment(session: Session, rubric: Rubric, call: ActCall, content: Adjustment) -> None:
    """Refuse what changes nothing, what no target in force is called, and what the rubric does not admit.

    What was filed under the old targets already has to stay readable under the new ones. Raises FactsError.
    """
    strange = sorted(set(content.lists) - _LISTS)
    if strange:
        wanted = "、".join(sorted(_LISTS))
        raise RefusedError("filing.wrong-lists", act=call.act.deed.act, given="、".join(strange), wanted=wanted)
    new = read_facts({"department": call.department, **content.lists}).indicators
    whose = Whose(session, call.book, call.department)
    # What the department reported of its targets last in mid-year has to fit them still.
    reading = standing_lists(rubric, whose, phase_read(*whose, "monitoring")).lists
    standing = {name: reading.get(name, []) for name in ("tasks", "indicators", "results")}
    _check_changes(new, read_facts({"department": call.department, **standing}).indicators)
    admit(rubric, read_facts({"department": call.department, **adjusted(standing, content.lists)}))


def _check_changes(new: tuple[Indicator, ...], standing: tuple[Indicator, ...]) -> None:
    if not new:
        raise RefusedError("adjustment.empty")
    known, names = {one.id: one for one in standing}, [one.id for one in new]
    for one in new:
        if names.count(one.id) > 1:
            raise RefusedError("adjustment.repeated", indicator=one.id)
        if one.id not in known:
            raise RefusedError("adjustment.unknown-target", indicator=one.id, known="、".join(known))
        if known[one.id] == one:
            raise RefusedError("adjustment.unchanged", indicator=one.id)
