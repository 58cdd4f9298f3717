"""`jixiao backup`: one consistent copy of a data folder, while the service runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.access.record import Look
from app.backup.back_up import back_up
from cli.looking import look_at
from cli.opening import existing_desk
from cli.options import AsJson
from cli.sealed import sealed_keys
from cli.speaking import print_json, voice


def backup(
    target: Annotated[Path, typer.Argument(help="新的目录 / a new folder")],
    keys: Annotated[Path | None, typer.Option("--keys", help="密钥另存为加密文件 / the keys, encrypted, apart")] = None,
    login: Annotated[str | None, typer.Option("--as", help="谁备份，缺省为系统 / who; the system by default")] = None,
    words: Annotated[Path | None, typer.Option("--words", help="内有口令的文件 / a file with the pass phrase")] = None,
    as_json: AsJson = False,
) -> None:
    """备份台账、佐证材料、评分标准和签名链头 / Copy ledger, evidence, rubrics and signed heads; the keys apart."""
    settings, desk = existing_desk()
    look_at(desk, Look("backup", login, exported=True, unattended=login is None), None)
    manifest = back_up(settings, desk, target, sealed_keys(keys, words, confirm=True))
    if as_json:
        print_json(manifest.model_dump(mode="json"))
        return
    for book in manifest.books:
        voice.say("backup.book", book=book.book, records=str(book.records), hash=book.hash)
    voice.say("backup.done", target=str(target), files=str(len(manifest.files)))
    voice.say("backup.keys-apart" if keys is not None else "backup.no-keys", file=str(keys))
