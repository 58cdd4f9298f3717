"""What the invented form is worth, by hand-written exact arithmetic; nothing of `rules` is called."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, TypeAlias

from tests.domain.scales import Scale

Grades: TypeAlias = tuple[tuple[int, str], ...]
_GOOD: Final = 80
_HALF: Final = Fraction(1, 2)
_POINTS: Final = {"spending": 20, "before": 5, "manners": 10, "timely": 30, "lamps": 12, "survey": 8}
# The places of a final score that a reviewer may score, with what each can earn.
PLACES: Final = {
    "spending": "spending",
    "carry-over": "carry-over",
    "before": "before",
    "manners": "manners",
    "timely": "timely",
    "lamps": "works.streets.lamps",
    "survey": "works.streets.survey",
}


@dataclass(frozen=True)
class Sheet:
    """What a department's self-evaluation says; None is what it leaves out. `claim` stands in for the deduction."""

    spent: int = 95
    budget: int = 100
    carry: int = 4
    deduction: int | None = 0
    claim: int | None = None
    used: str = "yes"
    lamps: int = 10
    survey: str = "yes"


@dataclass(frozen=True)
class Seen:
    """What the book saw by itself; None where nothing was to be seen."""

    targets_in_time: bool
    targets_kept: bool
    monitored_in_time: bool
    warnings_in_time: bool | None
    evaluated_in_time: bool


@dataclass(frozen=True)
class Scored:
    """Points of each leaf (None: undecided), and of each the figures and claims that it was read from."""

    points: dict[str, Fraction | None]
    read: dict[str, tuple[object, ...]] = field(compare=False)
    scale: Scale = field(compare=False)

    @property
    def total(self) -> str:
        """The sum of what is decided, with two decimals."""
        return text(sum((each for each in self.points.values() if each is not None), Fraction(0)))

    @property
    def covers(self) -> str:
        """The points that the decided leaves can earn."""
        points = {**_POINTS, "carry-over": self.scale.left_over}
        return str(sum(points[name] for name, each in self.points.items() if each is not None))

    @property
    def grade(self) -> str | None:
        """The grade; none while a leaf is undecided."""
        return None if None in self.points.values() else grade(Fraction(self.total), self.scale.grades)

    @property
    def undecided(self) -> tuple[str, ...]:
        """The leaves that only a reviewer can score."""
        return tuple(name for name, each in self.points.items() if each is None)


def scored(sheet: Sheet, seen: Seen, lamps_wanted: int, scale: Scale, last: str | None) -> Scored:
    """Score a sheet under the targets that stand, by an edition of the form; `last` is what stands copied."""
    answers = (*seen.__dict__.values(), sheet.used == "yes")
    points: dict[str, Fraction | None] = {
        "spending": rounded(_spending(Fraction(sheet.spent, sheet.budget))),
        "carry-over": Fraction(max(0, scale.left_over - scale.deducted * (sheet.carry // 5))),
        "manners": None if sheet.deduction is None else Fraction(10 - sheet.deduction),
        "timely": None if None in answers else Fraction(5 * answers.count(True)),
        "lamps": Fraction(12 if sheet.lamps >= lamps_wanted else 0),
        "survey": Fraction(8 if sheet.survey == "yes" else 0),
    }
    read: dict[str, tuple[object, ...]] = {
        "spending": (sheet.spent, sheet.budget),
        "carry-over": (sheet.carry, scale.deducted),
        "manners": (sheet.deduction, sheet.claim),
        "timely": answers,
        "lamps": (sheet.lamps, lamps_wanted),
        "survey": (sheet.survey,),
    }
    if scale.before is not None:
        points["before"] = None if last is None else Fraction(scale.before if Fraction(last) >= _GOOD else 0)
        read["before"] = (last,)
    return Scored(points, read, scale)


def _spending(rate: Fraction) -> Fraction:
    if rate < Fraction(60, 100):
        return Fraction(0)
    if rate < 1:
        return rate * 20
    return Fraction(20) if rate <= Fraction(150, 100) else Fraction(10)


def rounded(value: Fraction) -> Fraction:
    """Two decimals, half up; no score of this form is below zero."""
    return Fraction((value * 100 + _HALF).__floor__(), 100)


def grade(total: Fraction, grades: Grades) -> str:
    """The highest grade that a total earns."""
    return next(name for least, name in grades if total >= least)


def text(value: Fraction) -> str:
    """The value with two decimals."""
    hundredths = (value * 100).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02d}"


@dataclass(frozen=True)
class Reading:
    """What a department reports in mid-year."""

    spent: int = 50
    lamps: int = 5
    month: int = 6

    def colours(self, lamps_wanted: int) -> list[tuple[str, str, str]]:
        """The warnings that it raises: rule, what it is about, colour. The budget is always 100."""
        time = Fraction(self.month, 12)
        paces = (
            ("spending-pace", "", Fraction(self.spent, 100) / time),
            ("indicator-pace", "lamps", Fraction(self.lamps, lamps_wanted) / time),
        )
        named = ((rule, about, _colour(pace)) for rule, about, pace in paces)
        return [(rule, about, colour) for rule, about, colour in named if colour is not None]


def _colour(pace: Fraction) -> str | None:
    if pace < Fraction(60, 100):
        return "red"
    if pace < Fraction(80, 100):
        return "yellow"
    return None if pace < Fraction(120, 100) else "blue"
