"""`jixiao task targets|adjust`: a department's targets on any day, and asking for other ones in mid-year."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.access.record import Look
from app.adjusting import Adjust, adjust_targets
from app.settings import Settings
from app.targets_shown import shown_targets
from cli.looking import Login, look_at
from cli.moments import day_given
from cli.opening import existing_desk
from cli.options import AsJson, Book, Key, Who
from cli.receipts import tell_receipt
from cli.speaking import print_json
from cli.targets_shown import show_targets, targets_json

TheDepartment = Annotated[str, typer.Argument(help="部门 / department")]


def targets(
    department: TheDepartment,
    day: Annotated[str | None, typer.Option("--on", help="YYYY-MM-DD，不写为今天 / on which day")] = None,
    login: Login = None,
    book: Book = None,
    as_json: AsJson = False,
) -> None:
    """查看绩效目标：申报、退回、质量分、调整前后、当日生效 / Targets: filed, returned, scored, adjusted, in force."""
    _, desk = existing_desk()
    if day is not None:
        day_given(day)
    look_at(desk, Look("task targets", login, department, day), book)
    found = shown_targets(desk, department, book, day)
    if as_json:
        print_json({"targets": [targets_json(one) for one in found]})
        return
    for one in found:
        show_targets(one)


def adjust(
    department: TheDepartment,
    login: Who,
    facts: Annotated[
        Path,
        typer.Option("--facts", help="只含要调整的指标 / the changed targets alone", exists=True, dir_okay=False),
    ],
    document: Annotated[str, typer.Option("--document", help="依据文号 / the paper's number and title")],
    opinion: Annotated[str, typer.Option("--opinion", help="调整理由 / why")],
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """申请调整已批准的绩效目标，由财政局批复 / Ask the bureau to adjust approved targets; old and new are both kept."""
    _, desk = existing_desk()
    done = adjust_targets(Settings(), desk, Adjust(department, login, facts, document, opinion, book, key))
    tell_receipt(done.receipt, done.key, as_json=as_json)
