"""What a prefilled file takes from elsewhere: last year's book, divisions, and the treasury's import."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.errors import AppError
from app.filing import filing_of
from app.monitoring_filing import monitoring_filing
from app.precheck import precheck_given
from app.prefill import FilledFact, prefill
from app.prefilled import written
from app.prefilled_phase import AskedPhase, asked_phase
from models.execution import DepartmentMonth, ExecutionLine, ImportExecution
from models.values import instant
from rules.core.facts import Fact
from rules.facts_file import read_facts_text
from rules.rubric_file import load_rubric
from tests.support.collecting import CONTACTS, SCORING, Collecting, ask, figures, matter_of
from tests.support.shijing import BOOK, DEPARTMENT, local, rubric_file
from tests.support.two_years import AT, EARLIER, LATER, SmallYear, earlier_text, found, later_text
from tests.support.warned import monitor
from tests.support.windowed import windowed
from tests.support.year import DEPARTMENT as PARKS

if TYPE_CHECKING:
    from activities.desk import Desk
    from models.collecting import Collected
    from tests.support.shijing import Shijing


def places(desk: Desk, phase: str = SCORING) -> dict[str, FilledFact]:
    return {one.input: one for one in prefill(desk, DEPARTMENT, None, phase).facts}


def brought(place: FilledFact) -> tuple[object, object, object]:
    words = place.words or {}
    return words.get("value"), words.get("unit"), words.get("place")


# -- last year's book -------------------------------------------------------------------------------------------------


@pytest.fixture
def later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> SmallYear:
    """This year's self-evaluation is open; last year's book is concluded, with one finding."""
    SmallYear(desk, EARLIER, earlier_text()).begin().to_review(found("rules"))
    year = SmallYear(desk, LATER, later_text()).begin()
    year.file_targets()
    year.monitor()
    year.open_phase(SCORING)
    monkeypatch.setattr("app.tasks.machine_clock", lambda: instant(AT))
    return year


def test_what_was_copied_is_shown_with_both_records_and_is_not_filed(later: SmallYear) -> None:
    later.carry()
    filled = prefill(later.desk, PARKS, LATER)
    (score,) = (one for one in filled.facts if one.input == "last_score")
    sequence, copied = score.sequence, next(one for one in later.copy().facts if one.input == "last_score")
    place = f"{LATER}#{sequence} <- {EARLIER}#{copied.sequence} {copied.hash}"
    assert (score.source, *brought(score)) == ("carried", "89.20", "分", place)
    assert f"copied from last year's book, and not to be typed: {LATER}#{sequence}" in written(filled, "en")
    read = read_facts_text(written(filled, "zh").encode(), "p.yaml").facts
    filing, left_out = filing_of(later.file.rubric, read, "self-evaluation.file")
    assert "上年最终得分" in left_out
    assert "last_score" not in str(filing.lists)


def test_a_precheck_takes_what_was_copied_as_there_and_scores_it(later: SmallYear) -> None:
    later.carry()
    facts = read_facts_text(written(prefill(later.desk, PARKS, LATER), "en").encode(), "p.yaml").facts
    told = precheck_given(later.desk, PARKS, LATER, facts)
    assert not {"last_score", "last_carry_over", "unmended"} & {one.id for one in told.lacking}
    assert told.evaluation is not None
    assert {row.id: row.score for row in told.evaluation.rows}["last-year"] == "5.00"


def test_where_nothing_was_copied_the_place_is_empty_and_asks_for_a_statement_with_evidence(later: SmallYear) -> None:
    filled = prefill(later.desk, PARKS, LATER)
    (score,) = (one for one in filled.facts if one.input == "last_score")
    assert score.words is not None
    assert (score.source, score.words["value"], score.words["origin"]) == (None, "", "statement")
    assert "nothing was copied: state it, with evidence on record for its row" in written(filled, "en")


def test_a_precheck_refuses_what_a_filing_would_a_statement_without_evidence(later: SmallYear) -> None:
    facts = read_facts_text(written(prefill(later.desk, PARKS, LATER), "en").encode(), "p.yaml").facts
    stated = Fact("last_score", "85", "statement", "上年复核结论", "分")
    told = precheck_given(later.desk, PARKS, LATER, type(facts)(PARKS, facts=(stated,)))
    assert [code for code, _ in told.faults] == ["facts.stated-unproved"]
    assert told.blocked


# -- divisions --------------------------------------------------------------------------------------------------------


@pytest.fixture
def collecting(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Collecting:
    """The self-evaluation is open, and divisions can be asked."""
    shijing.play(until="self-evaluation.file")
    monkeypatch.setattr("app.tasks.machine_clock", lambda: instant(local("2022-03-12")))
    return Collecting(shijing)


def accepted(collecting: Collecting, division: str, content: Collected) -> int:
    collecting.ask(division, content=ask(division, contributor=CONTACTS[division], rows=()))
    record = collecting.answer(division, content=content).sequence
    collecting.settle(division, "accept")
    return record


def test_a_figure_that_a_division_brought_is_prefilled_with_its_record(collecting: Collecting) -> None:
    record = accepted(collecting, "office", figures("annual_spent", "annual_budget"))
    spent = places(collecting.desk)["annual_spent"]
    assert (spent.source, spent.sequence) == ("collected", record)
    assert str(brought(spent)[2]).startswith(f"{matter_of('office')}#{record}: ")
    text = written(prefill(collecting.desk, DEPARTMENT, None), "en")
    assert f"brought by a division and accepted: {matter_of('office')}#{record}" in text
    assert "annual_spent" in {one.input for one in read_facts_text(text.encode(), "p.yaml").facts.facts}


def test_what_divisions_contest_stays_empty_and_names_each_with_its_record(collecting: Collecting) -> None:
    first = accepted(collecting, "office", figures())
    second = accepted(collecting, "finance", figures())
    spent = places(collecting.desk)["annual_spent"]
    assert (spent.source, brought(spent)[0]) == (None, "")
    assert {(one.division, one.record) for one in spent.contested} == {("finance", second), ("office", first)}
    text = written(prefill(collecting.desk, DEPARTMENT, None), "en")
    assert f"({matter_of('office')}, record {first})" in text
    assert f"({matter_of('finance')}, record {second})" in text
    assert "annual_spent" not in {one.input for one in read_facts_text(text.encode(), "p.yaml").facts.facts}


def test_what_was_brought_for_another_phase_is_not_this_phases(collecting: Collecting) -> None:
    accepted(collecting, "office", figures())
    assert {one.source for one in places(collecting.desk, "monitoring").values()} == {"filed"}


# -- the treasury's import --------------------------------------------------------------------------------------------


@pytest.fixture
def year(shijing: Shijing) -> Shijing:
    """The monitoring is open and not filed."""
    shijing.play(until="monitoring.file")
    return shijing


def take_in(year: Shijing, month: str, spent: str) -> int:
    line = ExecutionLine(source="general", initial="150000000", adjusted="160610200", spent=spent)
    months = (DepartmentMonth(department=DEPARTMENT, month=month, lines=(line,)),)
    order = ImportExecution(file=month[-1] * 64, months=months)
    return year.order(f"execution/{month}", order, "office", "2021-08-05").receipt.sequence + 1


def test_the_newest_import_fills_the_first_window_and_a_named_month_its_own(year: Shijing) -> None:
    june, july = take_in(year, "2021-06", "50000000"), take_in(year, "2021-07", "62500000")
    filled = places(year.desk, "monitoring")
    assert {one.source for one in filled.values()} == {"imported"}
    assert brought(filled["mid_year_spent"]) == ("6250", "万元", f"{BOOK}#{july}")
    assert brought(filled["mid_year_month"])[0] == "7"
    named = places(year.desk, "monitoring/2021-06")
    assert (brought(named["mid_year_spent"])[0], named["mid_year_spent"].sequence) == ("5000", june)
    text = written(prefill(year.desk, DEPARTMENT, None, "monitoring"), "en")
    assert f"from the treasury's import, record {july}" in text


def test_a_month_that_was_not_imported_leaves_its_figures_empty(year: Shijing) -> None:
    take_in(year, "2021-07", "62500000")
    spent = places(year.desk, "monitoring/2021-06")["mid_year_spent"]
    assert (spent.source, brought(spent)[0]) == (None, "")


def test_a_filing_stands_before_the_import_and_its_difference_is_shown_beside_it(year: Shijing) -> None:
    monitor(year, local("2021-08-18"))
    take_in(year, "2021-07", "62500000")
    assert places(year.desk, "monitoring")["mid_year_spent"].source == "filed"
    shown = monitoring_filing(year.desk, DEPARTMENT, None, "monitoring")
    apart = {one.id: one.difference for one in shown.figures}
    assert apart["mid_year_budget"] is None
    assert apart["mid_year_spent"] is not None
    assert (apart["mid_year_spent"].imported, apart["mid_year_spent"].difference) == ("6250", "-50")
    assert {one.id for one in shown.results} == {"exhibitions"}


def test_nothing_is_shown_of_a_window_in_which_nothing_was_filed(year: Shijing) -> None:
    with pytest.raises(AppError) as told:
        monitoring_filing(year.desk, DEPARTMENT, None, "monitoring")
    assert told.value.code == "precheck.no-monitoring"


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("monitoring", AskedPhase("monitoring", None, "2021-10")),
        ("monitoring/2021-07", AskedPhase("monitoring", "2021-07", "2021-10")),
        ("monitoring/2021-10", AskedPhase("monitoring/2021-10", "2021-10")),
        ("self-evaluation", AskedPhase("self-evaluation", None, "2021-10")),
    ],
)
def test_a_month_names_its_window_and_an_earlier_one_the_first(given: str, asked: AskedPhase) -> None:
    assert asked_phase(load_rubric(windowed(rubric_file().text.decode()).encode()).rubric, given) == asked


@pytest.mark.parametrize("given", ["monitoring/2021-12", "monitoring/2020-07", "monitoring/2021-7", "review", ""])
def test_a_phase_that_is_none_is_refused_with_those_that_are(given: str) -> None:
    with pytest.raises(AppError) as told:
        asked_phase(load_rubric(windowed(rubric_file().text.decode()).encode()).rubric, given)
    assert told.value.code == "prefill.no-phase"
    assert str(told.value.params["known"]).endswith("monitoring/2021-10、monitoring/2021-11")
