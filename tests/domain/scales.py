"""The two editions of the invented form: what each takes for left-over money, and which grades it gives."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

from tests.domain.form import ANSWERS, GRADES, NOTHING, TEXT, Asks, asking


class Scale(NamedTuple):
    """An edition of the form: its text for the product, and by hand what tells it from the other one."""

    text: str
    # What every full 5 % left over takes off.
    deducted: int
    grades: tuple[tuple[int, str], ...]
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


_EDITED: Final = (
    ("version: 1", "version: 2"),
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
    return Scale(text, 2, GRADES, asks), Scale(_edited(text), 1, ((95, "优"), *GRADES[1:]), asks)


PLAIN: Final = _editions(TEXT, NOTHING)
ASKING: Final = _editions(asking(TEXT), ANSWERS)
FIRST: Final = PLAIN[0]
