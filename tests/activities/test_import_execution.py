"""Monthly execution on the record: a record for each department and month, kept when a later import supersedes it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.errors import IdempotencyConflictError
from audit.execution import Difference, differences, prefilled_execution, prefilled_facts
from audit.verifier.verify_books import verify
from models.commands import Filed
from models.execution import DepartmentMonth, ExecutionImported, ExecutionLine, ImportExecution
from models.ledger import LedgerRecord
from models.monitoring_tables import Execution
from models.projections import Filing
from rules.core.monitoring import GapRule, Monitoring
from rules.core.shapes import Ratio
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, local, rubric_file
from tests.support.warned import monitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.fund_sources import FundSource
    from rules.core.rubric import Rubric
    from tests.support.shijing import Shijing

DAY = "2021-08-05"


def line(spent: str, source: FundSource = "general", adjusted: str = "160610200") -> ExecutionLine:
    return ExecutionLine(source=source, initial="150000000", adjusted=adjusted, spent=spent)


def month(*lines: ExecutionLine, of: str = "2021-07", department: str = DEPARTMENT) -> DepartmentMonth:
    return DepartmentMonth(department=department, month=of, lines=lines)


def take_in(year: Shijing, *months: DepartmentMonth, file: str = "a", who: str = "office") -> int:
    order = ImportExecution(file=file * 64, months=months)
    return year.order(f"execution/{file}", order, who, DAY).receipt.sequence


@pytest.fixture
def year(before: Callable[[str], Shijing]) -> Shijing:
    """The monitoring is open and not filed."""
    return before("monitoring.file")


def test_each_month_of_a_department_is_a_record_of_its_own_that_names_the_files(year: Shijing) -> None:
    cause = take_in(year, month(line("62000000")), month(line("1", "own"), line("2"), of="2021-06"))
    with year.desk.reading() as session:
        query = select(LedgerRecord).where(col(LedgerRecord.sequence) >= cause).order_by(col(LedgerRecord.sequence))
        order, *records = session.exec(query).all()
    assert (order.kind, order.subject_department, order.role) == ("execution.received", None, "performance-office")
    assert b"62000000" not in order.payload
    said = [ExecutionImported.model_validate_json(one.payload) for one in records]
    assert [(one.kind, one.subject_department) for one in records] == [("execution.imported", DEPARTMENT)] * 2
    assert [(one.cause, one.month, len(one.lines)) for one in said] == [(cause, "2021-07", 1), (cause, "2021-06", 2)]
    assert not year.replayed().mismatches
    assert verify(year.desk.evidence.folder.parent, (BOOK,)).ok


def test_a_later_import_counts_and_the_earlier_one_stays(year: Shijing) -> None:
    take_in(year, month(line("62000000"), line("5000000", "own", "9000000")))
    again = take_in(year, month(line("63000000.01")), file="b")
    with year.desk.reading() as session:
        found = prefilled_execution(session, BOOK, DEPARTMENT, "2021-07")
        spent = session.exec(select(Execution.spent).order_by(col(Execution.sequence), col(Execution.source))).all()
        assert prefilled_execution(session, BOOK, DEPARTMENT, "2021-08") is None
    assert found is not None
    assert (found.sequence, found.spent, found.adjusted) == (again + 1, Fraction("63000000.01"), Fraction(160610200))
    assert spent == ["62000000", "5000000", "63000000.01"]


def test_an_import_is_prefilled_in_the_units_that_the_rubric_wants(year: Shijing) -> None:
    record = take_in(year, month(line("62000000.5"), line("5000000", "own", "0"))) + 1
    with year.desk.reading() as session:
        found = prefilled_execution(session, BOOK, DEPARTMENT, "2021-07")
        assert found is not None
        facts = {
            str(one["input"]): (one["value"], one["unit"], one["place"])
            for one in prefilled_facts(rubric_file().rubric, found)
        }
    place = f"{BOOK}#{record}"
    assert facts == {
        "mid_year_spent": ("6700.00005", "万元", place),
        "mid_year_budget": ("16061.02", "万元", place),
        "mid_year_month": ("7", "月", place),
    }


def test_a_filing_that_says_otherwise_is_shown_and_not_refused(year: Shijing) -> None:
    take_in(year, month(line("62500000")))
    monitor(year, local("2021-08-18"))
    with year.desk.reading() as session:
        found = differences(session, rubric_file().rubric, BOOK, DEPARTMENT)
    name = rubric_file().rubric.inputs["mid_year_spent"].name
    assert found == [Difference("monitoring", "2021-07", "mid_year_spent", name, "万元", "6200", "6250", "-50")]


def test_nothing_differs_where_nothing_was_imported_or_filed(year: Shijing) -> None:
    rubric = rubric_file().rubric
    with year.desk.reading() as session:
        assert differences(session, rubric, BOOK, DEPARTMENT) == []
    filing = year.mid_year()
    facts = filing.lists["facts"]
    assert isinstance(facts, list)
    monthless = [one for one in facts if isinstance(one, dict) and one["input"] != "mid_year_month"]
    monitor(year, local("2021-08-18"), Filed(lists={**filing.lists, "facts": monthless}))
    take_in(year, month(line("62500000")))
    with year.desk.reading() as session:
        assert differences(session, rubric, BOOK, DEPARTMENT) == []


def test_an_import_is_the_offices_and_all_or_nothing(year: Shijing) -> None:
    with refused(year.desk, "execution.unknown-department"):
        take_in(year, month(line("1")), month(line("1"), department="nobody"))
    with refused(year.desk, "execution.twice"):
        take_in(year, month(line("1")), month(line("2")))
    with refused(year.desk, "execution.twice"):
        take_in(year, month(line("1"), line("2")))
    with refused(year.desk, "act.not-appointed"):
        take_in(year, month(line("1")), who="reviewer")


def test_the_same_file_is_taken_in_once_and_another_under_its_key_is_a_conflict(year: Shijing) -> None:
    first = take_in(year, month(line("1")))
    assert take_in(year, month(line("1"))) == first
    with pytest.raises(IdempotencyConflictError):
        take_in(year, month(line("2")))
    with year.desk.reading() as session:
        assert len(session.exec(select(Execution)).all()) == 1


# -- a rubric that asks for no month ------------------------------------------------------------------------------


def asking_for_no_month(window: str | None = None) -> Rubric:
    """Only the gap between targets and spending is watched, perhaps in a second window."""
    rubric = rubric_file().rubric
    gap = GapRule("gap", "目标与支出差距", Ratio("mid_year_spent", "mid_year_budget"), Fraction(1, 10))
    first = next(one for one in rubric.phases if one.id == "monitoring")
    later = () if window is None else (replace(first, window=window),)
    return replace(rubric, monitoring=Monitoring(gaps=(gap,)), phases=(*rubric.phases, *later))


def months_beside(year: Shijing, rubric: Rubric) -> list[tuple[str, str, str]]:
    with year.desk.reading() as session:
        return [(one.phase, one.month, one.difference) for one in differences(session, rubric, BOOK, DEPARTMENT)]


def test_where_no_month_is_asked_for_the_import_of_the_last_one_that_had_ended_stands_beside_the_filing(
    year: Shijing,
) -> None:
    monitor(year, local("2021-08-18"))
    take_in(year, month(line("62500000")), month(line("61000000"), of="2021-06"), month(line("90000000"), of="2021-10"))
    assert months_beside(year, asking_for_no_month()) == [("monitoring", "2021-07", "-50")]
    assert months_beside(year, asking_for_no_month("2021-07")) == [("monitoring", "2021-06", "100")]


def test_what_was_imported_before_a_filing_stands_beside_it_though_its_month_has_not_ended(year: Shijing) -> None:
    take_in(year, month(line("62500000"), of="2021-08"))
    monitor(year, local("2021-08-18"))
    assert months_beside(year, asking_for_no_month()) == [("monitoring", "2021-08", "-50")]


def test_a_later_window_is_beside_the_import_of_its_own_month(year: Shijing) -> None:
    monitor(year, local("2021-08-18"))
    take_in(year, month(line("62500000")), month(line("63000000"), of="2021-10"))
    with year.desk.writing(BOOK, 1) as writer:
        filing = writer.session.exec(select(Filing).where(col(Filing.phase) == "monitoring")).one()
        filing.phase = "monitoring/2021-10"
    assert months_beside(year, asking_for_no_month("2021-10")) == [("monitoring/2021-10", "2021-10", "-100")]


def test_an_import_is_prefilled_without_a_month_where_none_is_asked_for(year: Shijing) -> None:
    take_in(year, month(line("62500000")))
    with year.desk.reading() as session:
        found = prefilled_execution(session, BOOK, DEPARTMENT, "2021-07")
        assert found is not None
        assert [(one["input"], one["value"]) for one in prefilled_facts(asking_for_no_month(), found)] == [
            ("mid_year_spent", "6250"),
            ("mid_year_budget", "16061.02"),
        ]
