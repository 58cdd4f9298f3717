"""`jixiao audit export`: take a whole book away, with the program that verifies it anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.access.record import record_look
from audit.bundle_contents import Source
from audit.export import export_book
from cli.looking import Login, export_look
from cli.opening import existing_desk, one_book
from cli.progress import counting
from cli.speaking import voice


def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="文件夹或 .zip / folder or .zip")],
    book: Annotated[str | None, typer.Argument(help="账册，只有一册时可省 / book, if there are several")] = None,
    login: Login = None,
    with_evidence: Annotated[bool, typer.Option("--with-evidence", help="连同佐证文件 / the files too")] = False,
) -> None:
    """导出审计包，可在任何机器核验 / Export a bundle that verifies on any machine with Python alone."""
    settings, desk = existing_desk()
    chosen = one_book(desk, book)
    record_look(desk, [chosen], export_look("audit export", login))
    with desk.reading() as session, counting("progress.exporting", chosen) as step:
        source = Source(session, chosen, settings.heads, settings.evidence)
        report = export_book(source, output, with_evidence=with_evidence, progress=step)
    voice.say("export.done", book=chosen, path=str(output), count=str(report.ledger.count), files=str(report.files))
    voice.say("export.how")
