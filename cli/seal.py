"""`jixiao audit seal`: sign a book as it stands, and hand out what was signed."""

from __future__ import annotations

from typing import Annotated

import typer

from audit.seal import Seal, seal
from cli.opening import existing_desk, one_book
from cli.speaking import print_json, voice


def seal_book(
    book: Annotated[str | None, typer.Argument(help="账册，只有一册时可省 / book, if there are several")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """签署账册现状（封账）/ Sign the book as it stands; after its last record this seals the year."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    with desk.reading() as session:
        made = seal(session, desk.signer, chosen)
    if as_json:
        print_json({"book": chosen, "records": made.records, "added": made.added, "checkpoint": made.note})
        return
    typer.echo(made.note)
    _say(chosen, made)


def _say(book: str, made: Seal) -> None:
    """What the signature means goes beside the result, so that the note can be passed on as it is."""
    records = str(made.records)
    if made.added is None:
        voice.note("seal.interim", book=book, records=records)
    elif made.added:
        voice.note("seal.addendum", book=book, records=records, added=str(made.added))
    else:
        voice.note("seal.final", book=book, records=records)
