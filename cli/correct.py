"""`jixiao correct`: put a mistake of the bureau right, by two people and on the record."""

from __future__ import annotations

from typing import Annotated

import typer

from app.access.record import Look
from app.correcting import Proposing, list_corrections, propose
from app.errors import AppError
from app.settings import Settings
from cli.corrections import show_correction
from cli.looking import Login, look_at
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key
from cli.receipts import tell_receipt
from cli.speaking import print_json, voice
from cli.two_people import add_decisions
from models.corrections import Right, RightAppointment, RightDay, RightFinding, RightScore

commands = typer.Typer(help="更正：一人提出、一人批准 / Correct a mistake, by two people", no_args_is_help=True)


@commands.command("propose")
def propose_(
    record: Annotated[int, typer.Argument(help="所更正的记录号 / the record to correct", min=1)],
    login: Annotated[str, typer.Option("--as", help="提出人 / who proposes")],
    document: Annotated[str, typer.Option("--document", help="文号或文件名，不写人名 / number or title, no names")],
    reason: Annotated[str, typer.Option("--reason", help="理由 / why")],
    score: Annotated[str | None, typer.Option("--score", help="ROW=SCORE，ROW= 为按规则得分 / or ROW=")] = None,
    finding: Annotated[str | None, typer.Option("--finding", help="ID=ROW，ID= 为撤销 / or ID= to withdraw")] = None,
    due: Annotated[str | None, typer.Option("--due", help="延期应至 YYYY-MM-DD / the right day")] = None,
    days: Annotated[str | None, typer.Option("--days", help="任职 FROM=TO，FROM= 为无终止日 / an appointment")] = None,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """提出更正 / Propose what would be right; nothing changes until another person approves."""
    _, desk = existing_desk()
    right = _right({"score": score, "finding": finding, "due": due, "days": days})
    wanted = Proposing(one_book(desk, book), login, record, right, document, reason, key)
    tell_receipt(propose(Settings(), desk, wanted), wanted.request, as_json=as_json)


add_decisions(
    commands,
    "correct",
    approving="批准更正 / Approve a correction; what follows from it is computed and recorded.",
    declining="不予更正 / Decline a correction, with an opinion; what was recorded stands.",
)


@commands.command("list")
def list_(login: Login = None, book: Book = None, as_json: AsJson = False) -> None:
    """列出更正 / Every correction: the record, old and right content, who proposed and who decided."""
    _, desk = existing_desk()
    look_at(desk, Look("correct list", login), book)
    found = list_corrections(desk, book)
    if as_json:
        print_json({"corrections": [seen.to_data() for seen in found]})
        return
    if not found:
        voice.say("correction.none")
    for seen in found:
        show_correction(seen)


def _right(given: dict[str, str | None]) -> Right:
    """The one thing that is to be put right; empty behind the sign means none."""
    named = {name: value for name, value in given.items() if value is not None}
    if len(named) != 1:
        raise AppError("correction.one-thing", given="、".join(named) or "-")
    ((name, value),) = named.items()
    first, sign, second = value.partition("=")
    if name == "due":
        return RightDay(due=value)
    if not sign or not first.strip():
        raise AppError("task.malformed-option", given=value, wanted="NAME=VALUE")
    match name:
        case "score":
            return RightScore(row=first, score=second or None)
        case "finding":
            return RightFinding(finding=first, row=second or None)
        case _:
            return RightAppointment(from_day=first, to_day=second or None)
