"""The table of the protocol: in which course and state which act leads where, and whose it is. Data, no behaviour.

A course (流程) is what a matter runs through: a phase of the year, a warning, a finding, an acknowledgement, the
adjustment of targets.
"""

from __future__ import annotations

from typing import Final, NamedTuple

PHASES: Final = ("targets", "monitoring", "self-evaluation", "review", "rectification")
WARNING: Final = "warning"
FINDING: Final = "finding"
# The department's answer to its final score; beside the phases, so that none is prolonged by it.
ACKNOWLEDGEMENT: Final = "acknowledgement"
# Approved targets are adjusted (调整) by this course alone, again and again, until what is judged by them is filed.
ADJUSTMENT: Final = "adjustment"
LOCKED: Final = {"targets": ADJUSTMENT}
ADJUSTED_UNTIL: Final = "self-evaluation"
# Within the department: what one of its divisions or sub-units is asked to bring (收集任务).
COLLECTION: Final = "collection"
ASK: Final = "collection.ask"
CANCEL: Final = "collection.cancel"
# What a department files: with two hands (双人), one person prepares it and another one files it.
FILINGS: Final = ("targets", "monitoring", "self-evaluation")
TWO_HANDS: Final = "-two-hands"
# open: the first act is awaited; prepared: the approver's filing is; filed: the bureau's answer; done: nothing is.
STATES: Final = ("open", "prepared", "filed", "done")
# The states in which a filing lies with the department: its day stays the same from one to the other.
AT_THE_DEPARTMENT: Final = ("open", "prepared")
# What proves a row may come at any time in these courses; nobody's turn changes by it.
EVIDENCE: Final = ("evidence.add", "evidence.amend")
# Taking note of a warning, which is no answer to it.
ACKNOWLEDGE: Final = "warning.acknowledge"
# None of these is the act that anybody waits for.
UNTIMED: Final = frozenset({*EVIDENCE, ASK, CANCEL, ACKNOWLEDGE})
# An adjustment is no draft of a phase: with two hands the approver files it.
HANDED: Final = (*FILINGS, ADJUSTMENT)
BY_TWO: Final = tuple(f"{matter}{TWO_HANDS}" for matter in HANDED)
COURSES: Final = (*PHASES, *BY_TWO, WARNING, FINDING, ACKNOWLEDGEMENT, ADJUSTMENT, COLLECTION)


def course_of(matter: str, *, two_hands: bool = False) -> str:
    """Return the course that a matter runs; `two_hands` says how its department files."""
    course = matter.partition("/")[0]
    return f"{course}{TWO_HANDS}" if two_hands and course in HANDED else course


class Move(NamedTuple):
    """In this course and state, this role may do this act, and the matter is then in the state `leads_to`."""

    course: str
    state: str
    act: str
    role: str
    leads_to: str


