"""`jixiao task prefill | precheck | show`: before a self-evaluation is filed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.access.record import Look
from app.precheck import precheck_file, precheck_standing
from app.prefill import prefill as prefilled
from app.prefilled import written
from audit.durable import write_durably
from cli.exit_codes import REFUSED
from cli.looking import Login, look_at
from cli.opening import existing_desk
from cli.prechecked import tell_precheck
from cli.speaking import voice
from rules.facts_file import load_facts_file

Department = Annotated[str, typer.Argument(help="部门 / department")]
Book = Annotated[str | None, typer.Option("--book", help="账册 / book")]
AsJson = Annotated[bool, typer.Option("--json")]


def prefill(
    department: Department,
    phase: Annotated[
        Literal["targets", "monitoring", "self-evaluation"], typer.Option("--phase", help="阶段 / phase")
    ] = "self-evaluation",
    output: Annotated[Path | None, typer.Option("--out", "-o", help="存为文件 / write it to a file")] = None,
    login: Login = None,
    book: Book = None,
) -> None:
    """预填数据文件：已知的填好，未知的留空 / A facts file with what the book knows and empty places for the rest."""
    _, desk = existing_desk()
    look_at(desk, Look("task prefill", login, department), book)
    text = written(prefilled(desk, department, book, phase), voice.language)
    if output is None:
        sys.stdout.write(text)
    else:
        write_durably(output, text.encode())
        voice.note("prefill.written", file=str(output))


def precheck(
    department: Department,
    facts: Annotated[Path, typer.Option("--facts", help="填报数据 / facts file", exists=True, dir_okay=False)],
    login: Login = None,
    book: Book = None,
    as_json: AsJson = False,
) -> None:
    """报送前预检：得分、缺项、存疑，不留记录 / Before filing: score, what is missing, what is doubted; no record."""
    _, desk = existing_desk()
    look_at(desk, Look("task precheck", login, department), book)
    found = precheck_file(desk, department, book, load_facts_file(facts))
    tell_precheck(found, as_json=as_json)
    if found.blocked:
        raise typer.Exit(REFUSED)


def show(
    department: Department,
    login: Login = None,
    book: Book = None,
    as_json: AsJson = False,
) -> None:
    """预检已编制或已报送的自评 / The self-evaluation that is prepared or filed: its score, and every doubt."""
    _, desk = existing_desk()
    look_at(desk, Look("task show", login, department), book)
    tell_precheck(precheck_standing(desk, department, book), as_json=as_json)
