"""`jixiao contact`: the ways in which people want to be told."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.delivery.contacts import ShownContact, Wanted, list_contacts, remove_contact, set_contact, try_contact
from app.delivery.pace import Digest
from app.delivery.post import Post
from cli.exit_codes import OUTAGE
from cli.opening import existing_desk
from cli.options import AsJson
from cli.speaking import print_json, voice

commands = typer.Typer(help="联系方式：设置、查看、删除、试发 / How people are told", no_args_is_help=True)

Login = Annotated[str, typer.Argument(help="登录名 / login")]
Name = Annotated[str, typer.Option("--name", help="这个联系方式的名称 / which of the person's contacts")]


@commands.command("set")
def set_(
    login: Login,
    address: Annotated[
        Path,
        typer.Option(
            "--address",
            help="写有地址的文件，- 为标准输入 / file that holds it, - for standard input",
            exists=True,
            dir_okay=False,
            allow_dash=True,
        ),
    ],
    name: Name = "main",
    digest: Annotated[Digest, typer.Option("--digest", help="随时、每天九点、每周一 / how often")] = "at-once",
    as_json: AsJson = False,
) -> None:
    """设置联系方式 / Set a contact; the address comes from a file, because it may be a secret."""
    text = sys.stdin.read() if str(address) == "-" else address.read_text(encoding="utf-8")
    done = set_contact(_post(), Wanted(login, name, text, digest, voice.language))
    if as_json:
        print_json(done.to_data())
    else:
        voice.say("contact.set", login=login, name=name, shown=done.shown)


@commands.command("list")
def list_(as_json: AsJson = False) -> None:
    """列出联系方式 / Everybody's contacts, without what must not be seen."""
    found = list_contacts(_post())
    if as_json:
        print_json({"contacts": [one.to_data() for one in found if one.name]})
        return
    voice.table(("column.person", "column.contact", "column.address", "column.digest"), map(_cells, found))


@commands.command("remove")
def remove(login: Login, name: Name = "main") -> None:
    """删除联系方式 / Remove a contact and its address."""
    remove_contact(_post(), login, name)
    voice.say("contact.removed", login=login, name=name)


@commands.command("test")
def try_(login: Login, name: Name = "main") -> None:
    """试发一条消息 / Send a trial message now."""
    answer = try_contact(_post(), login, name)
    if answer.accepted:
        voice.say("contact.tried", login=login, name=name, answer=answer.words)
        return
    voice.note("contact.not-tried", login=login, name=name, answer=answer.words)
    raise typer.Exit(OUTAGE)


def _post() -> Post:
    settings, desk = existing_desk()
    return Post(desk, settings.contacts)


def _cells(one: ShownContact) -> tuple[str, str, str, str]:
    if not one.name:
        return one.login, voice.text("contact.none"), "", ""
    address = voice.text("contact.lost", shown=one.shown) if one.missing else one.shown
    return one.login, one.name, address, voice.text(f"digest.{one.digest}")
