"""The two editions of the invented form: what each takes for left-over money, which grades it gives, what it adds."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

from tests.domain.form import ANSWERS, GRADES, NOTHING, TEXT, Asks, asking


class Scale(NamedTuple):
    """An edition of the form: its text for the product, and by hand what tells it from the other one."""

    text: str
    # What money left over can earn, and what every full 5 % of it takes off.
    left_over: int
    deducted: int
    grades: tuple[tuple[int, str], ...]
    # What last year's final score earns from 80 points on; None where the form does not ask for it.
    before: int | None = None
    asks: Asks = NOTHING

    @property
    def hash(self) -> str:
        """What it is called in a book."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Wanted:
    """From which edition to which, and whether phases to come take the dates of the new one (they are the same)."""

    before: Scale
    after: Scale
    dates: bool = False


@dataclass
class Proposed:
    """A switch that was proposed, by its record, and what became of it."""

    sequence: int
    hash: str
    wanted: Wanted
    by: str
    state: str = "proposed"
    decided_by: str | None = None


_LAST: Final = "  last_total: {name: 上年最终得分, type: points, unit: 分, carried: final-score}\n"
_ROW: Final = """\
  - id: before
    name: 上年绩效
    points: 5
    clause: {text: 上年得分80分以上得满分，否则不得分, place: 第2行}
    piecewise:
      metric: {value: last_total}
      bands:
        - {id: poor, when: "[0, 80)", result: zero}
        - {id: good, when: "[80, -)", result: full}
"""
_EDITED: Final = (
    ("version: 1", "version: 2"),
    ("  used: {name", f"{_LAST}  used: {{name"),
    ("name: 结转结余率\n    points: 20", "name: 结转结余率\n    points: 15"),
    ("  - id: manners", f"{_ROW}  - id: manners"),
    ("每满5%扣2分", "每满5%扣1分"),
    ("each: 5%, deduct: 2", "each: 5%, deduct: 1"),
    ("{name: 优, least: 90}", "{name: 优, least: 95}"),
)


def _edited(text: str) -> str:
    for before, after in _EDITED:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def _editions(text: str, asks: Asks) -> tuple[Scale, Scale]:
    first = Scale(text, 20, 2, GRADES, asks=asks)
    return first, Scale(_edited(text), 15, 1, ((95, "优"), *GRADES[1:]), 5, asks)


PLAIN: Final = _editions(TEXT, NOTHING)
ASKING: Final = _editions(asking(TEXT), ANSWERS)
FIRST: Final = PLAIN[0]
