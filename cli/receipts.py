"""A receipt (回执) in words and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.scores import BLANK
from cli.speaking import voice

if TYPE_CHECKING:
    from models.receipts import Receipt, ScoreNote


def show_receipt(receipt: Receipt, key: str) -> None:
    """The record's place and hash, lateness, the score that followed, and whose turn it is."""
    voice.say("receipt.record", book=receipt.book, sequence=str(receipt.sequence), hash=receipt.hash, key=key)
    if receipt.days_late:
        voice.say("receipt.late", days=str(receipt.days_late))
    if receipt.score is not None:
        _show_score(receipt.score)
    if receipt.turn is None:
        return
    awaited = receipt.turn.awaited
    if awaited is None:
        voice.say("receipt.phase-done")
    else:
        act, role = voice.text(f"act.{awaited.act}"), voice.text(f"role.{awaited.role}")
        voice.say("receipt.next", act=act, role=role, due=awaited.due)


def _show_score(score: ScoreNote) -> None:
    if score.undecided:
        voice.say("receipt.undecided", sequence=str(score.sequence))
    elif score.total is None:
        voice.say("receipt.warnings", count=str(score.warnings))
    else:
        voice.say("receipt.score", total=score.total, of=score.covers or BLANK, grade=score.grade or BLANK)


def receipt_json(receipt: Receipt, key: str) -> dict[str, object]:
    """The same for programs; `key` is what to send again with."""
    return {**receipt.model_dump(mode="json"), "key": key}
