"""A prefilled file: everything that the book knows, empty places for the rest, and the same facts when it is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.filing import filing_of
from app.precheck import precheck_given
from app.prefill import FilledFact, FilledResult, Prefill, prefill
from app.prefilled import written
from audit.facts_of import facts_of
from audit.known import Known
from models.commands import Answer, Filed
from rules.asked import asked_inputs
from rules.core.facts import Claim, Fact, Indicator, Result, Task
from rules.core.rubric import Input
from rules.core.writing import to_data
from rules.facts_file import read_facts_text
from rules.yaml_source import narrow_number
from tests.support.doubted_year import it_is
from tests.support.refusals import whole_book
from tests.support.shijing import BOOK, DEPARTMENT, local, rubric_file, scenario, shijing_facts

if TYPE_CHECKING:
    from rules.core.facts import Facts
    from tests.support.shijing import Shijing

SCORING = "self-evaluation"
ACT = "self-evaluation.file"


@pytest.fixture
def year(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """The self-evaluation is open; the targets are approved, the mid-year figures filed."""
    shijing.play(until=ACT)
    it_is(monkeypatch, 2022, 3, 10)
    return shijing


def reread(year: Shijing, phase: str = SCORING) -> Facts:
    return read_facts_text(written(prefill(year.desk, DEPARTMENT, None, phase), "en").encode(), "prefilled.yaml").facts


def test_before_anything_is_filed_the_targets_and_what_was_witnessed_are_there_and_nothing_else(year: Shijing) -> None:
    found = reread(year)
    assert (found.tasks, found.indicators) == (shijing_facts().tasks, shijing_facts().indicators)
    assert {one.input: one.value for one in found.facts} == {
        "monitoring_filed": "yes",
        "monitoring_filed_on_time": "yes",
        "self_evaluation_filed": "yes",
        "self_evaluation_filed_on_time": "yes",
    }
    assert (found.results, found.claims) == ((), ())


def test_what_stays_empty_is_missing_and_never_zero(year: Shijing) -> None:
    found = precheck_given(year.desk, DEPARTMENT, None, reread(year))
    assert found.blocked
    filed = {one.input for one in shijing_facts().facts}
    needed = {name for name, one in rubric_file().rubric.inputs.items() if not one.optional and not one.witnessed}
    results = {f"results/{one.id}" for one in shijing_facts().indicators}
    assert {one.id for one in found.lacking} == (needed & filed) | results
    assert found.evaluation is not None
    scored = {row.id: row.score for row in found.evaluation.rows if row.leaf}
    assert scored["budget-completion"] is None
    assert scored["carry-over"] is None


def test_an_empty_place_says_unit_source_and_clause(year: Shijing) -> None:
    text = written(prefill(year.desk, DEPARTMENT, None), "zh")
    lines = text.splitlines()
    at = next(position for position, line in enumerate(lines) if 'input: "annual_spent"' in line)
    assert lines[at - 3 : at + 1] == [
        "  # 全年执行数 (万元)；来源：部门决算",
        "  # 用于 预算完成率：预算完成率达到100%得满分；未达到的，按完成率乘以分值计分 (自评报告二、（二）1.（1）①)",
        "  # 尚不知晓，请填写",
        '  - {input: "annual_spent", value: "", origin: "figure", place: "部门决算", unit: "万元"}',
    ]


def test_a_mid_year_result_stands_beside_the_empty_place_and_is_not_the_years(year: Shijing) -> None:
    (shown,) = (one for one in prefill(year.desk, DEPARTMENT, None).results if one.indicator.id == "exhibitions")
    assert shown.mid_year is not None
    assert (shown.words["actual"], shown.mid_year.words["actual"]) == ("", "61")
    assert "mid-year: 61 (record 15)" in written(prefill(year.desk, DEPARTMENT, None), "en")


def test_what_stands_filed_is_prefilled_with_its_record_and_reads_back_the_same(year: Shijing) -> None:
    content = filing_of(rubric_file().rubric, shijing_facts(), ACT)[0]
    receipt = year.act(SCORING, ACT, content, "filler", local("2022-03-10"))
    with year.desk.reading() as session:
        standing = facts_of(session, rubric_file().rubric, BOOK, DEPARTMENT, SCORING, local("2022-03-10"))
    found = reread(year)
    assert set(found.facts) == set(standing.facts)
    assert (found.results, found.indicators, found.tasks) == (standing.results, standing.indicators, standing.tasks)
    sequences = {one.sequence for one in prefill(year.desk, DEPARTMENT, None).facts if not one.declared.witnessed}
    assert sequences == {receipt.sequence}


def test_what_was_withdrawn_is_not_prefilled(year: Shijing) -> None:
    before = reread(year)
    year.act(SCORING, ACT, filing_of(rubric_file().rubric, shijing_facts(), ACT)[0], "filler", local("2022-03-10"))
    year.act(SCORING, "self-evaluation.withdraw", Answer(), "filler", local("2022-03-10"))
    assert {(one.input, one.value) for one in reread(year).facts} == {(one.input, one.value) for one in before.facts}


def test_monitoring_asks_for_its_own_inputs(year: Shijing) -> None:
    found = prefill(year.desk, DEPARTMENT, None, "monitoring")
    assert [one.input for one in found.facts] == ["mid_year_spent", "mid_year_budget", "mid_year_month"]
    played = next(one for one in scenario().acts if one.act == "monitoring.file")
    assert {one.input: one.value for one in reread(year, "monitoring").facts} == {
        one.input: one.value for one in played.facts
    }


def test_the_targets_phase_asks_for_no_inputs(year: Shijing) -> None:
    found = prefill(year.desk, DEPARTMENT, None, "targets")
    assert (found.facts, found.results) == ((), ())
    assert reread(year, "targets").indicators == shijing_facts().indicators


def test_every_input_of_the_rubric_is_asked_for_by_some_phase() -> None:
    rubric = rubric_file().rubric
    asked = {*asked_inputs(rubric, SCORING), *asked_inputs(rubric, "monitoring")}
    assert asked == rubric.inputs.keys()


def test_prefilling_records_nothing(year: Shijing) -> None:
    before = whole_book(year.desk)
    reread(year)
    assert whole_book(year.desk) == before


# -- the file itself --------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)


def quiet(*texts: str) -> bool:
    """Whether none of the texts is a number in full-width signs, which no file may hold."""
    return all(narrow_number(text) is None for text in texts)


@given(
    name=NAMES, words=WORDS, place=WORDS, note=WORDS, value=st.from_regex(r"[0-9]{1,5}(\.[0-9]{2})?", fullmatch=True)
)
def test_any_filed_words_read_back_as_they_were(name: str, words: str, place: str, note: str, value: str) -> None:
    assume(quiet(words, place, note))
    task = Task("t", words, place)
    indicator = Indicator("i", "t", words, "10", "figure", place, ">=", value, "株")
    result = Result("i", "figure", place, actual=value, unit="株", note=note)
    fact = Fact(name, value, "figure", place, "万元", note)
    claim = Claim("row", value, place)
    found = read_facts_text(written(_prefill(task, indicator, result, fact, claim), "zh").encode(), "p.yaml").facts
    assert (found.tasks, found.indicators, found.facts) == ((task,), (indicator,), (fact,))
    assert (found.results, found.claims) == ((result,), (claim,))
    assert found.department == "d"


def _prefill(task: Task, indicator: Indicator, result: Result, fact: Fact, claim: Claim) -> Prefill:
    return Prefill(
        book="b",
        department="d",
        name=task.name,
        phase=SCORING,
        tasks=(_known(task),),
        indicators=(_known(indicator),),
        facts=(FilledFact(fact.input, Input(task.name, "money", "万元"), (), _known(fact).words, 7),),
        results=(FilledResult(indicator, _known(result).words, 7, _known(replace(result, actual="1"))),),
        claims=(_known(claim),),
    )


def _known(entry: Task | Indicator | Result | Fact | Claim) -> Known:
    words = Filed.model_validate({"lists": {"one": to_data(entry)}}).lists["one"]
    assert isinstance(words, dict)
    return Known(words, 7)


def test_a_file_for_targets_of_which_there_are_none_yet_shows_how_a_line_looks() -> None:
    empty = Prefill("b", "d", "n", "targets", (), (), (), (), ())
    lines = [line.partition("such as: ")[2] for line in written(empty, "en").splitlines() if "such as: " in line]
    text = f"department: d\ntasks:\n  {lines[0]}\nindicators:\n  {lines[1]}\n"
    found = read_facts_text(text.encode(), "example.yaml").facts
    assert ([one.id for one in found.tasks], [one.task for one in found.indicators]) == (["greening"], ["greening"])
