"""Which acts and orders the model expects to be refused, and with which codes; None where they are to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.domain.acknowledging import of_the_answer, of_the_settlement
from tests.domain.afterwards import of_the_end, of_the_leave
from tests.domain.codes import codes_of
from tests.domain.collecting import of_the_collection
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
    "collection.ask": (("targets", "monitoring", "self-evaluation"), "open"),
    "collection.answer": (("collection",), "open"),
    "collection.accept": (("collection",), "filed"),
    "collection.return": (("collection",), "filed"),
    "collection.cancel": (("collection",), "open"),
}
# The same acts in other courses or states; prepared is only what two hands file.
STILL_OPEN_TO: Final = {
    *((act, "self-evaluation", state) for act in ("evidence.add", "evidence.amend") for state in ("prepared", "done")),
    *(("collection.ask", phase, "prepared") for phase in FILED),
    ("evidence.add", "collection", "open"),
    ("collection.cancel", "collection", "filed"),
}
_BY_TWO_ONLY: Final = tuple(f"{phase}.{verb}" for phase in FILED for verb in ("prepare", "send-back"))
_BY_TWO: Final = {f"{phase}.file": "prepared" for phase in FILED}


def course_of(matter: str) -> str:
    """The course that a matter runs."""
    return matter.partition("/")[0]


def is_open_to(year: Year, act: str, matter: str, state: str) -> bool:
    """Whether the act may be done on a matter in this state."""
    course = course_of(matter)
    if (act, course, state) in STILL_OPEN_TO:
        return True
    wanted = _BY_TWO[act] if year.two_hands and act in _BY_TWO else OPEN_TO[act][1]
    return belongs_to(year, act, matter) and state == wanted


def belongs_to(year: Year, act: str, matter: str) -> bool:
    """Whether the act is one of the matter's course, in a department that files like this one."""
    course = course_of(matter)
    if act in _BY_TWO_ONLY and not year.two_hands:
        return False
    return course in OPEN_TO[act][0] or (act, course) in {each[:2] for each in STILL_OPEN_TO}


def refusal(book: BookPicture, year: Year, doing: Doing, fault: str | None) -> frozenset[str]:
    """The codes of which one must be given; none where the act is to be done."""
    return (
        (_after_the_end(book, year, doing) if year.ended else _in_the_year(book, year, doing))
        or _of_the_return(year, doing)
        or of_the_withdrawal(year, doing)
        or of_the_answer(year, doing)
        or _of_the_warning(year, doing)
        or _of_the_adjustment(year, doing)
        or _of_the_holder(book, year, doing)
        or of_the_draft(year, doing)
        or of_the_collection(book, year, doing)
        or codes_of(fault)
        or _of_the_copy(year, doing)
        or of_the_sample(book, year, doing)
        or _of_the_review(year, doing)
        or of_the_settlement(year, doing)
    )


def _in_the_year(book: BookPicture, year: Year, doing: Doing) -> frozenset[str]:
    return _of_the_matter(year, doing) or _of_the_person(book, year, doing)


def _after_the_end(book: BookPicture, year: Year, doing: Doing) -> frozenset[str]:
    """No workflow looks at the matter first."""
    return (
        of_the_end(book, year)
        or _of_the_person(book, year, doing)
        or of_the_leave(year, doing)
        or _of_the_matter(year, doing)
    )


def _of_the_matter(year: Year, doing: Doing) -> frozenset[str]:
    unknown = "phase.not-open" if doing.matter in PHASES else "matter.unknown"
    state = year.matters.get(doing.matter)
    if state is None:
        return codes_of(unknown)
    # Approved targets are locked; of everything else a year that has gone on has forgotten what is done.
    locked = doing.matter == "targets" and state == "done"
    forgotten = "act.locked" if locked else unknown if state == "done" else None
    if not belongs_to(year, doing.act, doing.matter):
        return codes_of("act.wrong-course", forgotten)
    if not is_open_to(year, doing.act, doing.matter, state):
        return codes_of(None if locked else "act.not-your-turn", forgotten)
    return codes_of("act.from-the-future" if doing.received > doing.happened else None)


def _of_the_person(book: BookPicture, year: Year, doing: Doing) -> frozenset[str]:
    role = _acting(book, year, doing)
    if role is None:
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


def _of_the_copy(year: Year, doing: Doing) -> frozenset[str]:
    """An edition that asks for last year's score takes no figures before that is there."""
    filing = doing.act in [f"self-evaluation.{verb}" for verb in ("prepare", "file", "amend")]
    lacking = year.scale.before is not None and year.last_total is None
    return codes_of("facts.malformed" if filing and lacking else None)


def _acting(book: BookPicture, year: Year, doing: Doing) -> str | None:
    """The role that somebody acts in; what a department asks of its divisions is a matter of either hand."""
    role, today = role_of(doing.act, doing.matter, two_hands=year.two_hands), day_of(doing.received)
    either = doing.act.startswith("collection.") and role == "filler"
    roles = ("filler", "approver") if either else (role,)
    held = (one for one in roles if book.posts.may(doing.actor, one, year.department, today, doing.matter))
    return next(held, None)


def _of_the_holder(book: BookPicture, year: Year, doing: Doing) -> frozenset[str]:
    """Anybody of the role may bring evidence or ask divisions; whatever else is done is done by the holder."""
    task = year.task(doing.matter)
    free = doing.act.startswith("evidence.") or doing.act == "collection.ask"
    if task is None or task.role != _acting(book, year, doing) or free:
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
