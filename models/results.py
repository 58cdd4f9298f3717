"""What a result means for the next budget (结果应用): a suggestion of the performance office, and its table."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from sqlmodel import Field as Column
from sqlmodel import SQLModel

from models.corrections import Commitment, Name
from models.fund_sources import FundSource
from models.values import Frozen

# Where money comes from: general budget, government funds, state capital, special account, a higher level, elsewhere.
EffectKind = Literal["keep", "cut", "cancel", "not-ours"]
Percent = Annotated[str, Field(pattern=r"^(100|[1-9][0-9]?(\.[0-9]{1,2})?|0\.[0-9]?[1-9])%$")]


class Effect(Frozen):
    """What is suggested for the money of one source.

    Keep it, cut it by a `percent`, cancel it, or leave it because another level assigns it. Only keeping needs no
    reason, which is a stored text.
    """

    source: FundSource
    effect: EffectKind
    percent: Percent | None = None
    reason: Commitment | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.percent is not None) != (self.effect == "cut"):
            raise ValueError("a percentage belongs to a cut, and a cut has one")
        if self.reason is None and self.effect != "keep":
            raise ValueError("whatever is not kept has a reason")
        return self


class Suggest(Frozen):
    """Suggest what a department's result means for each source of its money."""

    kind: Literal["suggest"] = "suggest"
    department: Name
    effects: tuple[Effect, ...] = Field(min_length=1)


class ResultSuggested(Frozen):
    """The suggestion, beside the final score that it rests on (by its record) and the tier that its grade earns."""

    effects: tuple[Effect, ...]
    review: int
    total: str
    grade: str
    tier: str


class SuggestedResult(SQLModel, table=True):
    """A suggestion; the newest of a department counts, and only for the final score that it names."""

    __tablename__ = "result"

    book: str = Column(primary_key=True)
    sequence: int = Column(primary_key=True)
    department: str = Column(index=True)
    review: int
    total: str
    grade: str
    tier: str
    effects: str
