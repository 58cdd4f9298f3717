"""A rubric corrected in mid-year: put in force by two people, taken up by every department, with nothing lost."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from activities.conclude import sign_head
from audit.bundle_contents import Source
from audit.explain import explain_record
from audit.export import export_book
from audit.verifier.verify_books import verify
from audit.verifier.verify_bundle import verify_bundle
from models.ledger import LedgerRecord
from models.payloads import ScoreChanged
from models.projections import Alert, Department, Score
from models.score_changes import ScoreChange
from models.switching_payloads import DepartmentSwitched
from models.switching_tables import DepartmentSwitch, RubricSwitch
from tests.support.amendments import amend, figure
from tests.support.refusals import refused
from tests.support.sealed import second_office
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, local, rubric_file
from tests.support.switching import DAY, GONE, WANTED, adopt, approve, corrected, decline, propose

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.receipts import Receipt
    from tests.support.shijing import Shijing

FILED = local("2022-03-10")


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """The self-evaluation is filed and waits for its review; a second person of the office is there."""
    year = before("review.conclude")
    second_office(year)
    return year


def share(value: str) -> dict[str, str]:
    """The figure that the corrected rubric asks for."""
    return {**figure(GONE), "input": WANTED, "value": value}


def switched(year: Shijing, yaml: str | None = None, *, dates: bool = False) -> Receipt:
    return approve(year, propose(year, adopt(year, yaml or corrected()), dates=dates))


def sound(year: Shijing) -> bool:
    """Replayed, verified as it lies, and every score computed again by the verifier from the records alone."""
    assert year.replayed().mismatches == ()
    data = year.desk.evidence.folder.parent
    report = verify(data, (BOOK,))
    assert report.ok, report.first
    sign_head(year.desk, BOOK)
    with TemporaryDirectory() as folder, year.desk.reading() as session:
        source = Source(session, BOOK, data / "heads", data / "evidence")
        export_book(source, Path(folder) / "bundle", with_evidence=True)
        bundle = verify_bundle(Path(folder) / "bundle")
    assert bundle.damages == ()
    return bundle.ok


def department(year: Shijing) -> Department:
    with year.desk.reading() as session:
        return session.get_one(Department, (BOOK, DEPARTMENT))


def told(year: Shijing) -> DepartmentSwitched:
    with year.desk.reading() as session:
        row = session.exec(select(DepartmentSwitch).order_by(col(DepartmentSwitch.sequence).desc())).first()
    assert row is not None
    return DepartmentSwitched.model_validate_json(row.document)


def rows(year: Shijing) -> dict[str, str | None]:
    """The score of every row as it stands."""
    with year.desk.reading() as session:
        score = session.exec(select(Score).where(col(Score.stage) == "score").order_by(col(Score.sequence).desc()))
        newest = score.first()
    assert newest is not None
    return {row["id"]: row["score"] for row in json.loads(newest.document)["rows"]}


# -- two people -----------------------------------------------------------------------------------------------


def test_a_proposed_switch_changes_nothing_yet(year: Shijing) -> None:
    propose(year, adopt(year, corrected()))
    assert department(year).rubric_hash == rubric_file().hash
    with year.desk.reading() as session:
        switch = session.exec(select(RubricSwitch)).one()
        assert session.exec(select(ScoreChange)).all() == []
    assert (switch.state, switch.proposed_by, switch.decided_by) == ("proposed", PEOPLE["office"], None)


def test_who_proposed_a_switch_neither_approves_nor_declines_it(year: Shijing) -> None:
    proposal = propose(year, adopt(year, corrected()))
    for decide in (approve, decline):
        with refused(year.desk, "switch.own"):
            decide(year, proposal, "office")


def test_a_declined_switch_leaves_every_year_as_it_is_and_can_be_proposed_again(year: Shijing) -> None:
    new = adopt(year, corrected())
    decline(year, propose(year, new))
    assert department(year).rubric_hash == rubric_file().hash
    with year.desk.reading() as session:
        assert session.exec(select(RubricSwitch)).one().state == "declined"
    approve(year, propose(year, new, request="again"))
    assert department(year).rubric_hash == new


def test_a_switch_is_decided_once(year: Shijing) -> None:
    proposal = propose(year, adopt(year, corrected()))
    first = approve(year, proposal)
    with refused(year.desk, "switch.decided"):
        approve(year, proposal, request="switch/yes/again")
    assert approve(year, proposal) == first


@pytest.mark.parametrize("who", ["reviewer", "filler", "security"])
def test_only_the_office_switches(year: Shijing, who: str) -> None:
    new = adopt(year, corrected())
    with refused(year.desk, "act.not-appointed"):
        propose(year, new, who=who, request="wrong")
    proposal = propose(year, new)
    for decide in (approve, decline):
        with refused(year.desk, "act.not-appointed"):
            decide(year, proposal, who)


# -- what cannot be switched ----------------------------------------------------------------------------------


def test_a_switch_names_two_rubrics_that_the_book_has_adopted(year: Shijing) -> None:
    with refused(year.desk, "rubric.not-adopted"):
        propose(year, "a" * 64)
    with refused(year.desk, "switch.same"):
        propose(year, rubric_file().hash)


def test_a_switch_needs_years_that_run_under_the_first_rubric(year: Shijing) -> None:
    new = adopt(year, corrected())
    with refused(year.desk, "switch.nobody"):
        propose(year, rubric_file().hash, from_hash=new)


def test_one_rubric_has_one_proposal_at_a_time(year: Shijing) -> None:
    new = adopt(year, corrected())
    propose(year, new)
    with refused(year.desk, "switch.pending"):
        propose(year, new, request="another")


def test_a_rubric_without_one_of_the_phases_cannot_be_switched_to(year: Shijing) -> None:
    text = corrected()
    first = text[text.index("  - id: targets") : text.index("  - id: monitoring\n    name")]
    new = adopt(year, text.replace(first, ""))
    with refused(year.desk, "switch.other-phases"):
        propose(year, new)


def test_the_record_that_is_decided_must_be_a_proposed_switch(year: Shijing) -> None:
    adopted = adopt(year, corrected())
    proposal = propose(year, adopted)
    with refused(year.desk, "correction.other-record"):
        approve(year, proposal.model_copy(update={"hash": "0" * 64}))
    with year.desk.reading() as session:
        other = session.get_one(LedgerRecord, (BOOK, 1))
    with refused(year.desk, "switch.no-proposal"):
        approve(year, proposal.model_copy(update={"sequence": 1, "hash": other.hash}))


# -- what follows ---------------------------------------------------------------------------------------------


def test_what_was_filed_is_scored_anew_and_the_difference_told(year: Shijing) -> None:
    before = rows(year)
    receipt = switched(year)
    with year.desk.reading() as session:
        row = session.exec(select(ScoreChange)).one()
        change = ScoreChanged.model_validate_json(row.document)
        alerts = session.exec(select(Alert).where(col(Alert.sequence) > receipt.sequence)).all()
        cause = session.get_one(LedgerRecord, (BOOK, change.cause))
    assert cause.kind == change.act == "department.switched"
    assert told(year).cause == receipt.sequence
    assert {one.row: (one.before, one.after) for one in change.rows} == {
        "income-variance": ("1.50", "1.00"),
        "asset-use": ("2.00", None),
    }
    assert (before["income-variance"], rows(year)["income-variance"]) == ("1.50", "1.00")
    assert (change.of_before, change.of_after) == ("100", "98")
    assert sorted((one.kind, one.to_role) for one in alerts) == [
        (kind, role) for kind in ("rubric-switched", "score-changed") for role in ("filler", "reviewer")
    ]
    assert sound(year)


def test_what_the_new_rubric_does_not_know_and_what_it_lacks_are_both_named(year: Shijing) -> None:
    switched(year)
    said = told(year)
    assert [(one.phase, one.list, one.name, one.code) for one in said.aside] == [
        ("self-evaluation", "facts", GONE, "facts.unknown-input")
    ]
    assert said.lacking == (WANTED,)


def test_an_amendment_brings_what_the_new_rubric_lacks(year: Shijing) -> None:
    switched(year)
    amend(year, share("95"), day="2022-04-25")
    assert rows(year)["asset-use"] == "2.00"
    assert rows(year)["income-variance"] == "1.00"
    with refused(year.desk, "facts.malformed"):
        amend(year, figure(GONE), day="2022-04-26")
    assert sound(year)


def test_what_was_set_aside_counts_again_when_the_first_rubric_comes_back(year: Shijing) -> None:
    before = rows(year)
    switched(year)
    amend(year, share("95"), day="2022-04-25")
    back = propose(year, rubric_file().hash, from_hash=department(year).rubric_hash, request="back")
    approve(year, back, request="back/yes", day="2022-04-27")
    assert rows(year) == before
    assert [one.name for one in told(year).aside] == [WANTED]
    assert sound(year)


def test_a_concluded_review_has_to_look_again(before: Callable[[str], Shijing]) -> None:
    year = before("finding.answer")
    second_office(year)
    assert year.turn("review").state == "done"
    switched(year)
    review = year.turn("review")
    assert (review.state, review.awaited and review.awaited.since) == ("open", DAY)
    assert sound(year)


def test_a_department_that_has_not_filed_goes_on_under_the_new_rubric(before: Callable[[str], Shijing]) -> None:
    year = before("self-evaluation.file")
    second_office(year)
    proposal = propose(year, adopt(year, corrected(), day="2022-03-01"), day="2022-03-01")
    approve(year, proposal, day="2022-03-01")
    with year.desk.reading() as session:
        assert session.exec(select(ScoreChange)).all() == []
    assert (told(year).aside, told(year).lacking) == ((), ())
    with refused(year.desk, "facts.malformed"):
        year.act("self-evaluation", "self-evaluation.file", year.filing("self-evaluation.file"), "filler", FILED)
    assert sound(year)


def test_grades_alone_change_the_score_too(before: Callable[[str], Shijing]) -> None:
    year = before("finding.answer")
    second_office(year)
    text = rubric_file().text.decode().replace("version: 1\n", "version: 2\n")
    switched(year, text.replace("{name: 优, least: 90}", "{name: 优, least: 95}"))
    with year.desk.reading() as session:
        change = ScoreChanged.model_validate_json(session.exec(select(ScoreChange)).one().document)
    assert (change.rows, change.grade_before, change.grade_after) == ((), "优", "良")
    assert year.turn("review").state == "open"
    assert sound(year)


def test_a_year_that_has_ended_stays_under_its_rubric(before: Callable[[str], Shijing]) -> None:
    year = before("finding.accept")
    second_office(year)
    new = adopt(year, corrected())
    proposal = propose(year, new)
    year.conclude_year("2022-04-20T01:00:00.000000Z")
    with refused(year.desk, "switch.nobody"):
        approve(year, proposal)
    assert department(year).rubric_hash == rubric_file().hash


def test_each_record_of_a_switch_explains_what_it_follows_from(year: Shijing) -> None:
    receipt = switched(year)
    taken = explain_record(year.desk.engine, BOOK, receipt.sequence + 1)
    assert taken.record.kind == "department.switched"
    assert [one.kind for one in taken.causes if one.sequence == receipt.sequence] == ["rubric.switched"]
    assert {one.kind for one in taken.followed} == {"evaluation.made", "score.changed"}
    assert {one.table for one in taken.changes} == {"department", "department_switch", "alert"}
