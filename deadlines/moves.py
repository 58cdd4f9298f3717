"""The table of the protocol: in which phase and state which act leads where, and whose it is. Data, no behaviour."""

from __future__ import annotations

from typing import Final, NamedTuple

PHASES: Final = ("targets", "monitoring", "self-evaluation", "review", "rectification")
# open: the first act is awaited; filed: the bureau's answer is awaited; done: nothing is awaited.
STATES: Final = ("open", "filed", "done")


class Move(NamedTuple):
    """In this phase and state, this role may do this act, and the phase is then in the state `leads_to`."""

    phase: str
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
    Move("review", "open", "review.conclude", "reviewer", "done"),
    Move("rectification", "open", "rectification.file", "filler", "filed"),
    Move("rectification", "open", "evidence.add", "filler", "open"),
    Move("rectification", "filed", "rectification.accept", "reviewer", "done"),
    Move("rectification", "filed", "rectification.return", "reviewer", "open"),
    Move("rectification", "filed", "evidence.add", "filler", "filed"),
)
