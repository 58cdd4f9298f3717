"""Shijing's year under a form that asks the department to answer to its final score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.commands import ReviewedRow, ReviewResult
from models.disputes import Dispute, DisputeAnswer, DisputedRow, SettledRow
from tests.support.shijing import Shijing, local

if TYPE_CHECKING:
    from models.receipts import Receipt

ACKNOWLEDGEMENT = "acknowledgement"
REASON = "5" * 64
# Ten working days after the 12th of April 2022: the 24th is a working Sunday, the Labour Day holiday comes later.
DUE = "2022-04-25"


class Acknowledging(Shijing):
    """A year whose rubric asks for an answer; `silence` says whether none counts as one."""

    silence = "true"

    def rubric_yaml(self) -> str:
        return f"{super().rubric_yaml()}\nacknowledgement:\n  silence: {self.silence}\n"

    def conclude_review(self, *rows: tuple[str, str], day: str = "2022-04-12") -> Receipt:
        """The reviewer scores some rows otherwise than the rules."""
        content = ReviewResult(rows=tuple(ReviewedRow(row=row, score=score, reason=REASON) for row, score in rows))
        return self.act("review", "review.conclude", content, "reviewer", local(day))

    def dispute(self, *rows: str, day: str = "2022-04-14", evidence: tuple[str, ...] = ()) -> Receipt:
        """The department disputes rows."""
        content = Dispute(rows=tuple(DisputedRow(row=row, reason="6" * 64) for row in rows), evidence=evidence)
        return self.act(ACKNOWLEDGEMENT, "acknowledgement.dispute", content, "filler", local(day))

    def settle(self, *rows: tuple[str, str | None], day: str = "2022-04-18", who: str = "reviewer") -> Receipt:
        """The bureau answers a dispute: another score, or None where it upholds the one that stands."""
        content = DisputeAnswer(rows=tuple(SettledRow(row=row, score=score, reason="7" * 64) for row, score in rows))
        return self.act(ACKNOWLEDGEMENT, "acknowledgement.answer", content, who, local(day))


class Demanding(Acknowledging):
    """Silence is no answer."""

    silence = "false"
