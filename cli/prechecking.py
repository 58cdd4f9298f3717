"""`jixiao task prefill | precheck | show`: before something is filed, and what was."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.access.record import Look
from app.monitoring_filing import monitoring_filing
from app.precheck import precheck_file, precheck_standing
from app.prefill import prefill as prefilled
from app.prefilled import written
from app.self_evaluation import SELF_EVALUATION
from audit.durable import write_durably
from cli.exit_codes import REFUSED
from cli.looking import Login, look_at
from cli.monitoring_filing import tell_monitoring
from cli.opening import existing_desk
from cli.options import AsJson, Book
from cli.prechecked import tell_precheck
from cli.speaking import voice
from rules.facts_file import load_facts_file

Department = Annotated[str, typer.Argument(help="部门 / department")]
Phase = Annotated[
    str,
    typer.Option("--phase", help="阶段，监控可加月份 / targets, monitoring, monitoring/MONTH, self-evaluation"),
]
ShownPhase = Annotated[
    str,
    typer.Option("--phase", help="阶段，监控可加月份 / self-evaluation, monitoring, monitoring/MONTH"),
]


def prefill(
    department: Department,
    phase: Phase = SELF_EVALUATION,
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
        code = "prefill.written" if phase == SELF_EVALUATION else "prefill.written-to-file"
        voice.note(code, file=str(output), department=department)


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
    phase: ShownPhase = SELF_EVALUATION,
    login: Login = None,
    book: Book = None,
    as_json: AsJson = False,
) -> None:
    """查看已编制或已报送的自评或监控 / What is prepared or filed: score and doubts, or figures beside the import."""
    _, desk = existing_desk()
    look_at(desk, Look("task show", login, department), book)
    if phase == SELF_EVALUATION:
        tell_precheck(precheck_standing(desk, department, book), as_json=as_json)
    else:
        tell_monitoring(monitoring_filing(desk, department, book, phase), as_json=as_json)
