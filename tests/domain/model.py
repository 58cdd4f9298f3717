"""The model: a plain picture of one department's year, kept beside the product and never computed by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from tests.domain.answers import MATTER as ANSWER
from tests.domain.answers import Acknowledged, Disputed, FinalScore, hear_silence
from tests.domain.asked import Asked
from tests.domain.counting import Counts, first_due, latest
from tests.domain.days import CALENDAR, Days, at
from tests.domain.form import PHASES
from tests.domain.hands import Draft, Filing, first_act, role_of
from tests.domain.internal import is_inner
from tests.domain.ladders import ladder
from tests.domain.scales import FIRST, Scale
from tests.domain.scoring import Reading, Scored, Sheet
from tests.domain.suspending import last_day, suspend

ORDER: Final = tuple(PHASES)


@dataclass
class Warned:
    """A warning: its colour and what became of it."""

    rule: str
    about: str
    colour: str
    state: str = "raised"
    choice: str | None = None
    late: int = 0
    noted: bool = False
    suspended: bool = False
    lifted: bool = False


@dataclass
class Proposal:
    """A correction of a review's score that was proposed; `corrects` and `sequence` are records, `value` is right."""

    corrects: int
    sequence: int
    hash: str
    name: str
    value: Fraction | None
    barred: tuple[str, str]
    state: str = "proposed"


@dataclass
class Collected:
    """What a division was asked for and what became of it; `brought_by` is who answered last."""

    phase: str
    contributor: str
    due: date
    inputs: tuple[str, ...]
    rows: tuple[str, ...]
    state: str = "asked"
    late: int = 0
    brought_by: str | None = None


@dataclass
class Found:
    """A finding and what became of it."""

    row: str
    state: str = "ordered"
    answered: bool = False
    late: int = 0


@dataclass(frozen=True)
class Copy:
    """What was copied of another book's year after so many records: total and grade, findings with row and state.

    `last_total` is the figure that the edition of that moment asked for.
    """

    source: str
    until: int
    score: tuple[str, str] | None
    findings: tuple[tuple[str, str, str], ...]
    last_total: str | None = None


class Matters(dict[str, str]):
    """How every matter stands, how each ever stood, and which have moved since the newest leave to amend."""

    def __init__(self) -> None:
        super().__init__()
        self.ever: set[tuple[str, str]] = set()
        self.moved: set[str] = set()

    def __setitem__(self, matter: str, state: str) -> None:
        super().__setitem__(matter, state)
        self.ever.add((matter, state))
        self.moved.add(matter)


