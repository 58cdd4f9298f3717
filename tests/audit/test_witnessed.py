"""What the book saw of warnings and returns: by the records, up to the day of the evaluation, and never typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest
from sqlmodel import Session, col, select

from audit.witnessed import _ANSWERS, Sight, witnessed_facts
from models.commands import Answer, Extend, Reevaluate
from models.ledger import LedgerRecord
from models.task_orders import Claim, Mark
from rules.core.inputs import answer_type
from rules.core.rubric import Input, Witnessed
from tests.support.shijing import BOOK, DEPARTMENT, local, rubric_file
from tests.support.told_again import told_again
from tests.support.warned import EXHIBITIONS, SPENDING, answer, monitor, on_pace, send_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing

# The answers to the two warnings are due on the first of September 2021.
DUE, DAY_AFTER, SCORED = local("2021-09-01", "23:59"), local("2021-09-02", "00:00"), local("2022-03-18")
WORDS = ("warnings.answered-in-time", "warnings.not-answered-in-time", "targets.not-returned", "targets.returned")


def seen(year: Shijing, at: str = SCORED) -> dict[str, tuple[str, list[int]]]:
    """Value and records of each word, looked at on a domain instant."""
    inputs = {
        word: Input(name=word, type=answer_type(word), unit="次", witnessed=word)
        for word in get_args(Witnessed)
        if word in WORDS
    }
    rubric = replace(rubric_file().rubric, inputs=inputs)
    with year.desk.reading() as session:
        facts = witnessed_facts(rubric, Sight(session, BOOK, DEPARTMENT, at))
    # The verifier tells it a second time, from the records and not from the tables.
    assert told_again(year, rubric, at) == facts
    answers: dict[str, tuple[str, list[int]]] = {}
    for fact in facts:
        assert isinstance(fact, dict)
        book, _, rest = str(fact["place"]).partition("#")
        numbers, _, _ = rest.partition("@")
        assert (book, fact["origin"], fact["unit"]) == (BOOK, "witnessed", "次")
        answers[str(fact["input"])] = str(fact["value"]), [int(number) for number in numbers.split(",")]
    return answers


def place(year: Shijing, word: Witnessed, at: str) -> str:
    """The place of one word's answer, after the book."""
    asked = Input(name=word, type="judgement", witnessed=word)
    with year.desk.reading() as session:
        rubric = replace(rubric_file().rubric, inputs={word: asked})
        (fact,) = witnessed_facts(rubric, Sight(session, BOOK, DEPARTMENT, at))
    assert told_again(year, rubric, at) == [fact]
    assert isinstance(fact, dict)
    return str(fact["place"]).removeprefix(f"{BOOK}#")


def missed(year: Shijing, at: str = SCORED) -> tuple[str, str, list[int]]:
    """Judgement, count and records of the words about warnings."""
    answers = seen(year, at)
    count, records = answers["warnings.not-answered-in-time"]
    judgement, same = answers["warnings.answered-in-time"]
    assert same == records
    return judgement, count, records


def returns(year: Shijing) -> tuple[str, str, list[int]]:
    """Judgement, count and records of the words about returned targets."""
    answers = seen(year)
    count, records = answers["targets.returned"]
    judgement, same = answers["targets.not-returned"]
    assert same == records
    return judgement, count, records


def sequences(year: Shijing, kind: str) -> list[int]:
    with Session(year.desk.engine) as session:
        query = select(LedgerRecord.sequence).where(col(LedgerRecord.kind) == kind)
        return list(session.exec(query.order_by(col(LedgerRecord.sequence))))


@pytest.fixture
def before(shijing: Shijing) -> Callable[[str], Shijing]:
    """The year right before an act of the scenario."""

    def play(act: str) -> Shijing:
        shijing.play(until=act)
        return shijing

    return play


@pytest.fixture
def warned(before: Callable[[str], Shijing]) -> Shijing:
    """Two warnings wait for the department's answer; the monitoring is accepted."""
    return before("warning.answer")


@pytest.fixture
def mid_year(before: Callable[[str], Shijing]) -> Shijing:
    """The monitoring is awaited."""
    return before("monitoring.file")


def test_every_word_has_its_answer() -> None:
    assert set(_ANSWERS) == set(get_args(Witnessed))


def test_before_a_reading_was_made_nothing_is_known_of_warnings(mid_year: Shijing) -> None:
    assert set(seen(mid_year)) == {"targets.not-returned", "targets.returned"}


def test_warnings_answered_by_their_day_are_shown_by_the_answers(warned: Shijing) -> None:
    answer(warned, SPENDING, local("2021-08-25"))
    answer(warned, EXHIBITIONS, DUE)
    assert missed(warned) == ("yes", "0", sequences(warned, "warning.answered"))


def test_an_answer_one_day_late_is_a_warning_missed_and_shown(warned: Shijing) -> None:
    answer(warned, SPENDING, local("2021-08-25"))
    late = answer(warned, EXHIBITIONS, DAY_AFTER).sequence
    assert missed(warned) == ("no", "1", [late])


def test_a_warning_without_an_answer_is_missed_once_its_day_is_over(warned: Shijing) -> None:
    (raised,) = sequences(warned, "warnings.raised")
    assert missed(warned, DUE) == ("yes", "0", [raised])
    assert missed(warned, DAY_AFTER) == ("no", "2", [raised])


