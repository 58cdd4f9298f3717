"""`jixiao audit sign|seal`: vouch for a book as it stands, or close it on the record; both hand out the signed head."""

from __future__ import annotations

from typing import Annotated

import typer

from app.sealing import seal_book
from audit.vouch import vouch
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Key
from cli.receipts import receipt_json
from cli.speaking import print_json, voice

Book = Annotated[str | None, typer.Argument(help="账册，只有一册时可省 / book, if there are several")]


def sign(book: Book = None, as_json: AsJson = False) -> None:
    """签署账册现状，不封账 / Sign the book as it stands; this closes nothing."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    with desk.reading() as session:
        made = vouch(session, desk.signer, chosen)
    if as_json:
        print_json({"book": chosen, "records": made.records, "checkpoint": made.note})
        return
    typer.echo(made.note)
    # What the signature means goes beside the result, so that the note can be passed on as it is.
    voice.note("seal.signed", book=chosen, records=str(made.records))


def seal(
    login: Annotated[str, typer.Option("--as", help="安全保密员 / the security officer")],
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """封账：办结之后关闭账册，或结束补充记录 / Seal a concluded book, or the addendum that is open."""
    settings, desk = existing_desk()
    chosen = one_book(desk, book)
    made = seal_book(settings, desk, chosen, login, key)
    if as_json:
        print_json({**receipt_json(made.receipt, made.key), "number": made.number, "checkpoint": made.checkpoint})
        return
    typer.echo(made.checkpoint)
    voice.note("seal.made", book=chosen, number=str(made.number), sequence=str(made.receipt.sequence))
