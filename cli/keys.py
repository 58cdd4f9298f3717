"""`jixiao audit key`: the public keys that verify signed heads, to be kept by whoever checks later."""

from __future__ import annotations

from typing import Annotated

import typer

from app.errors import AppError
from app.settings import Settings
from cli.speaking import print_json


def show_keys(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """打印公钥，请另行保存 / Print the public keys; keep a copy elsewhere."""
    paths = sorted(Settings().heads.glob("*.pub"))
    if not paths:
        raise AppError("key.none")
    keys = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in paths}
    if as_json:
        print_json({"keys": keys})
        return
    for lines in keys.values():
        for line in lines:
            typer.echo(line)
