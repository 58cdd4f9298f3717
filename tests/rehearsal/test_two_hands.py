"""A department that prepares, is sent back, files, takes back and files again, on the real engine."""

from __future__ import annotations

import shutil
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest
import yaml
from sqlmodel import col, select

from app.scenario import scenario_folder
from audit.replay import replay
from audit.verifier.verify_books import verify
from models.ledger import LedgerRecord
from models.projections import Alert, Department, Filing
from tests.support.rehearsals import Played, play

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

pytestmark = pytest.mark.slow

OPINION = "请补充一处出处。"
_DAYS = {
    "targets.file": (
        ("2020-11-02T10:00:00", "tianbao", "targets.prepare"),
        ("2020-11-02T15:00:00", "shenpi", "targets.send-back"),
        ("2020-11-03T09:00:00", "tianbao", "targets.prepare"),
        ("2020-11-03T10:00:00", "shenpi", "targets.file"),
        ("2020-11-03T11:00:00", "shenpi", "targets.withdraw"),
        ("2020-11-03T14:00:00", "tianbao", "targets.prepare"),
        ("2020-11-03T15:20:00", "shenpi", "targets.file"),
    ),
    "monitoring.file": (
        ("2021-08-18T10:00:00", "tianbao", "monitoring.prepare"),
        ("2021-08-18T16:40:00", "shenpi", "monitoring.file"),
    ),
    # The day is the eighteenth of March; what is filed after the withdrawal counts.
    "self-evaluation.file": (
        ("2022-03-14T10:00:00", "tianbao", "self-evaluation.prepare"),
        ("2022-03-15T10:00:00", "shenpi", "self-evaluation.file"),
        ("2022-03-16T10:00:00", "shenpi", "self-evaluation.withdraw"),
        ("2022-03-22T10:00:00", "tianbao", "self-evaluation.prepare"),
        ("2022-03-23T17:50:00", "shenpi", "self-evaluation.file"),
    ),
}


@pytest.fixture(scope="module")
def two_hands(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("scenario") / "two_hands"
    shutil.copytree(scenario_folder("shijing-2021"), folder)
    _rewrite(folder / "scenario.yaml")
    return play(tmp_path_factory.mktemp("two-hands"), str(folder))


def _rewrite(file: Path) -> None:
    played = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # texts only
    played["departments"][0]["two_hands"] = "true"
    approver = {"id": "shenpi", "name": "审批人（演练）", "role": "approver", "department": "shijing"}
    acts = [done for act in played["acts"] for done in _done(act)]
    written = {**played, "people": [*played["people"], approver], "acts": acts}
    file.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")


def _done(act: dict[str, Any]) -> list[dict[str, Any]]:
    days = _DAYS.get(act["act"])
    if days is None:
        return [act]
    return [{**_brought(act, done), "at": at, "who": who, "act": done} for at, who, done in days]


def _brought(act: dict[str, Any], done: str) -> dict[str, Any]:
    if done.endswith(("prepare", "file")):
        return deepcopy(act)
    return {"department": act["department"], "opinion": OPINION}


def _kinds(played: Played, *endings: str) -> list[str]:
    with played.desk.reading() as session:
        kinds = session.exec(select(LedgerRecord.kind).order_by(col(LedgerRecord.sequence))).all()
    return [kind for kind in kinds if kind.startswith("targets.") or kind.endswith(endings)]


def test_the_year_ends_with_every_hand_on_the_record(two_hands: Played) -> None:
    assert _kinds(two_hands, ".prepared", ".withdrawn", "year.concluded") == [
        *("targets.prepared", "targets.sent-back", "targets.prepared", "targets.filed", "targets.withdrawn"),
        *("targets.prepared", "targets.filed", "targets.approved", "monitoring.prepared"),
        *("self-evaluation.prepared", "self-evaluation.withdrawn", "self-evaluation.prepared", "year.concluded"),
    ]
    with two_hands.desk.reading() as session:
        department = session.exec(select(Department)).one()
    assert (department.two_hands, department.concluded) == (True, True)


def test_the_filing_that_stands_was_late_and_the_withdrawn_one_stays_beside_it(two_hands: Played) -> None:
    with two_hands.desk.reading() as session:
        query = select(Filing).where(col(Filing.phase) == "self-evaluation").order_by(col(Filing.sequence))
        filings = session.exec(query).all()
    assert [(one.due, one.days_late, one.withdrawn_at is None) for one in filings] == [
        ("2022-03-18", 0, False),
        ("2022-03-18", 5, True),
    ]


def test_whoever_has_to_act_is_reminded_preparer_or_approver(two_hands: Played) -> None:
    with two_hands.desk.reading() as session:
        query = select(Alert).where(col(Alert.matter) == "self-evaluation", col(Alert.kind) == "overdue")
        overdue = session.exec(query.order_by(col(Alert.sequence))).all()
    assert {(one.act, one.due) for one in overdue} == {
        ("self-evaluation.prepare", "2022-03-18"),
        ("self-evaluation.file", "2022-03-18"),
    }


def test_the_book_verifies_and_replays(two_hands: Played) -> None:
    book = two_hands.rehearsed.book
    assert verify(two_hands.settings.data, (book,)).ok
    assert replay(two_hands.desk.engine, book).mismatches == ()
