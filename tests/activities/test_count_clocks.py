"""A judgement filed as two days: the book counts them by its own calendar, and says what it answered and why."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, select

from app.precheck import precheck_given
from audit.collected import collected_facts
from audit.errors import IdempotencyConflictError
from audit.verifier.rescore import Rescoring
from audit.verifier.turns import Entry
from audit.verifier.verify_books import verify
from deadlines.official import official_calendar
from models.collecting import Collected
from models.commands import Amendment
from models.date_orders import Announce
from models.ledger import LedgerRecord
from models.projections import Filing
from rules.core.reading import read_facts
from tests.support.amendments import figure, rows, scores
from tests.support.clock import StepClock
from tests.support.clocked import ANNOUNCED, PUBLISHED, Clocked, TwoClocks
from tests.support.collecting import Collecting, ask
from tests.support.desks import copied, desk_at
from tests.support.doubted_year import it_is
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, Shijing, local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from audit.evaluators import Evaluators
    from models.receipts import Receipt
    from rules.core.facts import Facts
    from tests.support.templates import Templates

SCORING = "self-evaluation"
ACT = "self-evaluation.file"
IN_TIME = "2021-10-08/2021-10-28"
LATE = "2021-10-08/2021-10-29"
# Over the holidays of October 2021, with two days worked in their place.
OVER_HOLIDAYS = "2021-09-24/2021-10-13"
TODAY = date(2022, 3, 10)


@pytest.fixture
def year(tmp_path: Path, templates: Templates) -> Iterator[Clocked]:
    """The self-evaluation is open under a rubric with clocks."""
    taken = templates.take(Clocked, ACT, tmp_path / "clocked")
    yield taken
    taken.desk.engine.dispose()


@pytest.fixture
def early(tmp_path: Path, empty_data: Path, evaluators: Evaluators) -> Iterator[Clocked]:
    """The same in a book that knows the holidays of 2020 alone."""
    taken = Clocked(desk_at(copied(empty_data, tmp_path / "early"), evaluators, StepClock()))
    taken.announced = range(2020, 2021)
    taken.open()
    taken.play(until=ACT)
    yield taken
    taken.desk.engine.dispose()


def file(year: Clocked, request: str | None = None, **values: str) -> Receipt:
    return year.act(SCORING, ACT, year.filing_by(**values), "filler", local("2022-03-10"), request)


def payload(year: Shijing, kind: str = "self-evaluation.filed") -> dict[str, Any]:
    with year.desk.reading() as session:
        found: dict[str, Any] = json.loads(
            session.exec(select(LedgerRecord.payload).where(col(LedgerRecord.kind) == kind)).one()
        )
        return found


def seen(year: Shijing, row: str, name: str) -> dict[str, Any]:
    """A figure of the row's last score."""
    return next(one for one in rows(year)[row]["figures"] if one["input"] == name)


def stands(year: Shijing) -> bool:
    found = year.replayed().mismatches == () and verify(year.desk.evidence.folder.parent, (BOOK,)).ok
    return found and rescored(year) == []


# -- in time and late -------------------------------------------------------------------------------------------------


def test_two_days_within_the_term_are_answered_yes_and_the_figure_says_why(year: Clocked) -> None:
    file(year, **{PUBLISHED: IN_TIME})
    found = seen(year, "accounts-disclosure", PUBLISHED)
    assert (found["value"], found["origin"]) == ("yes", "counted")
    assert found["place"] == ("二、（二）1.（3）① [20-calendar from=2021-10-08 done=2021-10-28 due=2021-10-28 late=0]")
    assert rows(year)["accounts-disclosure"]["score"] == "2.00"
    assert stands(year)


def test_a_day_too_late_loses_the_points_and_the_figure_says_by_how_many_days(year: Clocked) -> None:
    receipt = file(year, **{PUBLISHED: LATE})
    found = seen(year, "accounts-disclosure", PUBLISHED)
    assert found["value"] == "no"
    assert found["place"].endswith("[20-calendar from=2021-10-08 done=2021-10-29 due=2021-10-28 late=1]")
    assert rows(year)["accounts-disclosure"]["score"] == "1.00"
    assert receipt.score is not None
    assert receipt.score.total == "90.25"
    assert stands(year)


