"""The workflow's part of a department's year, played without a server: turns held, ladders climbed, phases opened."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from activities.conclude import conclude_year
from activities.deem_acknowledged import deem_acknowledged
from activities.errors import RefusedError
from activities.open_phase import open_phase
from activities.say_deadline import say_deadline
from activities.signatures import DeadlineCall, DepartmentStart, PhaseOpening, YearEnd
from activities.suspend_warning import suspend_warning
from deadlines.moves import ACKNOWLEDGEMENT, PHASES, TWO_HANDS
from deadlines.protocol import acts_open, locked_by, next_state
from models.values import instant, instant_text
from tests.domain.days import at
from workflows.news import is_news, is_settled
from workflows.rungs import SILENCE, SUSPENSION, Rung, rungs_of

if TYPE_CHECKING:
    from activities.desk import Desk
    from activities.signatures import PhasePlan
    from models.commands import Act
    from models.receipts import Turn

_SLACK: Final = timedelta(minutes=1)
# What the clock decides comes before what it only says at the same moment; silence last, for it may end the year.
_DECIDING: Final = {SUSPENSION: suspend_warning, SILENCE: deem_acknowledged}


class YearRun:
    """`moment` is how far this year's clock has come; nothing here decides what a book says."""

    def __init__(self, start: DepartmentStart, moment: datetime) -> None:
        self.start = start
        self.position = start.position
        self.moment = moment
        self.turns: dict[str, Turn] = {turn.matter: turn for turn in start.turns}
        self.said: set[str] = set()
        self.opened = False
        self.ended = False

    def check(self, act: Act) -> None:
        """What the workflow looks at before the activity. Raises RefusedError, ActError."""
        if self.ended:
            raise RefusedError("year.not-running", request=act.request)
        turn = self.turns.get(act.deed.matter)
        if turn is None:
            if locked_by(act.deed.matter) in self.turns:
                raise RefusedError("act.locked", act=act.deed.act)
            raise RefusedError("phase.not-open" if act.deed.matter in PHASES else "matter.unknown")
        next_state(turn.course, turn.state, act.deed.act)
        if instant(act.received_at) > self.moment + _SLACK:
            raise RefusedError("act.from-the-future", received_at=act.received_at)

    def take(self, turns: tuple[Turn, ...]) -> None:
        """Whose turn it is now, as an answer of the ledger says."""
        self.turns.update({turn.matter: turn for turn in turns})

    def hear(self, turns: tuple[Turn, ...], plans: tuple[PhasePlan, ...] = (), *, corrected: bool = False) -> None:
        """Turns and dates that an order of the bureau changed."""
        if plans:
            self.start = self.start.model_copy(update={"plans": plans})
        known = self.turns
        told = [(turn, known.get(turn.matter)) for turn in turns]
        self.take(tuple(turn for turn, of in told if is_news(turn, of, corrected=corrected) or is_settled(turn, of)))

    def climb(self, desk: Desk, now: datetime) -> None:
        """Do whatever the clock has to do up to a moment."""
        while not self.ended and self._step(desk, now):
            pass
        self.moment = max(self.moment, now)

    def living(self) -> dict[str, Turn]:
        """The turns that outlive a phase."""
        return {
            turn.matter: turn for turn in self.turns.values() if turn.state != "done" or acts_open(turn.course, "done")
        }

    def recorded(self) -> dict[str, dict[str, object]]:
        """The same as the ledger has them."""
        return {matter: recorded(turn) for matter, turn in self.living().items()}

    def _step(self, desk: Desk, now: datetime) -> bool:
        rung = self._next_rung()
        if not self.opened:
            opens = at(date.fromisoformat(self.start.plans[self.position].opens))
            if self.moment < opens and rung is not None and rung.at < opens and rung.at <= now:
                return self._say(desk, rung)
            return self._open(desk, max(opens, self.moment)) if opens <= now else False
        if self._done():
            return self._go_on(desk)
        return self._say(desk, rung) if rung is not None and rung.at <= now else False

    def _next_rung(self) -> Rung | None:
        rungs = (rung for turn in self.turns.values() for rung in rungs_of(turn))
        return min((rung for rung in rungs if rung.name not in self.said), key=_order, default=None)

    def _done(self) -> bool:
        holding = (*PHASES, *(f"{phase}{TWO_HANDS}" for phase in PHASES), ACKNOWLEDGEMENT)
        open_phases = [turn for turn in self.turns.values() if turn.course in holding and turn.state != "done"]
        turn = self.turns.get(self.start.plans[self.position].phase)
        done = turn is not None and turn.state == "done"
        return done and (not self._last() or not open_phases)

    def _last(self) -> bool:
        return self.position + 1 == len(self.start.plans)

    def _open(self, desk: Desk, moment: datetime) -> bool:
        self.moment = moment
        call = PhaseOpening(
            book=self.start.book,
            epoch=self.start.epoch,
            department=self.start.department,
            happened_at=instant_text(moment),
            plan=self.start.plans[self.position],
        )
        self.take(open_phase(desk, call).turns)
        self.opened = True
        return True

    def _say(self, desk: Desk, rung: Rung) -> bool:
        self.moment = max(self.moment, rung.at)
        awaited = self.turns[rung.matter].awaited
        assert awaited is not None
        call = DeadlineCall(
            book=self.start.book,
            epoch=self.start.epoch,
            department=self.start.department,
            matter=rung.matter,
            happened_at=instant_text(self.moment),
            act=awaited.act,
            role=awaited.role,
            due=awaited.due,
            kind=rung.kind,
            days=rung.days,
            to_role=rung.to,
        )
        if rung.kind in _DECIDING:
            self.take(_DECIDING[rung.kind](desk, call).turns)
        else:
            assert say_deadline(desk, call), "the tables awaited something else than the year"
        self.said.add(rung.name)
        return True

    def _go_on(self, desk: Desk) -> bool:
        if not self._last():
            self.turns = self.living()
            self.position, self.opened = self.position + 1, False
            return True
        start = self.start
        call = YearEnd(
            book=start.book, epoch=start.epoch, department=start.department, happened_at=instant_text(self.moment)
        )
        conclude_year(desk, call)
        self.ended = True
        return False


def recorded(turn: Turn) -> dict[str, object]:
    """What a turn says, without the day that only the running year was told."""
    awaited = None if turn.awaited is None else turn.awaited.model_dump(exclude={"suspends"})
    return {**turn.model_dump(exclude={"awaited"}), "awaited": awaited}


def _order(rung: Rung) -> tuple[datetime, int]:
    return rung.at, [*_DECIDING, rung.kind].index(rung.kind)
