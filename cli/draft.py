"""`jixiao draft`: keep what is not finished yet, without any check."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.drafts import OfDraft, discard_draft, list_drafts, save_draft, show_draft
from app.errors import AppError
from app.people import naming_people
from app.precheck import precheck_draft
from audit.durable import write_durably
from cli.opening import existing_desk
from cli.options import AsJson, Book, Who
from cli.prechecked import tell_precheck
from cli.speaking import print_json, voice

commands = typer.Typer(help="暂存：未办完的内容 / Keep what is not finished", no_args_is_help=True)

TaskId = Annotated[str, typer.Argument(help="任务编号 / task id")]


@commands.command("save")
def save(
    task: TaskId,
    file: Annotated[Path, typer.Argument(help="文件 / file", exists=True, dir_okay=False)],
    login: Who,
    seen: Annotated[int, typer.Option("--seen", min=0, help="所见版本，首次为 0 / the version that you saw")] = 0,
    book: Book = None,
    as_json: AsJson = False,
) -> None:
    """暂存文件，不作校验 / Save a file without checking it; refused if somebody saved since."""
    _, desk = existing_desk()
    with naming_people(desk):
        saved = save_draft(desk, OfDraft(task, login, book), file.read_bytes(), file.suffix, seen)
    if as_json:
        print_json(saved.to_data())
    else:
        voice.say("draft.saved", task=task, version=str(saved.draft.version))


@commands.command("show")
def show(
    task: TaskId,
    login: Who,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="存为文件 / write it to a file")] = None,
    book: Book = None,
    score: Annotated[
        bool, typer.Option("--score", help="预检，不显示原稿 / precheck it instead of showing it")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """显示暂存稿 / The draft as it was saved last: as text, or into a file, or what it would score."""
    _, desk = existing_desk()
    kept = show_draft(desk, OfDraft(task, login, book))
    if score:
        tell_precheck(precheck_draft(desk, kept.draft), as_json=as_json)
        return
    if as_json:
        print_json(kept.to_data())
        return
    voice.note("draft.shown", version=str(kept.draft.version), by=kept.by, at=kept.draft.saved_at)
    if output is not None:
        write_durably(output, kept.draft.content)
        return
    try:
        text = kept.draft.content.decode()
    except UnicodeDecodeError as error:
        raise AppError("draft.not-text", task=task) from error
    sys.stdout.write(text)


@commands.command("list")
def list_(login: Who, book: Book = None, as_json: AsJson = False) -> None:
    """列出暂存稿 / The drafts of a person's departments."""
    _, desk = existing_desk()
    found = list_drafts(desk, book, login)
    if as_json:
        print_json({"drafts": [one.to_data() for one in found]})
    elif not found:
        voice.say("draft.empty")
    else:
        columns = ("column.department", "column.matter", "column.act", "column.version:", "column.person")
        rows = [(one.draft, one.by) for one in found]
        voice.table(
            columns,
            ((row.department, row.matter, voice.text(f"act.{row.act}"), str(row.version), by) for row, by in rows),
        )


@commands.command("discard")
def discard(
    task: TaskId,
    login: Who,
    seen: Annotated[int, typer.Option("--seen", min=1, help="所见版本 / the version that you saw")],
    book: Book = None,
) -> None:
    """删除暂存稿 / Throw a draft away."""
    _, desk = existing_desk()
    discard_draft(desk, OfDraft(task, login, book), seen)
    voice.say("draft.discarded", task=task)
