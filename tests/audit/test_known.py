from __future__ import annotations

from typing import TYPE_CHECKING

from audit.known import brought, known_of, lists_brought
from models.commands import Answer
from tests.support.amendments import TEN, amend
from tests.support.shijing import BOOK, DEPARTMENT
from tests.support.two_hands import TwoHands

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing
    from tests.support.templates import Templates

SCORING = "self-evaluation"


def test_an_amended_figure_is_known_from_the_amendment_and_the_others_from_the_filing(shijing: Shijing) -> None:
    shijing.play(until="review.conclude")
    amended = amend(shijing, TEN).sequence
    with shijing.desk.reading() as session:
        known = known_of(session, BOOK, DEPARTMENT, SCORING)["facts"]
        records = brought(session, BOOK, DEPARTMENT, SCORING)
        lists = lists_brought(records)
    assert records[-1].amends
    assert [name for name, one in known.items() if one.sequence == amended] == ["income_variance"]
    assert known["income_variance"].words["value"] == "10.0"
    assert {one.sequence for one in known.values()} == {records[0].sequence, amended}
    assert {str(one["input"]) for one in lists["facts"] if isinstance(one, dict)} == known.keys()


def test_what_is_prepared_counts_until_it_is_filed_and_nothing_of_another_phase(
    tmp_path: Path, templates: Templates
) -> None:
    year = templates.take(TwoHands, "", tmp_path / "data")
    year.open_phase("targets")
    prepared = year.prepare("targets", "2020-11-03").sequence
    assert _sequences(year, "targets") == {prepared}
    filed = year.file("targets", "2020-11-04").sequence
    assert _sequences(year, "targets") == {filed}
    year.answer("targets", "targets.withdraw", "approver", "2020-11-04", Answer())
    assert _sequences(year, "targets") == {prepared}
    assert _sequences(year, SCORING) == set()
    year.desk.engine.dispose()


def _sequences(year: TwoHands, phase: str) -> set[int]:
    with year.desk.reading() as session:
        known = known_of(session, BOOK, DEPARTMENT, phase)
    return {one.sequence for named in known.values() for one in named.values()}


def test_where_nothing_was_filed_nothing_is_known(shijing: Shijing) -> None:
    with shijing.desk.reading() as session:
        assert not any(known_of(session, BOOK, DEPARTMENT, "targets").values())
        assert brought(session, BOOK, DEPARTMENT, "targets") == []