@dataclass
class Year:
    """One department's year as it must stand."""

    department: str
    # The years of the same book by department, this one among them.
    beside: dict[str, Year] = field(default_factory=dict, repr=False)
    # That of the book.
    calendar: Days = field(default_factory=lambda: Days.of(CALENDAR), repr=False)
    # The edition of the form that it runs under, whose dates its phases keep, and from which to which it switched.
    scale: Scale = FIRST
    kept: dict[str, str] = field(default_factory=dict)
    switched: list[tuple[str, str]] = field(default_factory=list)
    matters: Matters = field(default_factory=Matters)
    tasks: list[Asked] = field(default_factory=list)
    alerts: list[tuple[str, str, str, str, int, str]] = field(default_factory=list)
    said: set[tuple[str, str, str, str, int, str]] = field(default_factory=set)
    extensions: list[tuple[str, str, int, str, str]] = field(default_factory=list)
    filings: list[Filing] = field(default_factory=list)
    # Whether one person prepares what another files; what was prepared last in each phase, and in which, in order.
    two_hands: bool = False
    drafts: dict[str, Draft] = field(default_factory=dict)
    prepared: list[str] = field(default_factory=list)
    scores: list[tuple[str, str, str | None, str | None, str | None]] = field(default_factory=list)
    rows: list[dict[str, str | None]] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)
    reviews: list[tuple[str, str]] = field(default_factory=list)
    # What the newest review scored; None once what it reviewed was evaluated again.
    verdict: dict[str, Fraction] | None = None
    # The final score that stands, whether a dispute has changed it, and what was said to each.
    final: FinalScore | None = None
    settled: bool = False
    acknowledged: list[Acknowledged] = field(default_factory=list)
    disputes: list[Disputed] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    warnings: dict[str, Warned] = field(default_factory=dict)
    findings: dict[str, Found] = field(default_factory=dict)
    copy: Copy | None = None
    # Total, grade and tier of what was suggested for the next budget.
    results: list[tuple[str, str, str]] = field(default_factory=list)
    collections: dict[str, Collected] = field(default_factory=dict)
    divisions: set[str] = field(default_factory=set)
    # Who filed, answered or amended here must not review here.
    hands: set[str] = field(default_factory=set)
    evidence: int = 0
    records: int = 0
    position: int = 0
    ended: bool = False
    # The rows that may be amended after the end, until when: the newest leave, and all of them.
    leave: tuple[tuple[str, ...], date] | None = None
    leaves: list[tuple[tuple[str, ...], date]] = field(default_factory=list)
    lamps_wanted: int = 10
    # As last filed in the target phase; None while nothing was.
    lamps_set: int | None = None
    lamps_asked: int = 0
    targets_returned: bool = False
    # Month, source, what was spent, file.
    execution: list[tuple[str, str, str, str]] = field(default_factory=list)
    adjustments: list[str] = field(default_factory=list)
    doubts: list[list[str]] = field(default_factory=list)
    reading: Reading | None = None
    read: bool = False
    sheet: Sheet | None = None
    made: Scored | None = None
    undecided: bool = False

    @property
    def open_to_acts(self) -> bool:
        """Whether anything may be done in it at all: as long as it runs, and after that by leave."""
        return not self.ended or self.leave is not None

    @property
    def last_total(self) -> str | None:
        """The figure that stands copied from last year's book."""
        return None if self.copy is None else self.copy.last_total

    # -- turns --------------------------------------------------------------------------------------------------

    def task(self, matter: str) -> Asked | None:
        """The open task of a matter."""
        return next((task for task in self.tasks if task.matter == matter and task.open), None)

    def ask(self, matter: str, act: str, due: Counts | date, since: date, *, provisional: bool = False) -> None:
        """An act is awaited until a counted or named day; one that a document gave for it is not taken back."""
        counts: Counts = ()
        if isinstance(due, date):
            day = due
        else:
            counts, (day, provisional) = due, latest(due, self.calendar)
        presses = last_day(self, act, day)
        granted = None if is_inner(matter) else self.granted(matter, act)
        if granted is not None and granted > day:
            day, provisional = granted, False
        asked = [task for task in self.tasks if (task.matter, task.act) == (matter, act)]
        asking = Asked(matter, act, len(asked) + 1, role_of(act, matter, two_hands=self.two_hands), day, since)
        asking.counts, asking.provisional, asking.presses = counts, provisional, presses
        self.tasks.append(asking)

    def hand_on(self, act: str, before: Asked, since: date) -> None:
        """The same asking goes on with another act, or once more: its day stays, and how it was counted."""
        self.ask(before.matter, act, before.due, since, provisional=before.provisional)
        self.tasks[-1].counts, self.tasks[-1].handed_on = before.counts, True

    def ask_first(self, matter: str, due: Counts | date, since: date, *, provisional: bool = False) -> None:
        """The first act of a phase is awaited."""
        self.ask(matter, first_act(matter, two_hands=self.two_hands), due, since, provisional=provisional)

    def granted(self, matter: str, act: str) -> date | None:
        """The latest day that a document gave for an act."""
        return max((date.fromisoformat(one[4]) for one in self.extensions if one[:2] == (matter, act)), default=None)

    def close(self, matter: str, late: int, ended: datetime) -> None:
        """Whatever a matter awaited is awaited no more."""
        task = self.task(matter)
        if task is not None:
            task.open, task.late, task.ended = False, late, ended

    def first(self, matter: str, act: str) -> Asked:
        """The first time that an act was asked for."""
        return next(task for task in self.tasks if (task.matter, task.act) == (matter, act))

    # -- the clock ----------------------------------------------------------------------------------------------

    def pass_time(self, now: datetime) -> None:
        """Open what is to be opened at a moment, end the year when nothing is open, else say what is to be said."""
        while not self.ended and self._go_on(now):
            pass
        if not self.ended:
            suspend(self, now)
            hear_silence(self, now)
        while not self.ended and self._go_on(now):
            pass
        if not self.ended:
            self._say(now)

    def _go_on(self, now: datetime) -> bool:
        phase = ORDER[self.position]
        if phase not in self.matters:
            if at(PHASES[phase].opens) > now:
                return False
            self._open(phase)
            return True
        if self.matters[phase] != "done":
            return False
        if self.position + 1 < len(ORDER):
            self.position += 1
            return True
        self.ended = all(state == "done" for matter, state in self.matters.items() if matter in (*PHASES, ANSWER))
        self.records += self.ended
        return False

    def _open(self, phase: str) -> None:
        self.records += 1
        days = PHASES[phase]
        if phase != "rectification":
            self.matters[phase] = "open"
            # A review that opens while its self-evaluation was taken back awaits nobody.
            if phase != "review" or self.matters["self-evaluation"] == "done":
                self.ask_first(phase, first_due(phase), days.opens)
            return
        self.matters[phase] = "open" if self.findings else "done"
        for finding in self.findings:
            self.begin_finding(finding, first_due(phase), days.opens)

    def begin_finding(self, finding: str, due: Counts, since: date) -> None:
        """A finding becomes a matter."""
        self.matters[f"finding/{finding}"] = "open"
        self.ask(f"finding/{finding}", "finding.answer", due, since)

    def _say(self, now: datetime) -> None:
        for task in self.tasks:
            if task.open:
                for kind, days, moment, to in ladder(task):
                    name = (task.matter, task.act, task.due.isoformat(), kind, days, to)
                    if moment <= now and name not in self.said:
                        self.said.add(name)
                        self.records += 1
                        self.alerts.append((kind, task.matter, task.act, task.due.isoformat(), days, to))
