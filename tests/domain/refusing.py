"""Which acts and orders the model expects to be refused, and with which codes; None where they are to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.domain.acknowledging import of_the_answer, of_the_settlement
from tests.domain.codes import codes_of
from tests.domain.days import day_of
from tests.domain.effects import Verdict
from tests.domain.form import PHASES
from tests.domain.hands import FILED, of_the_draft, role_of
from tests.domain.sample import of_the_sample
from tests.domain.withdrawing import of_the_withdrawal

if TYPE_CHECKING:
    from tests.domain.books import BookPicture
    from tests.domain.effects import Doing
    from tests.domain.model import Year

# Course, and the state that the act needs where one hand files.
OPEN_TO: Final = {
    "targets.file": (("targets",), "open"),
    "targets.approve": (("targets",), "filed"),
    "targets.return": (("targets",), "filed"),
    "adjustment.file": (("adjustment",), "done"),
    "adjustment.approve": (("adjustment",), "filed"),
    "adjustment.refuse": (("adjustment",), "filed"),
    "monitoring.file": (("monitoring",), "open"),
    "monitoring.accept": (("monitoring",), "filed"),
    "monitoring.return": (("monitoring",), "filed"),
    "self-evaluation.file": (("self-evaluation",), "open"),
    "self-evaluation.amend": (("self-evaluation",), "done"),
    "evidence.add": (("self-evaluation", "rectification"), "open"),
    "evidence.amend": (("self-evaluation", "rectification"), "open"),
    "review.conclude": (("review",), "open"),
    "self-evaluation.return": (("review",), "open"),
    "warning.answer": (("warning",), "open"),
    "warning.acknowledge": (("warning",), "open"),
    "warning.accept": (("warning",), "filed"),
    "warning.return": (("warning",), "filed"),
    "finding.answer": (("finding",), "open"),
    "finding.accept": (("finding",), "filed"),
    "finding.return": (("finding",), "filed"),
    **{f"{phase}.prepare": ((phase,), "open") for phase in FILED},
    **{f"{phase}.send-back": ((phase,), "prepared") for phase in FILED},
    "targets.withdraw": (("targets",), "filed"),
    "monitoring.withdraw": (("monitoring",), "filed"),
    "self-evaluation.withdraw": (("self-evaluation",), "done"),
    "acknowledgement.confirm": (("acknowledgement",), "open"),
    "acknowledgement.dispute": (("acknowledgement",), "open"),
    "acknowledgement.answer": (("acknowledgement",), "filed"),
}
_BY_TWO_ONLY: Final = tuple(f"{phase}.{verb}" for phase in FILED for verb in ("prepare", "send-back"))
_BY_TWO: Final = {f"{phase}.file": "prepared" for phase in FILED}


def course_of(matter: str) -> str:
    """The course that a matter runs."""
    return matter.partition("/")[0]


def is_of_course(year: Year, act: str, course: str) -> bool:
    """Whether the course has the act, in a department that files like this one."""
    return course in OPEN_TO[act][0] and (year.two_hands or act not in _BY_TWO_ONLY)


def is_open(year: Year, act: str, course: str, state: str) -> bool:
    """Whether a course that has the act is open to it in a state. What proves a self-evaluation may always come."""
    if act.startswith("evidence.") and course == "self-evaluation":
        return True
    return state == (_BY_TWO.get(act) if year.two_hands and act in _BY_TWO else OPEN_TO[act][1])


def refusal(book: BookPicture, year: Year, doing: Doing, fault: str | None) -> frozenset[str]:
    """The codes of which one must be given; none where the act is to be done."""
    return (
        _of_the_matter(year, doing)
        or _of_the_person(book, year, doing)
        or _of_the_return(year, doing)
        or of_the_withdrawal(year, doing)
        or of_the_answer(year, doing)
        or _of_the_warning(year, doing)
        or _of_the_adjustment(year, doing)
        or _of_the_holder(year, doing)
        or of_the_draft(year, doing)
        or codes_of(fault)
        or of_the_sample(book, year, doing)
        or _of_the_review(year, doing)
        or of_the_settlement(year, doing)
    )


def _of_the_matter(year: Year, doing: Doing) -> frozenset[str]:
    if year.ended:
        return codes_of("year.not-running")
    unknown = "phase.not-open" if doing.matter in PHASES else "matter.unknown"
    state = year.matters.get(doing.matter)
    if state is None:
        return codes_of(unknown)
    course = course_of(doing.matter)
    # Approved targets are locked; of everything else a year that has gone on has forgotten what is done.
    locked = doing.matter == "targets" and state == "done"
    forgotten = "act.locked" if locked else unknown if state == "done" else None
    if not is_of_course(year, doing.act, course):
        return codes_of("act.wrong-course", forgotten)
    if not is_open(year, doing.act, course, state):
        return codes_of(None if locked else "act.not-your-turn", forgotten)
    return codes_of("act.from-the-future" if doing.received > doing.happened else None)


def _of_the_person(book: BookPicture, year: Year, doing: Doing) -> frozenset[str]:
    role = role_of(doing.act, two_hands=year.two_hands)
    if not book.posts.may(doing.actor, role, year.department, day_of(doing.received)):
        return codes_of("act.not-appointed")
    return codes_of("act.own-filing" if role == "reviewer" and doing.actor in year.hands else None)


def _of_the_return(year: Year, doing: Doing) -> frozenset[str]:
    returned = doing.matter == "review" and year.matters["self-evaluation"] != "done"
    return codes_of("review.returned" if returned else None)


def _of_the_warning(year: Year, doing: Doing) -> frozenset[str]:
    noted = doing.act == "warning.acknowledge" and year.warnings[doing.matter].noted
    return codes_of("warning.acknowledged" if noted else None)


def _of_the_adjustment(year: Year, doing: Doing) -> frozenset[str]:
    changing = doing.act in ("adjustment.file", "adjustment.approve")
    judged = year.matters.get("self-evaluation") == "done"
    return codes_of("adjustment.too-late" if changing and judged else None)


def _of_the_holder(year: Year, doing: Doing) -> frozenset[str]:
    """Anybody of the role may bring evidence; whatever else is done there is done by the holder."""
    task = year.task(doing.matter)
    role = role_of(doing.act, two_hands=year.two_hands)
    if task is None or task.role != role or doing.act.startswith("evidence."):
        return frozenset()
    return codes_of(None if task.holder in (None, doing.actor) else "task.held")


def _of_the_review(year: Year, doing: Doing) -> frozenset[str]:
    verdict = doing.picture
    if not isinstance(verdict, Verdict):
        return frozenset()
    if set(verdict.findings) & set(year.findings):
        return codes_of("finding.repeated")
    if year.undecided:
        return codes_of("review.undecided")
    if year.made is None:
        return codes_of("review.nothing-scored")
    if any(year.made.points[name] == score for name, score in verdict.scores.items()):
        return codes_of("review.unchanged")
    return codes_of("review.incomplete" if set(year.made.undecided) - set(verdict.scores) else None)
