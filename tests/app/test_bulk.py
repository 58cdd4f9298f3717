"""A bulk over many departments: a result for each, and the rest of it done when it is sent again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

import app.bulk
import app.bulk_orders
import app.tasks
from app.afterwards import refusing
from app.bulk import ItemResult, Selection, carry_out, department_items, task_items
from app.bulk_orders import Bulk, export, extend, remind, return_
from app.errors import AppError, OutageError
from app.settings import Settings
from models.ledger import LedgerRecord
from models.projections import Alert
from tests.support.shijing import BOOK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.bulk import Item
    from app.orders import SignedOrder
    from models.receipts import Receipt
    from tests.support.shijing import Shijing


@pytest.fixture
def year(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """Shijing's targets are awaited until the sixth; tonghe is enrolled and awaits nothing. It is the third."""
    shijing.order("tonghe", shijing.enrolment("tonghe", "同和"))
    shijing.open_phase("targets")
    at(monkeypatch, 3)

    def carry(_settings: object, _desk: object, signed: SignedOrder) -> Receipt:
        with refusing():
            return shijing.order(signed.key, signed.order, day="2020-11-03").receipt

    monkeypatch.setattr("app.extension.require_service", lambda _settings: None)
    monkeypatch.setattr("app.extension.send_order", carry)
    monkeypatch.setattr("app.bulk_orders.send_order", carry)
    return shijing


def at(monkeypatch: pytest.MonkeyPatch, day: int) -> None:
    monkeypatch.setattr(app.tasks, "machine_clock", lambda: datetime(2020, 11, day, 2, tzinfo=UTC))


def bulk(year: Shijing, selection: Selection, key: str | None = None) -> Bulk:
    return Bulk(Settings(), year.desk, "jixiaoke", selection, lambda _count: None, key)


def every(matter: str | None = None) -> Selection:
    return Selection(BOOK, everyone=True, matter=matter)


def standings(results: Iterator[ItemResult]) -> list[tuple[str, str, str]]:
    return [(one.department, one.standing, one.code) for one in results]


def test_an_item_that_is_refused_does_not_keep_the_others_from_being_done(year: Shijing) -> None:
    results = list(extend(bulk(year, every(matter="targets")), "2020-11-16", "示财绩〔2020〕3号", "停机"))
    assert [(one.department, one.standing, one.code) for one in results] == [
        ("shijing", "done", ""),
        ("tonghe", "refused", "phase.not-open"),
    ]
    data = results[1].to_data()
    assert (data["state"], data["code"], data["matter"]) == ("refused", "phase.not-open", "targets")


def test_a_bulk_sent_again_gives_first_receipts_and_writes_nothing_more(year: Shijing) -> None:
    wanted = (bulk(year, every(matter="targets")), "2020-11-16", "示财绩〔2020〕3号", "停机")
    first = list(extend(*wanted))
    before = year.replayed().records
    assert list(extend(*wanted)) == first
    assert year.replayed().records == before


def test_another_content_under_the_bulks_key_is_a_conflict(year: Shijing) -> None:
    own = bulk(year, every(matter="targets"), "mine")
    assert standings(extend(own, "2020-11-16", "d", "r"))[0] == ("shijing", "done", "")
    again = standings(extend(own, "2020-11-17", "d", "r"))
    assert again[0][:2] == ("shijing", "refused")
    assert again[0][2].startswith("ledger.")


def test_everybody_whose_act_is_awaited_is_asked_for_it_once_a_day(
    year: Shijing, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert standings(remind(bulk(year, every()))) == [("shijing", "done", "")]
    list(remind(bulk(year, every())))
    at(monkeypatch, 4)
    list(remind(bulk(year, every())))
    with year.desk.reading() as session:
        told = session.exec(select(Alert).where(col(Alert.kind) == "urged")).all()
    assert [one.to_role for one in told] == ["filler", "filler"]


def test_only_what_is_late_is_asked_for_when_that_is_chosen(year: Shijing, monkeypatch: pytest.MonkeyPatch) -> None:
    late = Selection(BOOK, overdue=True)
    assert task_items(year.desk, late, "k") == []
    at(monkeypatch, 7)
    (item,) = task_items(year.desk, late, "k")
    assert item.key == "k/shijing/targets/targets.file/1"
    assert [one.department for one in department_items(year.desk, late, "k")] == ["shijing"]


@pytest.mark.parametrize(
    ("selection", "code"),
    [
        (Selection(BOOK), "bulk.nobody"),
        (Selection("b/2030/real", everyone=True), "book.unknown"),
    ],
)
def test_a_choice_of_nobody_is_refused_before_anything_is_sent(year: Shijing, selection: Selection, code: str) -> None:
    with pytest.raises(AppError) as told:
        remind(bulk(year, selection))
    assert told.value.code == code


def test_a_slip_in_one_name_keeps_nobody_else_from_being_done(year: Shijing) -> None:
    named = bulk(year, Selection(BOOK, ("shijng", "shijing"), matter="targets"))
    assert standings(extend(named, "2020-11-16", "示财绩〔2020〕3号", "停机")) == [
        ("shijing", "done", ""),
        ("shijng", "refused", "department.unknown"),
    ]
    assert standings(remind(bulk(year, Selection(BOOK, ("shijng", "shijing"))))) == [
        ("shijing", "done", ""),
        ("shijng", "refused", "department.unknown"),
    ]


def test_who_is_named_and_owes_nothing_is_told_apart(year: Shijing) -> None:
    assert standings(remind(bulk(year, Selection(BOOK, ("shijing", "tonghe"))))) == [
        ("shijing", "done", ""),
        ("tonghe", "refused", "bulk.nothing-awaited"),
    ]
    # Of all departments only those are shown that owe something.
    assert standings(remind(bulk(year, every()))) == [("shijing", "done", "")]


def test_a_return_needs_a_matter_and_words(year: Shijing) -> None:
    with pytest.raises(AppError, match=r"bulk\.which-matter"):
        return_(bulk(year, every()), "targets.return", "补正")
    with pytest.raises(AppError, match=r"task\.text-needed"):
        return_(bulk(year, every(matter="targets")), "targets.return", " ")


def test_an_item_that_nobody_answered_is_told_apart_from_a_refusal(year: Shijing) -> None:
    told: list[int] = []

    def do(item: Item) -> str:
        if item.department == "shijing":
            raise OutageError("service.not-running", data="d")
        return "1"

    items = department_items(year.desk, every(), "k")
    results = list(carry_out(year.desk, items, "targets", do, told.append))
    assert [one.standing for one in results] == ["outage", "done"]
    assert told == [1, 2]


def test_departments_without_a_score_are_named_and_get_no_proof(year: Shijing, tmp_path: Path) -> None:
    results = export(bulk(year, every()), tmp_path / "proofs")
    assert standings(results) == [(one, "refused", "proof.nothing-scored") for one in ("shijing", "tonghe")]
    assert list((tmp_path / "proofs").iterdir()) == []


def test_the_proofs_of_all_scores_are_written_and_nothing_is_recorded(played: Shijing, tmp_path: Path) -> None:
    results = list(export(bulk(played, every()), tmp_path / "proofs"))
    assert [(one.department, one.standing) for one in results] == [("shijing", "done")]
    assert (tmp_path / "proofs" / "shijing.json").stat().st_size > 1000
    with played.desk.reading() as session:
        assert session.exec(select(LedgerRecord).where(col(LedgerRecord.key).startswith("bulk/"))).all() == []
