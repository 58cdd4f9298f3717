"""Drafts: kept unchecked, shared by those who may do the task, and never overwritten unseen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

import app.tasks
from app.drafts import MOST_BYTES, OfDraft, discard_draft, list_drafts, save_draft, show_draft
from app.errors import AppError
from models.commands import Appoint
from models.side_stores import Person
from tests.support.refusals import refused
from tests.support.shijing import DEPARTMENT, PEOPLE

if TYPE_CHECKING:
    from tests.support.shijing import Shijing

TASK = "shijing/targets/targets.file/1"
SECOND = "p-0000000000000000000000c1"


@pytest.fixture
def year(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """The targets are awaited from tianbao or erhao."""
    shijing.open_phase("targets")
    monkeypatch.setattr(app.tasks, "machine_clock", lambda: datetime(2020, 11, 3, 2, tzinfo=UTC))
    with Session(shijing.desk.engine) as session, session.begin():
        session.add(Person(actor=SECOND, login="erhao", name="填报员乙"))
    appoint = Appoint(appointee=SECOND, role="filler", department=DEPARTMENT, from_day="2020-10-09")
    shijing.order("second", appoint, "security")
    return shijing


def of(login: str = "tianbao") -> OfDraft:
    return OfDraft(TASK, login)


def test_a_draft_is_kept_as_it_was_typed_and_whatever_it_is(year: Shijing) -> None:
    save_draft(year.desk, of(), b"\xff not: [finished", ".yaml")
    kept = show_draft(year.desk, of("erhao"))
    assert (kept.draft.content, kept.draft.form, kept.draft.version) == (b"\xff not: [finished", ".yaml", 1)
    assert (kept.by, kept.draft.actor) == ("tianbao", PEOPLE["filler"])
    assert kept.to_data()["size"] == len(b"\xff not: [finished")


def test_a_draft_leaves_no_record_in_the_book(year: Shijing) -> None:
    before = year.replayed().records
    save_draft(year.desk, of(), b"x", ".json")
    assert year.replayed().records == before


def test_saving_on_an_outdated_version_is_refused_with_who_saved_what_since(year: Shijing) -> None:
    save_draft(year.desk, of(), b"one", ".yaml")
    save_draft(year.desk, of("erhao"), b"three", ".yaml", seen=1)
    with pytest.raises(AppError) as told:
        save_draft(year.desk, of(), b"two", ".yaml", seen=1)
    assert told.value.code == "draft.outdated"
    assert {name: told.value.params[name] for name in ("seen", "version", "by", "size")} == {
        "seen": "1",
        "version": "2",
        "by": "erhao",
        "size": "5",
    }
    assert show_draft(year.desk, of()).draft.content == b"three"


def test_a_draft_is_for_those_who_could_do_the_task(year: Shijing) -> None:
    with refused(year.desk, "act.not-appointed"):
        save_draft(year.desk, of("fuhe"), b"x", ".yaml")
    assert list_drafts(year.desk, None, "jixiaoke") == []


def test_a_draft_is_thrown_away_only_by_whoever_saw_it(year: Shijing) -> None:
    save_draft(year.desk, of(), b"x", ".yaml")
    assert [one.draft.matter for one in list_drafts(year.desk, None, "erhao")] == ["targets"]
    with pytest.raises(AppError, match=r"draft\.outdated"):
        discard_draft(year.desk, of(), 2)
    discard_draft(year.desk, of("erhao"), 1)
    for ask in (lambda: show_draft(year.desk, of()), lambda: discard_draft(year.desk, of(), 1)):
        with pytest.raises(AppError, match=r"draft\.none"):
            ask()


def test_a_draft_too_big_to_keep_is_refused(year: Shijing) -> None:
    with pytest.raises(AppError, match=r"draft\.too-big"):
        save_draft(year.desk, of(), bytes(MOST_BYTES + 1), ".pdf")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    saves=st.lists(
        st.tuples(st.sampled_from(("tianbao", "erhao")), st.integers(0, 6), st.binary(max_size=8)), max_size=12
    )
)
def test_of_two_who_saw_the_same_version_only_the_first_saves(
    year: Shijing, saves: list[tuple[str, int, bytes]]
) -> None:
    version, content = 0, b""
    for login, seen, typed in saves:
        if seen == version:
            assert save_draft(year.desk, of(login), typed, ".yaml", seen).draft.version == version + 1
            version, content = version + 1, typed
        else:
            with pytest.raises(AppError, match=r"draft\.outdated"):
                save_draft(year.desk, of(login), typed, ".yaml", seen)
    if version:
        kept = show_draft(year.desk, of()).draft
        assert (kept.version, kept.content) == (version, content)
        discard_draft(year.desk, of(), version)
