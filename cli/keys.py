"""`jixiao audit key|rotate-key`: the public keys that verify signed heads, and a new one in the old one's place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.errors import AppError
from app.name_key import name_key, short_name
from app.rotate_key import rotate_key
from app.settings import Settings
from cli.opening import existing_desk, one_book
from cli.options import AsJson
from cli.speaking import print_json, voice


def show_keys(as_json: AsJson = False) -> None:
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


def rotate(
    login: Annotated[str, typer.Option("--as", help="安全保密员 / the security officer")],
    book: Annotated[str | None, typer.Argument(help="记录于哪本账册 / the book that records it")] = None,
) -> None:
    """更换签名密钥并记入台账 / Put a new signing key in force, on the record."""
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    rotated = rotate_key(desk, chosen, login)
    typer.echo(rotated.new)
    voice.note("key.rotated", bureau=rotated.bureau, book=chosen)


def name(
    old: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="旧私钥 / the old private key, *.ed25519")],
    login: Annotated[str, typer.Option("--as", help="安全保密员 / the security officer")],
    book: Annotated[str | None, typer.Option("--book", help="账册 / book, may be left out if there is one")] = None,
) -> None:
    """补写换钥交接书：由旧密钥指认新密钥 / Let an old key name its successor, where it never did."""
    _, desk = existing_desk()
    named = name_key(desk, one_book(desk, book), login, old)
    voice.say("key.named", old=short_name(named.old), new=short_name(named.new))
