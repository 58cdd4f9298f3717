"""Doubts at setting time: on the record right behind what was filed or prepared, and nothing is refused for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, select

from activities.handle_act import handle_act
from activities.open_phase import open_phase
from activities.signatures import ActCall, PhaseOpening
from models.commands import Act, Answer, Appoint, Deed, Filed
from models.ledger import LedgerRecord
from models.target_tables import DoubtedTargets
from models.targets import TargetsDoubted
from tests.support.adjusting import EXHIBITIONS, target
from tests.support.shijing import PEOPLE, local
from tests.support.two_hands import TwoHands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.shijing import Shijing
    from tests.support.templates import Templates

    Before = Callable[[str], Shijing]


@pytest.fixture
def setting(before: Before) -> Shijing:
    """The targets are awaited."""
    return before("targets.file")


@pytest.fixture
def prepared(tmp_path: Path, templates: Templates) -> Iterator[TwoHands]:
    """The targets are awaited of two hands."""
    year = templates.take(TwoHands, "", tmp_path / "two")
    year.open_phase("targets")
    yield year
    year.desk.engine.dispose()


def targets(year: Shijing, **changes: str) -> Filed:
    """The scenario's targets, that of the exhibitions changed."""
    lists: dict[str, Any] = dict(year.filing("targets.file").lists)
    changed = target(**changes)
    lists["indicators"] = [changed if one["id"] == EXHIBITIONS else one for one in lists["indicators"]]
    return Filed(lists=lists)


def file(year: Shijing, content: Filed, day: str = "2020-11-03") -> int:
    return year.act("targets", "targets.file", content, "filler", local(day)).sequence


def doubts(year: Shijing) -> list[tuple[int, list[tuple[str, str | None]]]]:
    """By record: each doubt and the target that it is about."""
    with year.desk.reading() as session:
        query = select(LedgerRecord).where(col(LedgerRecord.kind) == "targets.doubted")
        records = session.exec(query.order_by(col(LedgerRecord.sequence))).all()
        kept = {row.sequence: row for row in session.exec(select(DoubtedTargets))}
    told = [TargetsDoubted.model_validate_json(record.payload) for record in records]
    assert [json.loads(kept[one.sequence].document)["far"] for one in records] == [one.far for one in told]
    assert [record.sequence for record in records] == [one.cause + 1 for one in told]
    assert {(record.actor, record.received_at) for record in records} <= {("system", None)}
    return [(one.cause, [(each.code, each.indicator) for each in one.doubts]) for one in told]


def test_targets_that_nothing_is_wrong_with_leave_no_doubt(setting: Shijing) -> None:
    file(setting, targets(setting))
    assert doubts(setting) == []


def test_a_target_far_from_last_years_actual_is_told_and_filed_all_the_same(setting: Shijing) -> None:
    sequence = file(setting, targets(setting, last_actual="112"))
    assert doubts(setting) == [(sequence, [("far", EXHIBITIONS)])]
    assert setting.turn("targets").state == "filed"
    assert not setting.replayed().mismatches


def test_each_filing_has_its_own_doubts(setting: Shijing) -> None:
    first = file(setting, targets(setting, target="0"))
    setting.act("targets", "targets.return", Answer(opinion="0" * 64), "reviewer", local("2020-11-04"))
    second = file(setting, targets(setting, target="20", last_actual="10"), "2020-11-05")
    assert doubts(setting) == [(first, [("zero", EXHIBITIONS)]), (second, [("far", EXHIBITIONS)])]


def test_whoever_prepares_hears_of_a_doubt_before_anybody_files(prepared: TwoHands) -> None:
    receipt = prepared.prepare("targets", "2020-11-03", content=targets(prepared, target="0"))
    assert doubts(prepared) == [(receipt.sequence, [("zero", EXHIBITIONS)])]


def test_sent_twice_it_is_doubted_once(setting: Shijing) -> None:
    for _ in range(2):
        setting.act("targets", "targets.file", targets(setting, target="0"), "filler", local("2020-11-03"), "once")
    assert len(doubts(setting)) == 1


def test_targets_copied_from_another_department_are_told_with_its_name(setting: Shijing) -> None:
    file(setting, targets(setting))
    setting.order("enrol/other", setting.enrolment("other", "另一部门"))
    other = Neighbour(setting)
    sequence = other.file(targets(setting))
    assert doubts(setting) == [(sequence, [("copied", None)])]
    assert not setting.replayed().mismatches


def test_what_was_withdrawn_is_no_original(setting: Shijing) -> None:
    file(setting, targets(setting))
    setting.act("targets", "targets.withdraw", Answer(), "filler", local("2020-11-03"))
    setting.order("enrol/other", setting.enrolment("other", "另一部门"))
    Neighbour(setting).file(targets(setting))
    assert doubts(setting) == []


class Neighbour:
    """Another department of the same book, with its own filler."""

    def __init__(self, year: Shijing) -> None:
        self.year = year
        given = Appoint(appointee=PEOPLE["filler"], role="filler", department="other", from_day="2020-10-09")
        year.order("appoint/other/filler", given, "security")
        plan = year.plan("targets")
        opening = PhaseOpening(
            book=year.book, epoch=1, department="other", happened_at=local(plan.opens, "00:00"), plan=plan
        )
        open_phase(year.desk, opening)

    def file(self, content: Filed) -> int:
        deed = Deed(actor=PEOPLE["filler"], act="targets.file", matter="targets", content=content)
        act = Act(request="other/targets.file", received_at=local("2020-11-05"), deed=deed)
        call = ActCall(book=self.year.book, epoch=1, department="other", happened_at=local("2020-11-05"), act=act)
        return handle_act(self.year.desk, call).sequence