def test_who_holds_a_warning_and_its_mark_are_no_witness_of_its_answer(warned: Shijing) -> None:
    (raised,) = sequences(warned, "warnings.raised")
    named = {"department": DEPARTMENT, "matter": SPENDING, "act": "warning.answer", "round": 1}
    warned.order("claim", Claim.model_validate(named), "filler")
    warned.order("mark", Mark.model_validate({**named, "urgent": True}), "office")
    assert missed(warned, DAY_AFTER) == ("no", "2", [raised])


def test_a_reading_without_a_warning_leaves_none_unanswered_and_is_shown_itself(mid_year: Shijing) -> None:
    monitor(mid_year, filing=on_pace(mid_year))
    assert sequences(mid_year, "warnings.raised") == []
    (reading,) = sequences(mid_year, "evaluation.made")
    assert missed(mid_year) == ("yes", "0", [reading])


def test_an_answer_in_time_that_was_returned_and_not_given_again_was_in_time(warned: Shijing) -> None:
    first = answer(warned, SPENDING, local("2021-08-25")).sequence
    warned.act(SPENDING, "warning.return", Answer(opinion="0" * 64), "reviewer", local("2021-08-26"))
    other = answer(warned, EXHIBITIONS, local("2021-08-25")).sequence
    assert missed(warned) == ("yes", "0", [first, other])


def test_a_warning_that_a_newer_reading_ended_before_its_day_was_not_missed(mid_year: Shijing) -> None:
    monitor(mid_year)
    send_back(mid_year)
    monitor(mid_year, local("2021-08-24"), on_pace(mid_year))
    judgement, count, _ = missed(mid_year)
    assert (judgement, count) == ("yes", "0")


def test_a_warning_that_nobody_answered_by_its_day_stays_missed_under_a_newer_reading(warned: Shijing) -> None:
    warned.order("again", Reevaluate(department=DEPARTMENT, stage="monitoring"), day="2021-09-06")
    # The two of the new reading were not answered either; its record is the one that ended the first two.
    judgement, count, records = missed(warned)
    assert (judgement, count, records) == ("no", "4", sequences(warned, "warnings.raised")[-1:])


def test_time_that_a_document_gave_counts(warned: Shijing) -> None:
    answer(warned, SPENDING, local("2021-08-25"))
    more = Extend(department=DEPARTMENT, matter=EXHIBITIONS, due="2021-09-10", document="函", reason="a" * 64)
    warned.order("extend", more, day="2021-08-31")
    assert missed(warned, DAY_AFTER)[:2] == ("yes", "0")
    answer(warned, EXHIBITIONS, local("2021-09-10"))
    assert missed(warned)[:2] == ("yes", "0")


def test_targets_that_were_never_returned_are_shown_by_where_they_stand(mid_year: Shijing) -> None:
    assert returns(mid_year) == ("yes", "0", sequences(mid_year, "targets.approved"))


def test_every_return_of_the_targets_is_counted_and_shown(before: Callable[[str], Shijing]) -> None:
    year = before("targets.approve")
    year.act("targets", "targets.return", Answer(opinion="0" * 64), "reviewer", local("2020-11-04"))
    assert returns(year)[:2] == ("no", "1")
    year.act("targets", "targets.file", year.filing("targets.file"), "filler", local("2020-11-05"))
    assert returns(year)[:2] == ("no", "1")
    year.act("targets", "targets.return", Answer(opinion="0" * 64), "reviewer", local("2020-11-06"))
    year.act("targets", "targets.file", year.filing("targets.file"), "filler", local("2020-11-09"))
    year.act("targets", "targets.approve", Answer(), "reviewer", local("2020-11-10"))
    assert returns(year) == ("no", "2", sequences(year, "targets.returned"))


def test_an_answer_that_can_still_change_says_until_which_day_was_looked(warned: Shijing) -> None:
    (raised,) = sequences(warned, "warnings.raised")
    assert place(warned, "warnings.answered-in-time", DUE) == f"{raised}@2021-09-01"
    assert place(warned, "warnings.answered-in-time", DAY_AFTER) == f"{raised}"
    assert place(warned, "monitoring.filed-on-time", DUE) == f"{sequences(warned, 'monitoring.filed')[0]}"
    warned.open_phase("self-evaluation")
    opened = sequences(warned, "phase.opened")[-1]
    assert place(warned, "self-evaluation.filed", SCORED) == f"{opened}@2022-03-18"


def test_targets_may_be_returned_until_they_are_approved(before: Callable[[str], Shijing]) -> None:
    year = before("targets.approve")
    (filed,) = sequences(year, "targets.filed")
    assert place(year, "targets.not-returned", DUE) == f"{filed}@2021-09-01"
    approved = year.act("targets", "targets.approve", Answer(), "reviewer", local("2020-11-10")).sequence
    assert place(year, "targets.not-returned", DUE) == f"{approved}"


def test_before_target_setting_nothing_was_seen_at_all(shijing: Shijing) -> None:
    assert seen(shijing) == {}


def test_targets_that_the_department_itself_took_back_were_not_returned(before: Callable[[str], Shijing]) -> None:
    year = before("targets.approve")
    year.act("targets", "targets.withdraw", Answer(), "filler", local("2020-11-04"))
    year.act("targets", "targets.file", year.filing("targets.file"), "filler", local("2020-11-05"))
    assert returns(year)[:2] == ("yes", "0")
    year.act("targets", "targets.return", Answer(opinion="0" * 64), "reviewer", local("2020-11-06"))
    assert returns(year) == ("no", "1", sequences(year, "targets.returned"))
