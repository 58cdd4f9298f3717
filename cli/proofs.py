"""`jixiao audit prove|check-proof`: take one score away, and check it where there is no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from app.access.record import record_look
from app.errors import AppError
from app.messages import one_line
from audit.durable import write_durably
from audit.prove import Prover
from audit.verifier.errors import VerifierError
from audit.verifier.note import NoteFaultError, read_keys
from audit.verifier.proof import ProofReport, check_proof
from cli.exit_codes import DAMAGED
from cli.looking import Login, export_look
from cli.opening import existing_desk, one_book
from cli.options import AsJson
from cli.speaking import print_json, voice

Book = Annotated[str | None, typer.Argument(help="账册，只有一册时可省 / book, may be left out if there is one")]


def prove(
    book: Book = None,
    department: Annotated[str | None, typer.Option("--department", help="部门 / department")] = None,
    earlier: Annotated[int | None, typer.Option("--from", min=1, help="记录数 / size of a checkpoint")] = None,
    later: Annotated[int | None, typer.Option("--to", min=1, help="记录数 / size of a checkpoint")] = None,
    login: Login = None,
    output: Annotated[Path | None, typer.Option("--output", "-o")] = None,
) -> None:
    """证明某部门得分在账 / Prove that a score is in the signed book, or that the book only grew."""
    growing = earlier is not None and later is not None and department is None
    if not growing and (department is None or earlier is not None or later is not None):
        raise AppError("cli.prove-what")
    _, desk = existing_desk()
    chosen = one_book(desk, book)
    record_look(desk, [chosen], export_look("audit prove", login, department))
    with desk.reading() as session:
        prover = Prover(session, desk.signer, chosen)
        proof = prover.score_of(department) if department is not None else prover.growth(earlier or 0, later or 0)
    if output is None:
        print_json(proof)
        return
    write_durably(output, (json.dumps(proof, ensure_ascii=False, indent=2) + "\n").encode())
    voice.note("proof.written", path=str(output), book=chosen)


def check(
    file: Annotated[Path, typer.Argument(help="证明文件 / proof file")],
    keys: Annotated[Path | None, typer.Option("--keys", help="自备公钥文件 / a public key that you kept")] = None,
    as_json: AsJson = False,
) -> None:
    """核验证明文件，不需数据库 / Check a proof without any database."""
    report = check_proof(_content(file), None if keys is None else _kept(keys))
    if as_json:
        print_json(report.to_data())
    else:
        _show(report)
    if report.fault is not None:
        raise typer.Exit(DAMAGED)


def _show(report: ProofReport) -> None:
    if report.fault is not None:
        voice.say("proof.wrong", book=report.book, reason=voice.text(f"proof-fault.{report.fault}"))
        return
    size, number = str(report.size), str(report.number)
    if report.proves == "growth":
        voice.say("proof.grown", book=report.book, number=number, size=size)
    else:
        voice.say("proof.holds", book=report.book, number=number, size=size)
        shown = {name: one_line(report.shown.get(name, "—")) for name in ("department", "kind", "total", "of", "grade")}
        voice.say("proof.shown", **shown)
        voice.say("proof.later")
    voice.say("proof.own-key" if report.own_key else "proof.brought-key")


def _kept(keys: Path) -> bytes:
    raw = _content(keys)
    try:
        read_keys(raw)
    except NoteFaultError as fault:
        raise VerifierError("verify.bad-keys", path=str(keys), reason=fault.reason) from None
    return raw


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise AppError("cli.unreadable", path=str(file), reason=error.strerror or str(error)) from error
