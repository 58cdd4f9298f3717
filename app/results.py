"""Suggest what a final score means for the next budget, and list what was suggested; reasons are kept as texts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlmodel import Session, col, select

from app.erased import Words, words_of
from app.errors import AppError
from app.orders import SignedOrder, send_order
from app.texts import Texts
from app.word_key import key_part, word_key
from audit.final_score import final_review
from models.results import Effect, Suggest, SuggestedResult

if TYPE_CHECKING:
    from pydantic import JsonValue

    from activities.desk import Desk
    from app.settings import Settings
    from models.receipts import Receipt

_FORM = "SOURCE=keep|cut P%|cancel|not-ours=…"


@dataclass(frozen=True, slots=True)
class Suggesting:
    """What the office suggests: effects as typed, their reasons not yet committed."""

    book: str
    login: str
    department: str
    effects: tuple[str, ...]
    key: str | None = None

    @property
    def request(self) -> str:
        """The key: the same words are the same request, changed words are another."""
        return self.key or f"result/{key_part(self.department)}/{word_key(self.login, *self.effects)}"


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """An effect with its reason in words; None where it needs none."""

    effect: Effect
    reason: Words | None


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A suggestion; `stands` is False once another final score, or none, stands."""

    row: SuggestedResult
    effects: tuple[ShownEffect, ...]
    stands: bool

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        return {
            "department": self.row.department,
            "record": self.row.sequence,
            "review": self.row.review,
            "total": self.row.total,
            "grade": self.row.grade,
            "tier": self.row.tier,
            "stands": self.stands,
            "effects": [_effect_data(each) for each in self.effects],
        }


def _effect_data(shown: ShownEffect) -> dict[str, object]:
    said = {} if shown.reason is None else shown.reason.to_data()
    return {
        "source": shown.effect.source,
        "effect": shown.effect.effect,
        "percent": shown.effect.percent,
        "reason": None if shown.reason is None else shown.reason.text,
        **said,
    }


def suggest_result(settings: Settings, desk: Desk, wanted: Suggesting) -> Receipt:
    """Send the order and wait for the receipt.

    Raises AppError `suggestion.malformed` for words that are no effect, and what `send_order` raises.
    """
    typed = [_typed(text) for text in wanted.effects]
    texts = Texts(desk, wanted.book, wanted.request)
    effects = [
        {**each, "reason": texts.commit(f"reason/{each['source']}", reason) if reason else None}
        for each, reason in typed
    ]
    try:
        order = Suggest.model_validate({"department": wanted.department, "effects": effects})
    except ValidationError as error:
        raise AppError("suggestion.malformed", given="; ".join(wanted.effects) or "-", wanted=_FORM) from error
    return send_order(settings, desk, SignedOrder(wanted.book, wanted.login, wanted.request, order))


def _typed(text: str) -> tuple[dict[str, JsonValue], str]:
    """`general=cut 10%=reason`: the effect, and the reason's words ("" where none is given)."""
    source, _, rest = text.partition("=")
    told, _, reason = rest.partition("=")
    effect, _, percent = told.strip().partition(" ")
    known = {"source": source.strip(), "effect": effect, "percent": percent.strip() or None}
    try:
        Effect.model_validate({**known, "reason": "0" * 64 if reason.strip() else None})
    except ValidationError as error:
        raise AppError("suggestion.malformed", given=text, wanted=_FORM) from error
    return {**known}, reason.strip()


def list_results(desk: Desk, book: str) -> list[ShownResult]:
    """The newest suggestion of every department of a book, by the department's id."""
    with desk.reading() as session:
        rows = session.exec(select(SuggestedResult).where(col(SuggestedResult.book) == book)).all()
        newest = {row.department: row for row in sorted(rows, key=lambda row: row.sequence)}
        return [_shown(session, row) for _, row in sorted(newest.items())]


def result_of(session: Session, book: str, department: str) -> ShownResult | None:
    """The newest suggestion about one department."""
    query = select(SuggestedResult).where(
        col(SuggestedResult.book) == book, col(SuggestedResult.department) == department
    )
    row = session.exec(query.order_by(col(SuggestedResult.sequence).desc()).limit(1)).one_or_none()
    return None if row is None else _shown(session, row)


def _shown(session: Session, row: SuggestedResult) -> ShownResult:
    final = final_review(session, row.book, row.department)
    effects = [Effect.model_validate(each) for each in json.loads(row.effects)]
    return ShownResult(
        row,
        tuple(
            ShownEffect(each, None if each.reason is None else words_of(session, row.book, each.reason))
            for each in effects
        ),
        stands=final is not None and final.sequence == row.review,
    )