@pytest.mark.parametrize(("days", "value", "late"), [(OVER_HOLIDAYS, "yes", 0), ("2021-09-24/2021-10-14", "no", 1)])
def test_working_days_leave_out_holidays_and_count_the_days_worked_instead(
    year: Clocked, days: str, value: str, late: int
) -> None:
    file(year, **{ANNOUNCED: days})
    (counted,) = payload(year)["counted"]
    assert (counted["input"], counted["value"]) == (ANNOUNCED, value)
    assert counted["place"].endswith(f"due=2021-10-13 late={late}]")
    assert stands(year)


def test_what_was_never_done_is_answered_no_once_its_day_has_passed(year: Clocked) -> None:
    file(year, **{PUBLISHED: "2021-10-08/"})
    (counted,) = payload(year)["counted"]
    assert counted["value"] == "no"
    assert counted["place"].endswith("from=2021-10-08 done=- looked=2022-03-10 due=2021-10-28 late=133]")
    assert stands(year)


def test_the_record_keeps_the_days_as_they_were_sent_beside_what_the_book_counted(year: Clocked) -> None:
    first = file(year, "one", **{PUBLISHED: LATE})
    sent = {one["input"]: one["value"] for one in payload(year)["content"]["lists"]["facts"]}
    assert sent[PUBLISHED] == LATE
    assert file(year, "one", **{PUBLISHED: LATE}) == first
    with pytest.raises(IdempotencyConflictError):
        file(year, "one", **{PUBLISHED: IN_TIME})


def test_a_judgement_may_still_be_answered_and_then_nothing_is_counted(year: Clocked) -> None:
    file(year)
    assert "counted" not in payload(year)
    assert seen(year, "accounts-disclosure", PUBLISHED)["origin"] == "statement"
    with year.desk.reading() as session:
        assert set(session.exec(select(Filing.counted))) == {"[]"}


def test_an_amendment_counts_its_own_days_and_leaves_those_that_stand(year: Clocked) -> None:
    file(year, **{PUBLISHED: LATE, ANNOUNCED: OVER_HOLIDAYS})
    content = Amendment.model_validate({"lists": {"facts": [figure(PUBLISHED, value=IN_TIME)]}, "reason": "0" * 64})
    year.act(SCORING, "self-evaluation.amend", content, "filler", local("2022-04-01"))
    assert [total for total, _ in scores(year)] == ["90.25", "91.25"]
    assert [one["input"] for one in payload(year, "self-evaluation.amended")["counted"]] == [PUBLISHED]
    assert seen(year, "special-funds", ANNOUNCED)["origin"] == "counted"
    assert stands(year)


def test_one_hand_prepares_days_and_they_are_counted_when_the_other_files_them(
    tmp_path: Path, templates: Templates
) -> None:
    year = templates.take(TwoClocks, "", tmp_path / "two")
    year.open_phase("targets")
    year.prepare("targets", "2020-11-03")
    year.file("targets", "2020-11-04")
    year.answer("targets", "targets.approve", "reviewer", "2020-11-05")
    year.open_phase(SCORING)
    content = year.filing_by(**{PUBLISHED: "2022-02-18/"})
    with refused(year.desk, "facts.malformed") as told:
        year.prepare(SCORING, "2022-03-10", content=content)
    assert [code for code, _ in told.faults] == ["facts.clock-running"]
    year.prepare(SCORING, "2022-03-11", content=content)
    assert "counted" not in payload(year, "self-evaluation.prepared")
    year.file(SCORING, "2022-03-12", content=content)
    assert "looked=2022-03-12 due=2022-03-10 late=2]" in payload(year)["counted"][0]["place"]
    assert stands(year)
    year.desk.engine.dispose()


