"""What one person proposed another one approves or declines: the same two commands wherever that is so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.deciding import Deciding, decide
from app.settings import Settings
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key
from cli.receipts import tell_receipt

if TYPE_CHECKING:
    from app.deciding import Subject

Proposal = Annotated[int, typer.Argument(help="提案的记录号 / the record of the proposal", min=1)]


def add_decisions(commands: typer.Typer, subject: Subject, *, approving: str, declining: str) -> None:
    """Add `approve` and `decline` to a group, with what each says of itself in its help."""

    @commands.command("approve", help=approving)
    def approve(
        proposal: Proposal,
        login: Annotated[str, typer.Option("--as", help="批准人 / who approves")],
        book: Book = None,
        key: Key = None,
        as_json: AsJson = False,
    ) -> None:
        _, desk = existing_desk()
        wanted = Deciding(subject, one_book(desk, book), login, proposal, None, key)
        tell_receipt(decide(Settings(), desk, wanted), wanted.request, as_json=as_json)

    @commands.command("decline", help=declining)
    def decline(
        proposal: Proposal,
        login: Annotated[str, typer.Option("--as", help="审批人 / who declines")],
        opinion: Annotated[str, typer.Option("--opinion", help="意见 / opinion")],
        book: Book = None,
        key: Key = None,
        as_json: AsJson = False,
    ) -> None:
        _, desk = existing_desk()
        wanted = Deciding(subject, one_book(desk, book), login, proposal, opinion, key)
        tell_receipt(decide(Settings(), desk, wanted), wanted.request, as_json=as_json)
