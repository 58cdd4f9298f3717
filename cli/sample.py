"""`jixiao sample`: the departments whose reviews go row by row."""

from __future__ import annotations

from typing import Annotated

import typer

from app.access.record import Look
from app.sampling import draw_of, draw_sample, list_sample
from app.settings import Settings
from cli.looking import Login, look_at
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key
from cli.receipts import tell_receipt
from cli.speaking import print_json, voice

commands = typer.Typer(help="抽查：抽取复核样本 / Draw the review's sample", no_args_is_help=True)


@commands.command("draw")
def draw(
    login: Annotated[str, typer.Option("--as", help="绩效管理科室 / the performance office")],
    document: Annotated[str, typer.Option("--document", help="依据的文号，不写人名 / the document, no names")],
    among: Annotated[list[str] | None, typer.Option("--among", help="只从这些部门中 / draw from these only")] = None,
    share: Annotated[str | None, typer.Option("--share", help="比例，如 15% / the share, such as 15%")] = None,
    seed: Annotated[str | None, typer.Option("--seed", help="公开的种子 / the seed, known to everybody")] = None,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """抽取复核样本 / Draw by a seed or name departments; anybody can draw the same again."""
    _, desk = existing_desk()
    wanted = draw_of(tuple(among or ()), share, seed, document)
    receipt, request = draw_sample(Settings(), desk, one_book(desk, book), login, wanted, key)
    tell_receipt(receipt, request, as_json=as_json)


@commands.command("list")
def list_(login: Login = None, book: Book = None, as_json: AsJson = False) -> None:
    """列出复核样本 / Who was drawn, in the order of the draw, and who was not."""
    _, desk = existing_desk()
    look_at(desk, Look("sample list", login), book)
    found = list_sample(desk, one_book(desk, book))
    if as_json:
        print_json({"sample": [one.model_dump() for one in found]})
        return
    if not found:
        voice.say("sample.none")
    for one in found:
        state = voice.text("sample.left")
        if one.position is not None:
            state = voice.text("sample.drawn", position=str(one.position))
        voice.say(
            "sample.line",
            department=one.department,
            state=state,
            sequence=str(one.sequence),
            document=one.document,
        )
