"""A verification's report in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.messages import one_line
from cli.speaking import listed, voice
from deadlines.local_time import local_date
from models.values import instant

if TYPE_CHECKING:
    from audit.verifier.report import BookReport, Damage, Report


def show_report(report: Report) -> None:
    """Each book, the first bad record first; what could not be proved is said too."""
    for book in report.books:
        _show_book(book)
    for damage in report.strays:
        _show_damage(damage)
    if report.chain_only:
        voice.say("verify.chain-only")


def _show_book(book: BookReport) -> None:
    if book.ok:
        voice.say(
            "verify.ok", book=one_line(book.book), count=str(book.count), hash=book.hash, heads=str(book.signed_heads)
        )
        if book.law is not None:
            counts = {name: str(count) for name, count in book.law._asdict().items() if name != "until"}
            voice.say("verify.law", **counts)
        for closing in book.closings:
            voice.say(f"closing.{closing.what}", sequence=str(closing.sequence), about=one_line(closing.about))
        for copy in book.copies:
            sequence = str(copy.sequence)
            voice.say(
                "verify.copied" if copy.compared else "verify.not-compared",
                sequence=sequence,
                source=one_line(copy.source),
            )
        voice.say("verify.unproved" if book.unproved else "verify.proved", count=str(book.unproved))
    else:
        _show_damages(book)
    for erasure in book.erasures:
        voice.say(
            "verify.erased",
            what=voice.text(f"erased.{erasure.what}"),
            sequence=str(erasure.sequence),
            day=local_date(instant(erasure.moment)).isoformat(),
            ground=voice.word("ground", one_line(erasure.ground)),
            asked=one_line(erasure.requested_by),
            approved=one_line(erasure.approved_by),
        )


def _show_damages(book: BookReport) -> None:
    voice.say("verify.damaged", book=one_line(book.book), count=str(len(book.damages)))
    for damage in book.damages:
        _show_damage(damage)
    if not book.complete:
        voice.say("verify.incomplete")
    if book.law is not None and book.law.until is not None:
        voice.say("verify.law-given-up", sequence=str(book.law.until))
    if book.unnamed_keys:
        voice.say("verify.unnamed-keys", keys=listed(map(one_line, book.unnamed_keys)))


def _show_damage(damage: Damage) -> None:
    voice.say(
        "verify.damage",
        kind=voice.text(f"damage.{damage.kind}"),
        sequence="—" if damage.sequence is None else str(damage.sequence),
        subject=voice.word("subject", one_line(damage.subject)),
        detail=listed(f"{voice.word('detail', key)} {one_line(value)}" for key, value in damage.detail.items()),
    )
