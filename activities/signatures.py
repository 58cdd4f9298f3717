"""Names of the activities and the types that go in and out; workflows know nothing else of them."""

from __future__ import annotations

from typing import Final

from models.commands import Act, BureauOrder, InstantText
from models.opening import OpenBook
from models.receipts import Receipt, Turn
from models.values import Frozen

OPEN_BOOK: Final = "open_book"
RESUME_CYCLE: Final = "resume_cycle"
OBEY_ORDER: Final = "obey_order"
START_DEPARTMENT: Final = "start_department"
OPEN_PHASE: Final = "open_phase"
HANDLE_ACT: Final = "handle_act"
SAY_DEADLINE: Final = "say_deadline"
DEEM_ACKNOWLEDGED: Final = "deem_acknowledged"
SUSPEND_WARNING: Final = "suspend_warning"
CONCLUDE_YEAR: Final = "conclude_year"
CONCLUDE_BOOK: Final = "conclude_book"

BUREAU_CYCLE: Final = "BureauCycle"
DEPARTMENT_YEAR: Final = "DepartmentYear"


class PhasePlan(Frozen):
    """One phase with absolute dates: when it opens, when its first act is due."""

    phase: str
    opens: str
    due: str
    provisional: bool


class BookOpening(Frozen):
    """Open a book at a domain time."""

    happened_at: InstantText
    opening: OpenBook


class OrderCall(Frozen):
    """Carry out one order of the bureau."""

    book: str
    epoch: int
    happened_at: InstantText
    order: BureauOrder


class DepartmentStart(Frozen):
    """Everything that a department's year needs to begin, or to go on from the phase at `position` with these turns."""

    book: str
    epoch: int
    department: str
    shift_seconds: int
    plans: tuple[PhasePlan, ...]
    position: int = 0
    turns: tuple[Turn, ...] = ()


class Resumption(Frozen):
    """Resume a book under a new epoch; `resumption` is a random name that tells one attempt from another's."""

    book: str
    epoch: int
    resumption: str
    actor: str
    happened_at: InstantText


class Resumed(Frozen):
    """The years to start again, and those that have ended with the domain time of their end."""

    years: tuple[DepartmentStart, ...]
    concluded: dict[str, InstantText]


class YearNews(Frozen):
    """What a running year has to take up of an order about the whole book.

    `plans` are the dates of its phases, none where they stay as they were.
    """

    department: str
    turns: tuple[Turn, ...] = ()
    plans: tuple[PhasePlan, ...] = ()


class OrderResult(Frozen):
    """The receipt, the year to start when a department was enrolled, and what a running year has to take up.

    `turns` says how the matters of the order stand now: when it is sent again, its receipt may be old. `corrected`
    tells that they put right what the year knows: a due day may be earlier, and what was done may be open again. `news`
    says the same to every year that an order about the whole book concerns.
    """

    receipt: Receipt
    start: DepartmentStart | None = None
    department: str | None = None
    turns: tuple[Turn, ...] = ()
    corrected: bool = False
    news: tuple[YearNews, ...] = ()


class PhaseOpening(Frozen):
    """Open one phase of a department's year."""

    book: str
    epoch: int
    department: str
    happened_at: InstantText
    plan: PhasePlan


class ActCall(Frozen):
    """Handle one act of a person."""

    book: str
    epoch: int
    department: str
    happened_at: InstantText
    act: Act


class DeadlineCall(Frozen):
    """Say that a deadline is near or has passed; `days` before or after it.

    `to_role` is whom the ladder names; without it a reminder is the role's own and an alert the performance office's.
    """

    book: str
    epoch: int
    department: str
    matter: str
    happened_at: InstantText
    act: str
    role: str
    due: str
    kind: str
    days: int
    to_role: str | None = None


class Deemed(Frozen):
    """What follows from a department's silence; no turns where it means nothing."""

    turns: tuple[Turn, ...] = ()


class YearEnd(Frozen):
    """Conclude a department's year."""

    book: str
    epoch: int
    department: str
    happened_at: InstantText


class BookEnd(Frozen):
    """Conclude a book: every department's year has ended."""

    book: str
    epoch: int
    happened_at: InstantText
    departments: int
