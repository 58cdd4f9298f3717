"""A year that is monitored several times: each window is filed and accepted, and has its own warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from activities.resume_cycle import resume_cycle
from activities.signatures import Resumption
from app.task_lists import Choice, page_of
from app.tasks import list_tasks
from audit.filings import phase_read
from audit.verifier.verify_books import verify
from models.commands import Answer, Filed, Reevaluate
from models.ledger import LedgerRecord
from models.projections import Filing
from models.values import instant
from rules.rubric_file import load_rubric
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, awaited_of, local
from tests.support.told_again import told_again
from tests.support.warned import EXHIBITIONS, SPENDING, answer, on_pace, states, warnings
from tests.support.windowed import NOVEMBER, OCTOBER, Windowed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.templates import Templates

OCTOBERS = "warning/2021-10/2/spending-pace"


@pytest.fixture
def year(templates: Templates, tmp_path: Path) -> Iterator[Windowed]:
    """The first window is accepted, and its two warnings wait for an answer."""
    year = templates.take(Windowed, "warning.answer", tmp_path / "data")
    yield year
    year.desk.engine.dispose()


def accept(year: Windowed, window: str, day: str) -> None:
    year.act(window, "monitoring.accept", Answer(), "reviewer", local(day))


def test_every_window_is_a_phase_of_its_own_with_its_own_days(year: Windowed) -> None:
    assert year.start is not None
    assert [(plan.phase, plan.due) for plan in year.start.plans][1:4] == [
        ("monitoring", "2021-08-23"),
        (OCTOBER, "2021-11-15"),
        (NOVEMBER, "2021-12-15"),
    ]
    year.open_phase(OCTOBER)
    year.act(OCTOBER, "monitoring.file", on_pace(year), "filler", local("2021-11-10"))
    year.act(OCTOBER, "monitoring.return", Answer(opinion="0" * 64), "reviewer", local("2021-11-11"))
    filed = year.act(OCTOBER, "monitoring.file", on_pace(year), "filler", local("2021-11-12"))
    assert awaited_of(filed, OCTOBER).due == "2021-11-19"
    accept(year, OCTOBER, "2021-11-15")
    assert (year.turn("monitoring").state, year.turn(OCTOBER).state) == ("done", "done")
    with year.desk.reading() as session:
        query = select(Filing.phase).order_by(col(Filing.sequence))
        assert list(session.exec(query)) == ["targets", "monitoring", OCTOBER, OCTOBER]


def test_a_later_reading_replaces_what_it_finds_again_and_keeps_what_it_does_not(year: Windowed) -> None:
    year.file_window(OCTOBER, "2021-11-10", _only_spending(year))
    found = {matter: (one.window, one.state) for matter, one in warnings(year).items()}
    assert found == {
        SPENDING: ("monitoring", "superseded"),
        EXHIBITIONS: ("monitoring", "raised"),
        OCTOBERS: (OCTOBER, "raised"),
    }
    # The window's own days: five working days for its answers.
    assert year.turn(OCTOBERS).awaited is not None
    assert awaited_of(answer(year, OCTOBERS, local("2021-11-15")), OCTOBERS).due == "2021-11-22"


def test_a_suspended_warning_is_ended_by_no_later_reading(year: Windowed) -> None:
    year.climb(instant(local("2021-10-01")))
    year.file_window(OCTOBER, "2021-11-10", _only_spending(year))
    assert states(year) == {SPENDING: "raised", EXHIBITIONS: "raised", OCTOBERS: "raised"}


def test_what_is_evaluated_again_is_the_window_that_was_filed_last(year: Windowed) -> None:
    year.file_window(OCTOBER, "2021-11-10", on_pace(year))
    with year.desk.reading() as session:
        assert phase_read(session, BOOK, DEPARTMENT, "monitoring") == OCTOBER
    year.order("again", Reevaluate(department=DEPARTMENT, stage="monitoring"), day="2021-11-12")
    assert states(year) == {SPENDING: "raised", EXHIBITIONS: "raised"}
    year.act(OCTOBER, "monitoring.withdraw", Answer(), "filler", local("2021-11-12"))
    with year.desk.reading() as session:
        assert phase_read(session, BOOK, DEPARTMENT, "monitoring") == "monitoring"


def test_monitoring_was_filed_in_time_only_when_every_window_was(year: Windowed) -> None:
    year.file_window(OCTOBER, "2021-11-10", on_pace(year))
    accept(year, OCTOBER, "2021-11-11")
    year.file_window(NOVEMBER, "2021-12-16", on_pace(year))
    accept(year, NOVEMBER, "2021-12-17")
    year.open_phase("self-evaluation")
    year.act(
        "self-evaluation", "self-evaluation.file", year.filing("self-evaluation.file"), "filler", local("2022-03-01")
    )
    with year.desk.reading() as session:
        made = session.exec(select(LedgerRecord).where(col(LedgerRecord.kind) == "evaluation.made")).all()[-1]
        numbers = session.exec(select(Filing.sequence).where(col(Filing.phase).startswith("monitoring"))).all()
    place = f"{BOOK}#{','.join(map(str, sorted(numbers)))}".encode()
    assert len(numbers) == 3
    assert b'"value":"no"' in made.payload
    assert place in made.payload
    assert not year.replayed().mismatches
    assert verify(year.desk.evidence.folder.parent, (BOOK,)).ok
    told_again(year, load_rubric(year.rubric_yaml().encode()).rubric, local("2022-03-02"))


def test_a_year_is_taken_up_again_at_its_window(year: Windowed) -> None:
    year.open_phase(OCTOBER)
    call = Resumption(book=BOOK, epoch=2, resumption="r", actor=PEOPLE["office"], happened_at=local("2021-11-05"))
    (start,) = resume_cycle(year.desk, call).years
    assert start.plans[start.position].phase == OCTOBER
    assert OCTOBER in {turn.matter for turn in start.turns}


def test_tasks_of_a_window_are_chosen_by_its_name(year: Windowed) -> None:
    year.file_window(OCTOBER, "2021-11-10", _only_spending(year))
    page = page_of(list_tasks(year.desk, BOOK, None), Choice(phase=OCTOBER))
    assert {task.matter for task in page.tasks} == {OCTOBER, OCTOBERS}
    with refused(year.desk, "phase.not-open"):
        year.act(NOVEMBER, "monitoring.file", on_pace(year), "filler", local("2021-11-11"))


def _only_spending(year: Windowed) -> Filed:
    """A filing that warns of the spending and of no indicator."""
    return Filed(lists={**on_pace(year).lists, "facts": year.mid_year().lists["facts"]})
