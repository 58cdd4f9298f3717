"""`jixiao evidence`: hand in what a row rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.evidence import AddEvidence, add_evidence
from app.settings import Settings
from cli.opening import existing_desk
from cli.receipts import receipt_json, show_receipt
from cli.speaking import print_json, voice

commands = typer.Typer(help="佐证材料：提交 / Hand in evidence", no_args_is_help=True)


@commands.callback()
def evidence() -> None:
    """佐证材料：提交 / Hand in evidence."""


@commands.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="文件 / file")],
    row: Annotated[str, typer.Option("--row", help="指标 / the row that rests on it")],
    department: Annotated[str, typer.Option("--department", help="部门 / department")],
    login: Annotated[str, typer.Option("--as", help="办理人 / who acts")],
    book: Annotated[str, typer.Option("--book", help="账册 / book")],
    matter: Annotated[str, typer.Option("--phase", help="self-evaluation | rectification")] = "self-evaluation",
    key: Annotated[str | None, typer.Option("--key", help="幂等键，重发时沿用 / the key of an earlier sending")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """提交佐证材料 / Keep a file under the digest of its content and record it for a row."""
    _, desk = existing_desk()
    added = add_evidence(Settings(), desk, AddEvidence(file, row, department, book, login, matter, key))
    if as_json:
        print_json({**receipt_json(added.receipt, added.key), "sha256": added.digest})
    else:
        voice.say("evidence.added", row=row, digest=added.digest)
        show_receipt(added.receipt, added.key)
