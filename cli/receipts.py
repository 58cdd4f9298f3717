"""A receipt (回执) in words and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.settings import Settings
from audit.heads import HeadSigner
from cli.scores import BLANK
from cli.speaking import print_json, voice
from deadlines.moves import ACKNOWLEDGEMENT, ADJUSTMENT, PHASES

if TYPE_CHECKING:
    from models.receipts import ChangeNote, LateAct, MovedDay, Receipt, ReviewOutcome, ScoreNote, Turn


def tell_receipt(receipt: Receipt, key: str, *, as_json: bool) -> None:
    """In words, or as one JSON document; `key` is what to send again with."""
    if as_json:
        print_json(receipt_json(receipt, key))
    else:
        show_receipt(receipt, key)


def show_receipt(receipt: Receipt, key: str) -> None:
    """The record's place and hash, lateness, the score that followed, and whose turn it is."""
    voice.say("receipt.record", book=receipt.book, sequence=str(receipt.sequence), hash=receipt.hash, key=key)
    if receipt.days_late:
        voice.say("receipt.late", days=str(receipt.days_late))
    if receipt.score is not None:
        _show_score(receipt.score)
    if receipt.change is not None:
        _show_change(receipt.change)
    if receipt.review is not None:
        _show_review(receipt.review)
    for turn in receipt.turns:
        _show_turn(turn)
    for moved in receipt.moved:
        _show_moved(moved)
    for late in receipt.late:
        voice.say("receipt.was-late", **_about(late), due=late.due, days=str(late.days_late))
    newest = _newest(receipt)
    if newest is not None:
        size, note = newest
        voice.say("receipt.checkpoint", size=str(size), root=note.split("\n")[2])


def _show_moved(moved: MovedDay) -> None:
    about = _about(moved)
    if moved.due != moved.due_before:
        voice.say("receipt.moved", **about, before=moved.due_before, due=moved.due)
    else:
        voice.say("receipt.moved-provisional" if moved.provisional else "receipt.moved-final", **about, due=moved.due)


def _about(act: MovedDay | LateAct) -> dict[str, str]:
    return {"department": act.department, "matter": matter_words(act.matter), "act": voice.text(f"act.{act.act}")}


def _show_change(change: ChangeNote) -> None:
    voice.say("receipt.changed", before=change.total_before, after=change.total_after)
    for row in change.rows:
        voice.say("receipt.changed-row", name=row.name, before=row.before or BLANK, after=row.after or BLANK)
        if row.claimed_before != row.claimed_after:
            before, after = row.claimed_before or BLANK, row.claimed_after or BLANK
            voice.say("receipt.changed-claim", name=row.name, before=before, after=after)


def _show_review(review: ReviewOutcome) -> None:
    voice.say("receipt.reviewed", total=review.total, grade=review.grade)
    for row in review.rows:
        voice.say(
            "receipt.reviewed-row",
            name=row.name,
            row=row.row,
            rule=row.rule or BLANK,
            claimed=row.claimed or BLANK,
            score=row.score,
            points=row.points,
        )


def _show_turn(turn: Turn) -> None:
    matter = matter_words(turn.matter)
    if turn.matter == ADJUSTMENT and turn.awaited is None:
        voice.say("receipt.adjustable")
        return
    if turn.awaited is None:
        waiting = "receipt.matter-waits" if turn.course == "review" else "receipt.matter-open"
        voice.say("receipt.matter-done" if turn.state == "done" else waiting, matter=matter)
        return
    act, role = voice.text(f"act.{turn.awaited.act}"), voice.text(f"role.{turn.awaited.role}")
    voice.say("receipt.next", matter=matter, act=act, role=role, due=turn.awaited.due)


def matter_words(matter: str) -> str:
    """A phase by its name and window; a warning or a finding by its kind and what it is about; the rest by its kind."""
    course, _, about = matter.partition("/")
    if (about and course not in PHASES) or course in (ACKNOWLEDGEMENT, ADJUSTMENT):
        return f"{voice.word('course', course)} {about}".rstrip()
    return voice.word("phase", matter)


def _show_score(score: ScoreNote) -> None:
    if score.undecided:
        voice.say("receipt.undecided", sequence=str(score.sequence))
    elif score.total is None:
        voice.say("receipt.warnings", count=str(score.warnings))
    else:
        voice.say("receipt.score", total=score.total, of=score.covers or BLANK, grade=score.grade or BLANK)


def receipt_json(receipt: Receipt, key: str) -> dict[str, object]:
    """The same for programs; `key` is what to send again with, `checkpoint` the newest signed head as it lies there."""
    newest = _newest(receipt)
    checkpoint = None if newest is None else newest[1]
    return {**receipt.model_dump(mode="json"), "key": key, "checkpoint": checkpoint}


def _newest(receipt: Receipt) -> tuple[int, str] | None:
    """Whoever keeps a receipt keeps a signed head with it, and is a witness of the book up to there."""
    settings = Settings()
    return HeadSigner(settings.heads, settings.keys).newest(receipt.book)
