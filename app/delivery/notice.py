"""A notice: what one record has to tell one role; kept as JSON beside the delivery that it travels with."""

from __future__ import annotations

from typing import Final, Literal, get_args

from models.values import Frozen

NoticeKind = Literal[
    "reminder",
    "overdue",
    "extended",
    "urged",
    "returned",
    "sent-back",
    "warning",
    "finding",
    "asked",
    "score-changed",
    "rubric-switched",
    "undecided",
    "suspended",
    "given-up",
]
NOTICE_KINDS: Final = get_args(NoticeKind)


class Notice(Frozen):
    """What is told to whoever holds `role`. It names no person and holds no free text.

    `act` is the act that is awaited, or the one that caused the news; `due` is empty where no day is meant; `days` are
    those of the ladder's step.
    """

    role: str
    department: str
    kind: NoticeKind
    matter: str = ""
    act: str = ""
    due: str = ""
    days: int = 0
