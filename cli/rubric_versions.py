"""`jixiao rubric diff` and `preview`: two versions of a rubric, by themselves and over all departments of a book."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.access.record import Look
from app.switch_preview import preview_switch
from cli.exit_codes import REFUSED
from cli.failures import located_line
from cli.looking import Login, look_at
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book
from cli.speaking import print_json, voice
from cli.switched import show_preview, show_revision
from rules.core.writing import to_data
from rules.lint import lint
from rules.revision import revision
from rules.rubric_file import load_rubric

Rubric = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]


def diff(before: Rubric, after: Rubric, as_json: AsJson = False) -> None:
    """比较两个版本 / Rows, inputs and phases that two versions of a rubric have otherwise."""
    found = revision(load_rubric(before).rubric, load_rubric(after).rubric)
    if as_json:
        print_json(to_data(found))
    else:
        show_revision(found)


def preview(
    new: Rubric,
    book: Book = None,
    left: Annotated[str | None, typer.Option("--from", help="原用的评分标准的散列 / hash of the one to leave")] = None,
    login: Login = None,
    as_json: AsJson = False,
) -> None:
    """预览换用 / What every department would score under a corrected rubric; nothing is written to the book."""
    file = load_rubric(new)
    faults = lint(file)
    if faults:
        for fault in faults:
            voice.err.print(located_line(fault))
        voice.note("rubric.faulty", file=str(new), count=str(len(faults)), first="")
        raise typer.Exit(REFUSED)
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    look_at(desk, Look("rubric preview", login), chosen)
    found = preview_switch(desk, chosen, file, left)
    if as_json:
        print_json(found.to_data())
    else:
        show_preview(found)