def test_a_division_may_bring_days_and_they_stay_days_until_they_are_filed(year: Clocked) -> None:
    collecting = Collecting(year)
    collecting.ask("office", content=ask("office", inputs=(PUBLISHED,), rows=()))
    with refused(year.desk, "facts.malformed") as told:
        collecting.answer("office", content=_brought("2021-10-08/later"))
    assert told.faults == [("facts.bad-clock", "facts.0.value")]
    collecting.answer("office", content=_brought(LATE))
    collecting.settle("office", "accept")
    with year.desk.reading() as session:
        (brought,) = collected_facts(session, BOOK, DEPARTMENT, SCORING).values()
    assert brought.fact.value == LATE
    assert stands(year)


def _brought(value: str) -> Collected:
    return Collected.model_validate({"lists": {"facts": [figure(PUBLISHED, value=value)]}})


# -- the book's calendar ----------------------------------------------------------------------------------------------


def test_what_is_announced_between_precheck_and_filing_is_counted(
    early: Clocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(monkeypatch, 2022, 3, 10)
    given = read_facts({"department": DEPARTMENT, **early.filing_by(**{ANNOUNCED: OVER_HOLIDAYS}).lists})
    assert _looked(early, given) == (
        "no",
        "10-working from=2021-09-24 done=2021-10-13 due=2021-10-08 late=5 provisional=2021",
    )
    known = Announce(announced=official_calendar((2021,)).to_data(), document="国办发明电〔2020〕27号")
    early.order("announce", known, day="2022-03-10")
    assert _looked(early, given) == ("yes", "10-working from=2021-09-24 done=2021-10-13 due=2021-10-13 late=0")
    file(early, **{ANNOUNCED: OVER_HOLIDAYS})
    assert payload(early)["counted"][0]["value"] == "yes"
    assert stands(early)


def test_what_was_counted_stays_counted_when_a_year_is_announced_afterwards(early: Clocked) -> None:
    file(early, **{ANNOUNCED: OVER_HOLIDAYS})
    known = Announce(announced=official_calendar((2021,)).to_data(), document="国办发明电〔2020〕27号")
    early.order("announce", known, day="2022-03-11")
    assert payload(early)["counted"][0]["value"] == "no"
    assert stands(early)


def _looked(year: Clocked, given: Facts) -> tuple[str, str]:
    """What a precheck says of the clock: the answer, and what stands between the brackets of its place."""
    found = precheck_given(year.desk, DEPARTMENT, None, given)
    assert found.evaluation is not None
    figures = {one.input: one for row in found.evaluation.rows for one in row.figures}
    return figures[ANNOUNCED].value, figures[ANNOUNCED].place.partition(" [")[2].removesuffix("]")


# -- the second reader ------------------------------------------------------------------------------------------------


def test_a_changed_answer_no_longer_gives_the_score_on_the_record(year: Clocked) -> None:
    file(year, **{PUBLISHED: LATE})

    def change(counted: dict[str, Any]) -> None:
        counted["value"] = "yes"

    assert rescored(year, change) == ["score-differs"]


@pytest.mark.parametrize("changed", [{"input": "rules_followed"}, {"origin": "statement"}])
def test_what_was_not_filed_as_days_cannot_have_been_counted(year: Clocked, changed: dict[str, str]) -> None:
    file(year, **{PUBLISHED: LATE})
    assert "score-differs" in rescored(year, lambda counted: counted.update(changed))


def rescored(year: Shijing, change: Callable[[dict[str, Any]], None] | None = None) -> list[str]:
    """What the verifier finds when it scores again, with the first counted answer of the filing changed."""
    again, damages = Rescoring(BOOK), []
    with year.desk.reading() as session:
        for one in session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))):
            told, department = json.loads(one.payload), one.subject_department or ""
            if change is not None and one.kind == "self-evaluation.filed":
                change(told["counted"][0])
            damages += again.take(Entry(one.sequence, one.kind, department, one.happened_at, one.received_at, told))
    return [one.kind for one in damages]
