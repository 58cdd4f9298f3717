"""The table of the protocol: in which course and state which act leads where, and whose it is. Data, no behaviour.

A course (流程) is what a matter runs through: a phase of the year, a warning, a finding, an acknowledgement.
"""

from __future__ import annotations

from typing import Final, NamedTuple

PHASES: Final = ("targets", "monitoring", "self-evaluation", "review", "rectification")
WARNING: Final = "warning"
FINDING: Final = "finding"
# The department's answer to its final score; beside the phases, so that none is prolonged by it.
ACKNOWLEDGEMENT: Final = "acknowledgement"
COURSES: Final = (*PHASES, WARNING, FINDING, ACKNOWLEDGEMENT)
# open: the first act is awaited; filed: the bureau's answer is awaited; done: nothing is awaited.
STATES: Final = ("open", "filed", "done")


class Move(NamedTuple):
    """In this course and state, this role may do this act, and the matter is then in the state `leads_to`."""

    course: str
    state: str
    act: str
    role: str
    leads_to: str


MOVES: Final = (
    Move("targets", "open", "targets.file", "filler", "filed"),
    Move("targets", "filed", "targets.approve", "reviewer", "done"),
    Move("targets", "filed", "targets.return", "reviewer", "open"),
    Move("monitoring", "open", "monitoring.file", "filler", "filed"),
    Move("monitoring", "filed", "monitoring.accept", "reviewer", "done"),
    Move("monitoring", "filed", "monitoring.return", "reviewer", "open"),
    Move("self-evaluation", "open", "self-evaluation.file", "filler", "done"),
    Move("self-evaluation", "open", "evidence.add", "filler", "open"),
    # What was filed may be amended and proved as long as the year lives; nobody's turn changes by it.
    Move("self-evaluation", "done", "self-evaluation.amend", "filler", "done"),
    Move("self-evaluation", "done", "evidence.add", "filler", "done"),
    Move("review", "open", "review.conclude", "reviewer", "done"),
    # The review stays open and awaits nobody, until the self-evaluation has been filed again.
    Move("review", "open", "self-evaluation.return", "reviewer", "open"),
    # Rectification is done when its findings are: nobody owes an act of its own.
    Move("rectification", "open", "evidence.add", "filler", "open"),
    Move(WARNING, "open", "warning.answer", "filler", "filed"),
    Move(WARNING, "filed", "warning.accept", "reviewer", "done"),
    Move(WARNING, "filed", "warning.return", "reviewer", "open"),
    Move(FINDING, "open", "finding.answer", "filler", "filed"),
    Move(FINDING, "filed", "finding.accept", "reviewer", "done"),
    Move(FINDING, "filed", "finding.return", "reviewer", "open"),
    # The first of these is what is awaited; a dispute ends with the bureau's answer, and is not raised twice.
    Move(ACKNOWLEDGEMENT, "open", "acknowledgement.confirm", "filler", "done"),
    Move(ACKNOWLEDGEMENT, "open", "acknowledgement.dispute", "filler", "filed"),
    Move(ACKNOWLEDGEMENT, "filed", "acknowledgement.answer", "reviewer", "done"),
)
