"""Two scenarios on the real engine: targets that are adjusted in mid-year, and figures that divisions are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import col, select

from audit.collected import collected_facts
from audit.commitment import open_text
from audit.replay import replay
from audit.verifier.verify_books import verify
from models.collections_asked import Collection
from models.target_tables import TargetAdjustment
from tests.support.rehearsals import Played, play_all

pytestmark = pytest.mark.slow

SCENARIOS = Path(__file__).parent / "scenarios"
BROUGHT = {"annual_budget": "16061.02", "annual_spent": "15042.65"}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Played, ...]:
    names = [str(SCENARIOS / name) for name in ("adjusted", "collected")]
    return play_all(tmp_path_factory.mktemp("both"), names)


@pytest.mark.parametrize("at", [0, 1], ids=["adjusted", "collected"])
def test_the_book_of_such_a_year_verifies_replays_and_ends(both: tuple[Played, ...], at: int) -> None:
    played = both[at]
    report = verify(played.settings.data)
    assert report.ok, report.first
    assert replay(played.desk.engine, played.rehearsed.book).mismatches == ()
    assert played.result.departments[0].review is not None


def test_an_approved_adjustment_is_what_the_self_evaluation_is_scored_by(both: tuple[Played, ...]) -> None:
    adjusted, collected = both
    with adjusted.desk.reading() as session:
        kept = session.exec(select(TargetAdjustment).order_by(col(TargetAdjustment.sequence))).all()
    assert [one.state for one in kept] == ["refused", "approved"]
    assert [_exhibitions(one) for one in (adjusted, collected)] == ["≥ 100场次", "≥ 15场次"]


def test_a_division_brings_what_it_was_asked_for_and_again_what_was_returned(both: tuple[Played, ...]) -> None:
    _, collected = both
    with collected.desk.reading() as session:
        kept = {one.division: one for one in session.exec(select(Collection))}
        brought = collected_facts(session, collected.rehearsed.book, "street")
        words = open_text(session, collected.rehearsed.book, kept["finance"].words or "")
    assert {division: one.state for division, one in kept.items()} == {"finance": "accepted", "culture": "cancelled"}
    assert (kept["finance"].due, kept["finance"].days_late) == ("2022-03-11", 0)
    assert {name: one.fact.value for name, one in brought.items()} == BROUGHT
    assert words.text == "请按决算口径填写。"


def _exhibitions(played: Played) -> str:
    (row,) = (one for one in played.result.departments[0].evaluation.rows if one.id.endswith(".exhibitions"))
    return row.reason.params["target"]
