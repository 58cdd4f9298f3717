"""`jixiao result`: what a final score means for the next budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.access.record import Look
from app.results import Suggesting, list_results, suggest_result
from app.settings import Settings
from cli.looking import Login, look_at
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key
from cli.receipts import tell_receipt
from cli.scores import BLANK
from cli.speaking import print_json, voice
from cli.worded import shown

if TYPE_CHECKING:
    from app.results import ShownResult

commands = typer.Typer(help="结果应用：档次与资金建议 / What results mean for the budget", no_args_is_help=True)


@commands.command("suggest")
def suggest(
    department: Annotated[str, typer.Argument(help="部门 / department")],
    effect: Annotated[
        list[str],
        typer.Option("--effect", help="SOURCE=keep|cut P%|cancel|not-ours=理由 / for each source of money"),
    ],
    login: Annotated[str, typer.Option("--as", help="绩效管理科室 / the performance office")],
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """按最终得分的档次，逐项资金来源提出建议 / Suggest, source by source, what the final score means."""
    _, desk = existing_desk()
    wanted = Suggesting(one_book(desk, book), login, department, tuple(effect), key)
    receipt = suggest_result(Settings(), desk, wanted)
    tell_receipt(receipt, wanted.request, as_json=as_json)


@commands.command("list")
def list_(login: Login = None, book: Book = None, as_json: AsJson = False) -> None:
    """列出各部门的结果应用建议 / The newest suggestion about every department."""
    _, desk = existing_desk()
    look_at(desk, Look("result list", login), book)
    found = list_results(desk, one_book(desk, book))
    if as_json:
        print_json({"results": [one.to_data() for one in found]})
        return
    if not found:
        voice.say("suggestion.none")
    for one in found:
        show_result(one)


def show_result(result: ShownResult) -> None:
    """The tier and every effect with its reason; said too where another score stands by now."""
    row = result.row
    voice.say(
        "suggestion.line",
        department=row.department,
        tier=voice.word("tier", row.tier),
        total=row.total,
        grade=row.grade,
        record=str(row.sequence),
    )
    for each in result.effects:
        voice.say(
            "suggestion.effect",
            source=voice.word("fund-source", each.effect.source),
            effect=voice.fill(f"effect.{each.effect.effect}", {"percent": each.effect.percent or ""}),
            reason=BLANK if each.reason is None else shown(each.reason),
        )
    if not result.stands:
        voice.say("suggestion.stale")