_ONE_HAND: Final = (
    Move("targets", "open", "targets.file", "filler", "filed"),
    Move("targets", "filed", "targets.approve", "reviewer", "done"),
    Move("targets", "filed", "targets.return", "reviewer", "open"),
    Move("targets", "filed", "targets.withdraw", "filler", "open"),
    Move("monitoring", "open", "monitoring.file", "filler", "filed"),
    Move("monitoring", "filed", "monitoring.accept", "reviewer", "done"),
    Move("monitoring", "filed", "monitoring.return", "reviewer", "open"),
    Move("monitoring", "filed", "monitoring.withdraw", "filler", "open"),
    Move("self-evaluation", "open", "self-evaluation.file", "filler", "done"),
    Move("self-evaluation", "open", "evidence.add", "filler", "open"),
    Move("self-evaluation", "open", "evidence.amend", "filler", "open"),
    # What was filed may be amended and proved as long as the year lives; nobody's turn changes by it.
    Move("self-evaluation", "done", "self-evaluation.amend", "filler", "done"),
    Move("self-evaluation", "done", "evidence.add", "filler", "done"),
    Move("self-evaluation", "done", "evidence.amend", "filler", "done"),
    Move("self-evaluation", "done", "self-evaluation.withdraw", "filler", "open"),
    Move("review", "open", "review.conclude", "reviewer", "done"),
    # The review stays open and awaits nobody, until the self-evaluation has been filed again.
    Move("review", "open", "self-evaluation.return", "reviewer", "open"),
    # Rectification is done when its findings are: nobody owes an act of its own.
    Move("rectification", "open", "evidence.add", "filler", "open"),
    Move("rectification", "open", "evidence.amend", "filler", "open"),
    Move(WARNING, "open", "warning.answer", "filler", "filed"),
    # Taking note is no answer: the same answer is awaited by the same day.
    Move(WARNING, "open", ACKNOWLEDGE, "filler", "open"),
    Move(WARNING, "filed", "warning.accept", "reviewer", "done"),
    Move(WARNING, "filed", "warning.return", "reviewer", "open"),
    Move(FINDING, "open", "finding.answer", "filler", "filed"),
    Move(FINDING, "filed", "finding.accept", "reviewer", "done"),
    Move(FINDING, "filed", "finding.return", "reviewer", "open"),
    # The first of these is what is awaited; a dispute ends with the bureau's answer, and is not raised twice.
    Move(ACKNOWLEDGEMENT, "open", "acknowledgement.confirm", "filler", "done"),
    Move(ACKNOWLEDGEMENT, "open", "acknowledgement.dispute", "filler", "filed"),
    Move(ACKNOWLEDGEMENT, "filed", "acknowledgement.answer", "reviewer", "done"),
    # It begins as done, with the approval of the targets: nobody owes an adjustment.
    Move(ADJUSTMENT, "done", "adjustment.file", "filler", "filed"),
    Move(ADJUSTMENT, "filed", "adjustment.approve", "reviewer", "done"),
    Move(ADJUSTMENT, "filed", "adjustment.refuse", "reviewer", "done"),
)


def _by_two(move: Move) -> tuple[Move, ...]:
    """The move where two hands file: the approver files and withdraws what the filler has prepared."""
    course, phase = f"{move.course}{TWO_HANDS}", move.course
    if phase == ADJUSTMENT:
        return (move._replace(course=course, role="approver" if move.role == "filler" else move.role),)
    if move.act == f"{phase}.file":
        return (
            Move(course, "open", f"{phase}.prepare", "filler", "prepared"),
            Move(course, "prepared", move.act, "approver", move.leads_to),
            Move(course, "prepared", f"{phase}.send-back", "approver", "open"),
        )
    proof = (move._replace(course=course, state="prepared", leads_to="prepared"),)
    if move.act in EVIDENCE:
        return (move._replace(course=course), *(proof if move.state == "open" else ()))
    withdrawn = move.act == f"{phase}.withdraw"
    return (move._replace(course=course, role="approver" if withdrawn else move.role),)


# Who asks: whoever fills in or answers for the filing that it is for, as long as that lies with the department.
ASKING: Final = ("filler", "approver")
_ASKED: Final = tuple(
    Move(course, state, ASK, role, state)
    for course in (*FILINGS, *(f"{phase}{TWO_HANDS}" for phase in FILINGS))
    for state in (AT_THE_DEPARTMENT if course in BY_TWO else ("open",))
    for role in ASKING
)
_COLLECTED: Final = (
    Move(COLLECTION, "open", "collection.answer", "contributor", "filed"),
    Move(COLLECTION, "open", "evidence.add", "contributor", "open"),
    *(
        Move(COLLECTION, state, act, role, leads_to)
        for state, act, leads_to in (
            ("filed", "collection.accept", "done"),
            ("filed", "collection.return", "open"),
            ("open", CANCEL, "done"),
            ("filed", CANCEL, "done"),
        )
        for role in ASKING
    ),
)
_BY_TWO_HANDS: Final = tuple(by_two for move in _ONE_HAND if move.course in HANDED for by_two in _by_two(move))
MOVES: Final = (*_ONE_HAND, *_BY_TWO_HANDS, *_ASKED, *_COLLECTED)
# Whoever has to do something again, or asked in vain, is told why.
WITH_OPINION: Final = frozenset(
    {f"{phase}.return" for phase in (*FILINGS, WARNING, FINDING)}
    | {f"{phase}.send-back" for phase in FILINGS}
    | {f"{ADJUSTMENT}.refuse"}
)
