"""Before a self-evaluation is filed: the score that it would get, what blocks it, what is doubted; nothing recorded."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from app.drafts import OfDraft, save_draft
from app.errors import AppError
from app.filing import filing_of
from app.precheck import precheck_draft, precheck_given, precheck_standing
from models.commands import Answer
from models.projections import Score
from rules.core.reading import read_evaluation
from tests.support.doubted_year import DOUBTED, WORDS, Demanding, it_is, reasoned
from tests.support.refusals import refused, whole_book
from tests.support.shijing import BOOK, DEPARTMENT, local, rubric_file, shijing_facts
from tests.support.year import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rules.core.evaluation import Evaluation
    from rules.core.facts import Facts
    from tests.support.shijing import Shijing
    from tests.support.templates import Templates

SCORING = "self-evaluation"
ACT = "self-evaluation.file"


@pytest.fixture
def year(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """The self-evaluation is open on the tenth of March 2022, in time."""
    shijing.play(until=ACT)
    it_is(monkeypatch, 2022, 3, 10)
    return shijing


def with_values(**values: str) -> Facts:
    """The published facts with other values, without those that are given as empty."""
    facts = shijing_facts()
    changed = tuple(replace(one, value=values.get(one.input, one.value)) for one in facts.facts)
    return replace(facts, facts=tuple(one for one in changed if one.value))


def recorded(year: Shijing) -> Evaluation:
    with year.desk.reading() as session:
        query = select(Score.document).where(col(Score.stage) == "score").order_by(col(Score.sequence).desc())
        return read_evaluation(json.loads(session.exec(query).first() or "null"))


def told(evaluation: Evaluation | None) -> object:
    """Everything of an evaluation but the places of witnessed figures, which name records."""
    if evaluation is None:
        return None
    rows = [replace(row, figures=tuple(replace(one, place="") for one in row.figures)) for row in evaluation.rows]
    return replace(evaluation, rows=tuple(rows))


def file(year: Shijing, facts: Facts, day: str = "2022-03-10") -> None:
    content, _ = filing_of(rubric_file().rubric, facts, ACT)
    year.act(SCORING, ACT, content, "filler", local(day))


def test_looking_records_nothing(year: Shijing) -> None:
    before = whole_book(year.desk)
    found = precheck_given(year.desk, DEPARTMENT, None, shijing_facts())
    assert (found.book, found.source, found.blocked, found.demanded) == (BOOK, "given", False, False)
    assert whole_book(year.desk) == before


RATE = st.integers(min_value=0, max_value=12000).map(lambda hundredths: f"{hundredths // 100}.{hundredths % 100:02d}")
SPENT = st.integers(min_value=0, max_value=3 * 10**6).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spent=SPENT, carried=RATE, followed=st.sampled_from(["yes", "no"]))
def test_the_score_is_the_one_that_filing_the_same_facts_puts_on_the_record(
    year: Shijing, spent: str, carried: str, followed: str
) -> None:
    facts = with_values(annual_spent=spent, carry_over_rate=carried, rules_followed=followed)
    found = precheck_given(year.desk, DEPARTMENT, None, facts)
    assert not found.blocked
    file(year, facts)
    assert told(found.evaluation) == told(recorded(year))
    assert told(precheck_standing(year.desk, DEPARTMENT, None).evaluation) == told(recorded(year))
    year.act(SCORING, "self-evaluation.withdraw", Answer(), "filler", local("2022-03-10"))


def test_what_would_be_late_is_scored_as_late(year: Shijing, monkeypatch: pytest.MonkeyPatch) -> None:
    in_time = precheck_given(year.desk, DEPARTMENT, None, shijing_facts()).evaluation
    it_is(monkeypatch, 2022, 5, 10)
    late = precheck_given(year.desk, DEPARTMENT, None, shijing_facts()).evaluation
    assert in_time is not None
    assert late is not None
    assert (in_time.total, late.total) == ("91.25", "90.25")
    file(year, shijing_facts(), "2022-05-10")
    assert told(late) == told(recorded(year))


def test_a_missing_figure_blocks_and_leaves_its_row_undecided(year: Shijing) -> None:
    found = precheck_given(year.desk, DEPARTMENT, None, with_values(carry_over_rate=""))
    assert found.blocked
    assert [(one.id, one.name) for one in found.lacking] == [("carry_over_rate", "结转结余率")]
    assert found.evaluation is not None
    assert found.evaluation.grade is None
    with refused(year.desk, "facts.malformed"):
        file(year, with_values(carry_over_rate=""))


def test_a_figure_that_cannot_be_blocks_always_and_has_no_score(year: Shijing) -> None:
    found = precheck_given(year.desk, DEPARTMENT, None, with_values(asset_use_rate="100.01", annual_spent="-1"))
    assert (found.blocked, found.evaluation, found.doubts) == (True, None, ())
    assert [(code, params["input"]) for code, params in found.faults] == [
        ("facts.too-small", "annual_spent"),
        ("facts.too-large", "asset_use_rate"),
    ]


def test_doubts_of_what_stands_filed_are_shown_with_their_reasons(year: Shijing) -> None:
    content, _ = filing_of(rubric_file().rubric, shijing_facts(), ACT)
    year.act(SCORING, ACT, reasoned(year, content, DOUBTED[3]), "filler", local("2022-03-10"))
    found = precheck_standing(year.desk, DEPARTMENT, BOOK)
    assert found.source == "filed"
    said = {one.doubt.named: one.reason and one.reason.text for one in found.doubts}
    assert said == dict.fromkeys(DOUBTED) | {DOUBTED[3]: WORDS}
    assert len(found.unanswered) == 3
    assert not found.blocked


def test_nothing_prepared_and_nothing_filed_is_said_so(year: Shijing) -> None:
    with refused(year.desk, "precheck.nothing"):
        precheck_standing(year.desk, DEPARTMENT, None)


def test_a_department_or_book_that_is_not_there_is_refused_with_those_that_are(year: Shijing) -> None:
    for department, book in (("nobody", None), (DEPARTMENT, "guangzhou-baiyun/2031/real")):
        with pytest.raises(AppError) as caught:
            precheck_given(year.desk, department, book, shijing_facts())
        assert (caught.value.code, caught.value.params["known"]) == ("department.unknown", DEPARTMENT)


@pytest.fixture
def demanding(tmp_path: Path, templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Demanding]:
    """Two hands, the self-evaluation is open, and every doubt needs a reason."""
    year = templates.take(Demanding, "", tmp_path / "data")
    year.open_phase("targets")
    year.prepare("targets", "2020-11-03")
    year.file("targets", "2020-11-04")
    year.answer("targets", "targets.approve", "reviewer", "2020-11-05")
    year.open_phase(SCORING)
    it_is(monkeypatch, 2022, 3, 10)
    yield year
    year.desk.engine.dispose()


def test_where_reasons_are_demanded_a_doubt_without_one_blocks(demanding: Demanding) -> None:
    found = precheck_given(demanding.desk, DEPARTMENT, None, shijing_facts())
    assert (found.demanded, found.blocked, len(found.unanswered)) == (True, True, len(DOUBTED))


def test_both_hands_see_score_and_reasons_of_what_is_prepared_before_it_is_filed(demanding: Demanding) -> None:
    content = reasoned(demanding, demanding.filing(ACT), *DOUBTED)
    demanding.prepare(SCORING, "2022-03-09", content=content)
    seen = precheck_standing(demanding.desk, DEPARTMENT, None)
    assert (seen.source, seen.blocked) == ("prepared", False)
    assert {one.reason and one.reason.text for one in seen.doubts} == {WORDS}
    demanding.file(SCORING, "2022-03-10", content=content)
    assert told(seen.evaluation) == told(recorded(demanding))
    assert precheck_standing(demanding.desk, DEPARTMENT, None).source == "filed"


def test_a_draft_of_a_self_evaluation_is_prechecked_and_no_other(year: Shijing, facts: bytes) -> None:
    of = OfDraft("shijing/self-evaluation/self-evaluation.file/1", "tianbao")
    save_draft(year.desk, of, facts, ".yaml")
    kept = save_draft(year.desk, of, facts, ".yaml", seen=1).draft
    found = precheck_draft(year.desk, kept)
    assert found.evaluation is not None
    assert found.evaluation.total == "91.25"
    kept.act = "targets.file"
    with pytest.raises(AppError, match=r"precheck\.unasked"):
        precheck_draft(year.desk, kept)


@pytest.fixture
def facts() -> bytes:
    """What the department published, as a file."""
    return (FOLDER / "facts.yaml").read_bytes()
