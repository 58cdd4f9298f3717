"""`jixiao restore`: a checked backup into an empty data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.backup.restore import restore as restore_backup
from app.settings import Settings
from cli.exit_codes import DAMAGED
from cli.options import AsJson
from cli.sealed import sealed_keys
from cli.speaking import print_json, voice
from cli.verified import show_report


def restore(
    source: Annotated[Path, typer.Argument(help="备份目录 / the backup's folder")],
    keys: Annotated[Path | None, typer.Option("--keys", help="加密的密钥文件 / the encrypted keys")] = None,
    words: Annotated[Path | None, typer.Option("--words", help="内有口令的文件 / a file with the pass phrase")] = None,
    as_json: AsJson = False,
) -> None:
    """从备份恢复到空的数据目录并核验 / Restore into an empty data folder, and verify what was restored."""
    settings = Settings()
    manifest, report = restore_backup(settings, source, sealed_keys(keys, words, confirm=False))
    if as_json:
        print_json({"manifest": manifest.model_dump(mode="json"), "verify": report.to_data()})
    else:
        show_report(report)
        voice.say("restore.done", data=str(settings.data), made_at=manifest.made_at)
    if not report.ok:
        raise typer.Exit(DAMAGED)
