"""What records about dates say: a calendar announced, a due day recomputed, an outage, a notice."""

from __future__ import annotations

from typing import Final

from pydantic import JsonValue

from models.receipts import LateAct, MovedDay, WaitingTurn
from models.values import Frozen


class CalendarAnnounced(Frozen):
    """The words of the order, the book's calendar from now on, and every due day that follows from it.

    Each moved day is a record of its own as well (`deadline.recomputed`).
    """

    announced: dict[str, JsonValue]
    document: str
    calendar: dict[str, JsonValue]
    moved: tuple[MovedDay, ...]


class DeadlineRecomputed(Frozen):
    """A due day computed again because the record `cause` announced a calendar; `turn` has the new day."""

    cause: int
    document: str
    matter: str
    act: str
    due_before: str
    due: str
    turn: WaitingTurn


class OutageRecorded(Frozen):
    """The service was down: every due day that was put off for it, and every act that had come late by then.

    Each day that was put off is a record of its own as well (`deadline.extended`).
    """

    from_day: str
    to_day: str
    document: str
    reason: str
    moved: tuple[MovedDay, ...]
    late: tuple[LateAct, ...]


class NoticedPhase(Frozen):
    """A phase that a notice opens, in one of the book's rubrics.

    `days` lie between its opening and the notice: above zero the notice came late, below zero early.
    """

    rubric: str
    phase: str
    opens: str
    days: int


class NoticeIssued(Frozen):
    """A notice (通知): its words, and how its date stands to the phases that it opens."""

    number: str
    issued_on: str
    title: str
    template: str
    opens: tuple[str, ...]
    phases: tuple[NoticedPhase, ...]


DATE_FORMS: Final[dict[tuple[str, int], type[Frozen]]] = {
    ("calendar.announced", 1): CalendarAnnounced,
    ("deadline.recomputed", 1): DeadlineRecomputed,
    ("outage.recorded", 1): OutageRecorded,
    ("notice.issued", 1): NoticeIssued,
}
