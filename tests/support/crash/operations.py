"""The operations that are interrupted: each is a request with a key of its own, so it can be sent again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlmodel import Session

from audit.seal import seal
from models.commands import Answer
from tests.support.amendments import TEN, amend
from tests.support.clock import STARTS
from tests.support.shijing import BOOK, Shijing, local

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class Operation(NamedTuple):
    """What is done in one go, and the act before which the year stands then ("": no book yet)."""

    name: str
    until: str
    do: Callable[[Shijing], object]


def _file(year: Shijing) -> None:
    filing = year.filing("targets.file")
    year.act("targets", "targets.file", filing, "filler", local("2020-10-12"), "crash/targets.file")


def _approve(year: Shijing) -> None:
    year.act("targets", "targets.approve", Answer(), "reviewer", local("2020-11-16"), "crash/targets.approve")


def _score(year: Shijing) -> None:
    filing = year.filing("self-evaluation.file")
    year.act("self-evaluation", "self-evaluation.file", filing, "filler", local("2022-03-25"), "crash/self-evaluation")


def _prove(year: Shijing) -> None:
    proof = year.proof("crash/evidence", "budget-completion", "第二份佐证材料".encode() * 500, "第二份.txt")
    year.act("self-evaluation", "evidence.add", proof, "filler", local("2022-03-10"), "crash/evidence")


def _rescore(year: Shijing) -> None:
    amend(year, TEN, request="crash/amend")


def _seal(year: Shijing) -> None:
    with Session(year.desk.engine) as session:
        seal(session, year.desk.signer, BOOK)


def _open(year: Shijing) -> None:
    year.open_book()


OPERATIONS: Final = {
    one.name: one
    for one in (
        Operation("open", "", _open),
        Operation("append", "targets.file", _file),
        Operation("phase-end", "targets.approve", _approve),
        Operation("score", "self-evaluation.file", _score),
        Operation("evidence", "evidence.add", _prove),
        Operation("rescore", "review.conclude", _rescore),
        Operation("seal", "monitoring.accept", _seal),
    )
}


def standing_clock() -> datetime:
    """A machine clock at which two runs of the same operation write the same bytes."""
    return STARTS + timedelta(days=2)
