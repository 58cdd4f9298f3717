"""`jixiao collect` typed in a test: requests go straight to the activities, on a day that the test moves on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import app.tasks
from activities.errors import RefusedError
from activities.handle_act import handle_act
from activities.signatures import ActCall
from app.errors import RequestRefusedError
from models.commands import Act
from models.values import instant
from rules.core.writing import to_data
from tests.support.shijing import DEPARTMENT, local, shijing_facts

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from app.orders import SignedOrder
    from models.commands import Deed
    from models.receipts import Receipt
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

DAY, DUE = "2020-11-02", "2020-11-04"
INPUTS = ("annual_budget", "annual_spent")
ROW = "budget-completion"


class Window:
    """Hands in at the activities, on a day in November 2020 that a test may move on."""

    def __init__(self, year: Shijing) -> None:
        self.year = year
        self.day = DAY

    async def act(self, book: str, department: str, request: str, deed: Deed) -> Receipt:
        at = local(self.day)
        sent = Act(request=request, received_at=at, deed=deed)
        call = ActCall(book=book, epoch=1, department=department, happened_at=at, act=sent)
        try:
            return handle_act(self.year.desk, call)
        except RefusedError as error:
            # Between the activity and whoever asked lies the engine, which carries words only.
            raise RequestRefusedError(error.code, error.params, []) from error


def opened_window(year: Shijing, jixiao: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Window:
    """The targets are awaited until 6 November; two divisions have contacts."""
    year.open_phase("targets")
    window = Window(year)
    monkeypatch.setattr(app.tasks, "machine_clock", lambda: instant(local(window.day)))
    for module in ("app.collecting", "app.evidence.bringing"):
        monkeypatch.setattr(f"{module}.window_of", lambda *_about: window)

    def carry(_settings: object, _desk: object, signed: SignedOrder) -> Receipt:
        assert signed.login == "anquan"
        return year.order(signed.key, signed.order, "security", DAY).receipt

    monkeypatch.setattr("app.collecting.send_order", carry)
    for division, login in (("office", "zhang"), ("finance", "li")):
        ran = jixiao(
            *("collect", "appoint", DEPARTMENT, "--as", "anquan", "--to", login, "--name", login),
            *("--division", division, "--called", f"科室 {division}", "--from", "2020-10-09"),
        )
        assert ran.code == 0, ran.err
    return window


def asked(jixiao: CommandLine, *options: str) -> list[dict[str, object]]:
    both = ("--of", "office=zhang", "--of", "finance=li", "--due", DUE, "--phase", "targets")
    wanted = [part for name in INPUTS for part in ("--input", name)]
    ran = jixiao("collect", "ask", DEPARTMENT, "--as", "tianbao", *both, *wanted, "--row", ROW, *options, "--json")
    assert ran.code == 0, ran.err
    found: list[dict[str, object]] = ran.document["items"]
    return found


def matter(division: str) -> str:
    return f"collection/{division}/{DUE}"


def facts_file(folder: Path, *inputs: str) -> Path:
    kept = [fact for fact in shijing_facts().facts if fact.input in inputs]
    path = folder / f"{'-'.join(inputs)}.json"
    path.write_text(json.dumps({"department": DEPARTMENT, "facts": to_data(tuple(kept))}), encoding="utf-8")
    return path


def listed(jixiao: CommandLine, *options: str) -> dict[str, dict[str, object]]:
    found = jixiao("collect", "list", *options, "--json").document["collections"]
    return {one["matter"]: one for one in found}


def answer(jixiao: CommandLine, division: str, login: str, facts: Path, *options: str | Path) -> None:
    ran = jixiao("collect", "answer", DEPARTMENT, matter(division), "--as", login, "--facts", facts, *options)
    assert ran.code == 0, ran.err
