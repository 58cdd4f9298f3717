"""What the records of orders about tasks say: each names the task by matter, act and round."""

from __future__ import annotations

from typing import Final

from models.values import Frozen


class TaskNamed(Frozen):
    """The task of the record's department that is meant."""

    matter: str
    act: str
    round: int


class TaskClaimed(TaskNamed):
    """The record's actor holds the task."""


class TaskReleased(TaskNamed):
    """Nobody holds the task."""


class TaskReassigned(TaskNamed):
    """The task went from one holder (None: from nobody) to another; the reason is the commitment of a text."""

    to: str
    reason: str | None
    held_before: str | None


class TaskMarked(TaskNamed):
    """The bureau's mark on the task."""

    urgent: bool


class TaskUrged(TaskNamed):
    """The bureau asked a role for the act; `days` from that day to the due day, negative when that has passed."""

    to_role: str
    due: str
    days: int


TASK_FORMS: Final[dict[tuple[str, int], type[Frozen]]] = {
    ("task.claimed", 1): TaskClaimed,
    ("task.released", 1): TaskReleased,
    ("task.reassigned", 1): TaskReassigned,
    ("task.marked", 1): TaskMarked,
    ("task.urged", 1): TaskUrged,
}
