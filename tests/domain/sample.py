"""The departments that were drawn for a review row by row; the reviews of others change nothing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING

from tests.domain.codes import codes_of
from tests.domain.effects import Verdict

if TYPE_CHECKING:
    from tests.domain.books import BookPicture
    from tests.domain.effects import Doing
    from tests.domain.model import Year


@dataclass(frozen=True)
class Drawn:
    """A draw: of whom, who in which order, and by what."""

    among: tuple[str, ...]
    drawn: tuple[str, ...]
    share: str | None
    seed: str | None


def first_of(listed: list[str], share: int | None, seed: str | None) -> tuple[str, ...]:
    """Those with the lowest digests: as many as the share is, rounded up."""
    if share is None:
        return tuple(listed)
    ranked = sorted((sha256(f"{seed}\n{name}".encode()).hexdigest(), name) for name in listed)
    return tuple(name for _, name in ranked[: (Fraction(share, 100) * len(listed)).__ceil__()])


def of_the_sample(book: BookPicture, year: Year, doing: Doing) -> frozenset[str]:
    """Outside the sample a whole rule score is the final one."""
    verdict = doing.picture
    if not isinstance(verdict, Verdict) or not (verdict.scores or verdict.findings):
        return frozenset()
    drawn = {name for one in book.draws for name in one.drawn}
    whole = not year.undecided and year.made is not None and not year.made.undecided
    return codes_of("sample.not-drawn" if drawn and year.department not in drawn and whole else None)
