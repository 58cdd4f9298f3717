"""`jixiao evidence`: hand in what a row rests on, mend it, look at it, take it away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.access.record import Look
from app.evidence.bringing import Bringing
from app.evidence.hand_in import add_evidence, amend_evidence
from app.evidence.pieces import list_evidence, versions_of
from app.evidence.take_away import take_away
from app.evidence.tidy import tidy_evidence
from app.settings import Settings
from cli.evidence_shown import show_rows, show_versions
from cli.looking import Login, look_at
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Key, Who
from cli.receipts import receipt_json, show_receipt
from cli.speaking import print_json, voice

if TYPE_CHECKING:
    from app.evidence.bringing import EvidenceKept

commands = typer.Typer(help="佐证材料：提交、更换、查看 / Hand in evidence, mend it, look at it", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="文件 / file")]
Department = Annotated[str, typer.Option("--department", help="部门 / department")]
Book = Annotated[str, typer.Option("--book", help="账册 / book")]
AnyBook = Annotated[str | None, typer.Option("--book", help="账册，只有一册时可省 / book, if there are several")]
Phase = Annotated[str, typer.Option("--phase", help="self-evaluation | rectification")]
Record = Annotated[int, typer.Argument(help="记录号 / the record of a version")]


@commands.command("add")
def add(
    file: File,
    row: Annotated[list[str], typer.Option("--row", help="指标，可多次 / the row that rests on it, repeatable")],
    department: Department,
    login: Who,
    book: Book,
    demand: Annotated[str | None, typer.Option("--kind", help="佐证种类 / what of the row's demands it is")] = None,
    matter: Phase = "self-evaluation",
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """提交佐证材料 / Keep a file under the digest of its content and record it for one row or several."""
    _, desk = existing_desk()
    bringing = Bringing(file, department, book, login, matter, key)
    _say(add_evidence(Settings(), desk, bringing, tuple(dict.fromkeys(row)), demand), as_json=as_json)


@commands.command("amend")
def amend(
    file: File,
    record: Annotated[list[int], typer.Option("--of", help="被更换者的记录号，可多次 / the record, repeatable")],
    reason: Annotated[str, typer.Option("--reason", help="理由 / why")],
    department: Department,
    login: Who,
    book: Book,
    matter: Phase = "self-evaluation",
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """更换佐证材料，旧版保留 / A new version in the place of one that stands; both are kept."""
    _, desk = existing_desk()
    bringing = Bringing(file, department, book, login, matter, key)
    kept = amend_evidence(Settings(), desk, bringing, tuple(dict.fromkeys(record)), reason)
    _say(kept, amended=True, as_json=as_json)


@commands.command("list")
def list_(
    department: Annotated[str, typer.Argument(help="部门 / department")],
    row: Annotated[str | None, typer.Option("--row", help="只看一个指标 / one row only")] = None,
    login: Login = None,
    book: AnyBook = None,
    as_json: AsJson = False,
) -> None:
    """列出佐证材料、各版本和尚缺的材料 / Every piece and version, row by row, and what is still missing."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    look_at(desk, Look("evidence list", login, department), chosen)
    found = list_evidence(desk, chosen, department, row)
    if as_json:
        print_json({"book": chosen, "department": department, "rows": [one.to_data() for one in found]})
    else:
        show_rows(found)


@commands.command("show")
def show(record: Record, login: Login = None, book: AnyBook = None, as_json: AsJson = False) -> None:
    """显示一份佐证材料的各版本 / Every version of a piece, by the record of any of them."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    versions = versions_of(desk, chosen, record)
    look_at(desk, Look("evidence show", login, versions[0].piece.department), chosen)
    if as_json:
        print_json({"book": chosen, "versions": [one.to_data() for one in versions]})
    else:
        show_versions(versions)


@commands.command("save")
def save(
    record: Record,
    output: Annotated[Path, typer.Option("--output", "-o", help="存为文件 / write it to a file")],
    login: Login = None,
    book: AnyBook = None,
) -> None:
    """取出佐证材料的原件 / Write a version's very bytes to a file."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    versions = versions_of(desk, chosen, record)
    (piece,) = (one.piece for one in versions if one.piece.sequence == record)
    look_at(desk, Look("evidence save", login, piece.department, exported=True), chosen)
    take_away(desk, piece, output)
    voice.say("evidence.saved", sequence=str(record), file=str(output), digest=piece.sha256)


@commands.command("tidy")
def tidy(
    dry: Annotated[bool, typer.Option("--dry-run", help="只列出，不删除 / say what would go")] = False,
    as_json: AsJson = False,
) -> None:
    """清理一天前存入却未入账的文件 / Delete files a day old that no record names."""
    _, desk = existing_desk()
    tidied = tidy_evidence(desk, delete=not dry)
    if as_json:
        print_json(tidied.to_data())
    else:
        code = "evidence.untidy" if dry else "evidence.tidied"
        voice.say(code, count=str(len(tidied.files)), size=str(tidied.size))


def _say(kept: EvidenceKept, *, as_json: bool, amended: bool = False) -> None:
    receipts = [{"row": one.row, **receipt_json(one.receipt, one.key)} for one in kept.handed_in]
    if as_json:
        print_json({**receipts[0], "sha256": kept.digest, "media_type": kept.media_type, "receipts": receipts})
        return
    code = "evidence.amended" if amended else "evidence.added"
    for one in kept.handed_in:
        voice.say(code, row=one.row, digest=kept.digest)
        show_receipt(one.receipt, one.key)
