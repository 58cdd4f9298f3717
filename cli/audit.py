"""`jixiao audit`: verify that nothing was altered, replay what happened; the other commands join here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.access.record import record_look
from app.errors import AppError
from app.verify_folder import Brought, verify_folder
from audit.replay import Replay, Until, replay
from cli.diff import diff
from cli.exit_codes import DAMAGED
from cli.explain import explain
from cli.exports import export
from cli.keys import name, rotate, show_keys
from cli.looked import looked
from cli.looking import Login, audit_look
from cli.moments import day_given, day_of, until_of
from cli.opening import books_of, existing_desk, founded
from cli.options import AsJson
from cli.progress import counting
from cli.proofs import check, prove
from cli.replayed import replay_json, show_replay
from cli.seal import seal, sign
from cli.speaking import print_json
from cli.verified import show_report
from deadlines.local_time import end_of_day
from models.values import instant_text

commands = typer.Typer(help="审计：核验、重放、证明 / Verify, replay, prove", no_args_is_help=True)
commands.command("prove")(prove)
commands.command("check-proof")(check)
commands.command("export")(export)
commands.command("sign")(sign)
commands.command("seal")(seal)
commands.command("looked")(looked)
commands.command("explain")(explain)
commands.command("diff")(diff)
commands.command("key")(show_keys)
commands.command("rotate-key")(rotate)
commands.command("name-key")(name)

Books = Annotated[list[str] | None, typer.Argument(help="账册，缺省为全部 / books, all by default")]


@commands.command("verify")
def verify(
    books: Books = None,
    keys: Annotated[Path | None, typer.Option("--keys", help="自备公钥文件 / a public key that you kept")] = None,
    checkpoints: Annotated[
        list[Path] | None,
        typer.Option(
            "--checkpoint", help="自存的签名链头或其目录，可多次 / signed heads that you kept: a file or a folder"
        ),
    ] = None,
    chain_only: Annotated[
        bool, typer.Option("--chain-only", help="只核链、签名链头和佐证 / chain, signed heads and evidence only")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """核验台账未被改动且合规 / Verify chain, heads, evidence and the year's law; names the first bad record."""
    settings = founded()
    report = verify_folder(settings, tuple(books or ()), Brought(keys, tuple(checkpoints or ())), chain_only=chain_only)
    if as_json:
        print_json(report.to_data())
    else:
        show_report(report)
    if not report.ok:
        raise typer.Exit(DAMAGED)


@commands.command("replay")
def replay_books(
    books: Books = None,
    sequence: Annotated[int | None, typer.Option("--sequence", min=1)] = None,
    on: Annotated[str | None, typer.Option("--date", help="YYYY-MM-DD")] = None,
    login: Login = None,
    at: Annotated[str | None, typer.Option("--at", help="序号或日期 / a record's number or YYYY-MM-DD")] = None,
    recorded: Annotated[bool, typer.Option("--recorded", help="日期按入账时间 / days by recorded-at")] = False,
    department: Annotated[str | None, typer.Option("--department", help="只看一个部门 / this department only")] = None,
    as_json: AsJson = False,
) -> None:
    """重放台账并比对 / Rebuild every table from the records, fire the rules again, compare."""
    _, desk = existing_desk()
    day = None if on is None else day_given(on)
    end = None if day is None else instant_text(end_of_day(day))
    until = Until(sequence, None, end) if recorded else Until(sequence, end)
    if at is not None:
        if until != Until():
            raise AppError("replay.two-moments")
        until, day = until_of(at, recorded=recorded), day_of(at)
    replays: list[Replay] = []
    chosen = books_of(desk, books)
    record_look(desk, chosen, audit_look("audit replay", login, day=None if day is None else day.isoformat()))
    for book in chosen:
        with counting("progress.replaying", book) as step:
            replays.append(replay(desk.engine, book, until, progress=step))
    if as_json:
        print_json({"books": [replay_json(one, department) for one in replays]})
    else:
        for one in replays:
            show_replay(one, whole=until == Until() and department is None, day=day, department=department)
    if any(one.mismatches for one in replays):
        raise typer.Exit(DAMAGED)
