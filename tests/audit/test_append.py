from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from audit.append import BookWriter, Standing
from audit.entry import Entry
from audit.errors import AuditError, StaleEpochError, UnknownBookError
from audit.replay import replay
from audit.sealed import Sealed
from audit.verifier import verify
from bench.floor import sent
from models.clock_payloads import ClockSaid
from models.ending_payloads import YearConcluded
from models.errors import ModelsError
from models.ledger import FIRST_PREVIOUS, Head, LedgerRecord
from models.payloads import AppointmentMade, BookOpened, DepartmentEnrolled, EvaluationMade
from models.projections import PROJECTIONS, Appointment
from tests.support.clock import STARTS
from tests.support.shijing import BOOK, PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk
    from tests.support.clock import StepClock
    from tests.support.shijing import Shijing

OPENED: dict[str, Any] = {
    "bureau": "b",
    "name": "n",
    "year": 2021,
    "kind": "real",
    "shift_seconds": 0,
    "officers": (),
    "opened_on": "2021-01-04",
}


def entry(key: str, role: str = "filler") -> Entry:
    return Entry(
        kind="appointment.made",
        key=key,
        actor=PEOPLE["security"],
        role="security-officer",
        happened_at=STARTS,
        payload=AppointmentMade(
            appointee=PEOPLE["filler"],
            role=role,
            department=None,
            from_day="2020-10-09",
            to_day=None,
            approved_by=PEOPLE["security"],
        ),
    )


def records(desk: Desk) -> list[LedgerRecord]:
    with Session(desk.engine) as session:
        return list(session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))))


def appointments(desk: Desk) -> int:
    with Session(desk.engine) as session:
        return len(session.exec(select(Appointment)).all())


def head(desk: Desk) -> Head:
    with Session(desk.engine) as session:
        return session.get_one(Head, BOOK)


def test_a_book_is_one_chain_without_a_gap(played: Shijing) -> None:
    written = records(played.desk)
    assert [one.sequence for one in written] == list(range(1, len(written) + 1))
    assert [one.previous for one in written] == [FIRST_PREVIOUS, *(one.hash for one in written[:-1])]
    last = head(played.desk)
    assert (last.sequence, last.hash) == (written[-1].sequence, written[-1].hash)


def test_the_same_year_played_twice_is_the_same_book(played: Shijing, shijing_again: Shijing) -> None:
    shijing_again.open()
    shijing_again.play()
    assert records(shijing_again.desk) == records(played.desk)


def test_two_writers_at_once_keep_one_chain(shijing: Shijing, data: Path) -> None:
    before = head(shijing.desk).sequence
    together = Barrier(2)

    def write(writer: int) -> None:
        for number in range(50):
            together.wait()
            with shijing.desk.writing(BOOK, 1) as book:
                book.append(entry(f"{writer}/{number}"))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, (1, 2)))
    written = records(shijing.desk)
    assert [one.sequence for one in written] == list(range(1, before + 101))
    assert [one.previous for one in written[1:]] == [one.hash for one in written[:-1]]
    keys = [one.key for one in written[before:]]
    assert sorted(keys) == sorted(f"{writer}/{number}" for writer in (1, 2) for number in range(50))
    assert {damage.kind for damage in verify(data, (BOOK,)).books[0].damages} == set()


def test_a_key_can_be_written_only_once(shijing: Shijing) -> None:
    with shijing.desk.writing(BOOK, 1) as book:
        book.append(entry("twice"))
    before = records(shijing.desk)
    with pytest.raises(IntegrityError, match="refused"), shijing.desk.writing(BOOK, 1) as book:
        book.append(entry("twice", "approver"))
    assert records(shijing.desk) == before


def test_what_is_taken_back_leaves_neither_record_nor_table_nor_head(shijing: Shijing) -> None:
    before = records(shijing.desk), appointments(shijing.desk), head(shijing.desk)

    def fail_after_writing() -> None:
        with shijing.desk.writing(BOOK, 1) as book:
            book.append(entry("half"))
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        fail_after_writing()
    assert (records(shijing.desk), appointments(shijing.desk), head(shijing.desk)) == before


def test_a_record_and_its_table_appear_together(shijing: Shijing) -> None:
    before = appointments(shijing.desk)
    with shijing.desk.writing(BOOK, 1) as book:
        book.append(entry("one"))
        # Nobody else sees half of it.
        with shijing.desk.reading() as other:
            assert len(other.exec(select(Appointment)).all()) == before
    assert appointments(shijing.desk) == before + 1


def test_a_writer_of_an_older_epoch_is_refused(shijing: Shijing) -> None:
    with shijing.desk.writing(BOOK, 2) as book:
        book.append(entry("resumed"))
    with pytest.raises(StaleEpochError) as refused, shijing.desk.writing(BOOK, 1):
        pytest.fail("the stale writer got the head")
    assert refused.value.params == {"book": BOOK, "given": "1", "wanted": "2"}
    assert [one.key for one in records(shijing.desk)][-1] == "resumed"


def test_nothing_can_be_written_before_the_opening_record(desk: Desk) -> None:
    with pytest.raises(UnknownBookError) as refused, desk.writing("nowhere/2021/real", 1):
        pytest.fail("a book without an opening record was written to")
    assert (refused.value.code, refused.value.params) == ("ledger.unknown-book", {"book": "nowhere/2021/real"})


def test_recorded_at_never_runs_backwards(shijing: Shijing, clock: StepClock, data: Path) -> None:
    clock.now = STARTS + timedelta(days=9)
    with shijing.desk.writing(BOOK, 1) as book:
        late = book.append(entry("before the clock was set back"))
    clock.now = STARTS - timedelta(days=400)
    with shijing.desk.writing(BOOK, 1) as book:
        early = book.append(entry("after it"))
    clock.now = STARTS + timedelta(days=10)
    with shijing.desk.writing(BOOK, 1) as book:
        right = book.append(entry("when it was right again"))
    assert late.recorded_at == early.recorded_at == "2026-01-14T01:00:01.000000Z"
    assert right.recorded_at == "2026-01-15T01:00:01.000000Z"
    assert verify(data, (BOOK,)).ok


def test_two_openings_at_once_make_one_book(desk: Desk) -> None:
    together = Barrier(4)

    def open_it(number: int) -> str:
        together.wait()
        with Session(desk.engine, expire_on_commit=False) as session, session.begin():
            writer = BookWriter.opening(session, BOOK, desk.clock())
            return (writer.find("first") or writer.append(entry("first", f"role-{number}"))).hash

    with ThreadPoolExecutor(4) as pool:
        hashes = set(pool.map(open_it, range(4)))
    assert len(hashes) == len(records(desk)) == 1


def test_a_float_never_reaches_the_ledger(shijing: Shijing) -> None:
    before = records(shijing.desk)
    opened = BookOpened(**{**OPENED, "calendar": {"days": [88.4]}})
    with pytest.raises(AuditError) as refused, shijing.desk.writing(BOOK, 1) as book:
        book.append(replace(entry("float"), kind="book.opened", payload=opened))
    assert (refused.value.code, refused.value.params) == (
        "payload.float",
        {"place": "payload.calendar.days.0", "value": "88.4"},
    )
    assert records(shijing.desk) == before


def test_an_evaluation_that_holds_a_float_cannot_even_be_made() -> None:
    with pytest.raises(ModelsError) as refused:
        EvaluationMade(stage="score", cause=1, rubric_hash="0" * 64, evaluation={"total": 88.4})
    assert (refused.value.code, refused.value.params) == (
        "payload.float",
        {"place": "payload.evaluation.total", "value": "88.4"},
    )


def test_each_book_has_a_chain_of_its_own(shijing: Shijing) -> None:
    first = records(shijing.desk)
    other = type(shijing)(shijing.desk, book="guangzhou-baiyun/2022/rehearsal")
    assert other.open_book().sequence == 1
    assert [one for one in records(shijing.desk) if one.book == BOOK] == first
    assert replay(shijing.desk.engine, BOOK).mismatches == ()


@given(cuts=st.lists(st.integers(0, 12), max_size=4))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_batch_writes_what_one_by_one_would_have_written(shijing: Shijing, cuts: list[int]) -> None:
    before = records(shijing.desk)[-1].sequence
    wanted = [mixed(before, number) for number in range(12)]
    ends = sorted({0, *cuts, len(wanted)})

    def written(batches: list[list[Entry]]) -> tuple[list[str], Head, list[list[dict[str, Any]]]]:
        with Session(shijing.desk.engine, expire_on_commit=False) as session, session.begin() as transaction:
            writer = BookWriter(session, BOOK, 1, STARTS + timedelta(days=2))
            hashes = [record.hash for batch in batches for record in writer.append_all(batch)]
            tables = [session.exec(select(table)).all() for table in PROJECTIONS]
            found = (
                hashes,
                session.get_one(Head, BOOK).model_copy(),
                [[row.model_dump() for row in one] for one in tables],
            )
            transaction.rollback()
        return found

    one_by_one = written([[entry] for entry in wanted])
    together = written([wanted[first:last] for first, last in pairwise(ends)])
    assert len(one_by_one[0]) == len(wanted)
    assert together == one_by_one


def mixed(after: int, number: int) -> Entry:
    """Records of which some only add rows and some read and change what others wrote."""
    match number % 4:
        case 0:
            return entry(f"mixed/{after}/{number}")
        case 1:
            said = {"matter": "targets", "act": "targets.file", "kind": "reminder", "to_role": "filler"}
            payload = ClockSaid.model_validate({**said, "due": "2021-02-01", "days": number})
            return replace(entry(f"mixed/{after}/{number}"), kind="deadline.reminded", department="x", payload=payload)
        case 2:
            enrolment = DepartmentEnrolled(name="y", rubric_hash="0" * 64)
            key = f"mixed/{after}/{number}"
            return replace(entry(key), kind="department.enrolled", department=f"y{number}", payload=enrolment)
        case _:
            key = f"mixed/{after}/{number}"
            return replace(entry(key), kind="year.concluded", department=f"y{number - 1}", payload=YearConcluded())


def test_an_empty_batch_writes_nothing(shijing: Shijing) -> None:
    before = records(shijing.desk), head(shijing.desk)
    with shijing.desk.writing(BOOK, 1) as book:
        assert book.append_all([]) == []
    assert (records(shijing.desk), head(shijing.desk)) == before


@pytest.mark.parametrize("keys", [("new", "new"), ("first", "old")])
def test_a_key_used_twice_takes_the_whole_batch_back(shijing: Shijing, keys: tuple[str, str]) -> None:
    with shijing.desk.writing(BOOK, 1) as book:
        book.append(entry("old"))
    before = records(shijing.desk), appointments(shijing.desk), head(shijing.desk)
    with pytest.raises(IntegrityError, match="refused"), shijing.desk.writing(BOOK, 1) as book:
        book.append_all([entry(key) for key in keys])
    assert (records(shijing.desk), appointments(shijing.desk), head(shijing.desk)) == before


def test_a_payload_that_is_not_of_its_kinds_form_is_not_written(shijing: Shijing) -> None:
    before = records(shijing.desk)
    with pytest.raises(AuditError, match=r"record\.malformed"), shijing.desk.writing(BOOK, 1) as book:
        book.append(replace(entry("other"), kind="year.concluded"))
    assert records(shijing.desk) == before


def test_whether_a_book_is_sealed_is_not_looked_for_through_the_whole_book(shijing: Shijing) -> None:
    with sent(shijing.desk.engine) as statements, shijing.desk.reading() as session:
        assert Sealed.of(session, BOOK).number == 0
        (asked,) = [one for one in statements if "kind" in one]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", (BOOK, 0, "book.sealed"))
        assert "ix_ledger_kind" in plan.one().detail


def test_a_writer_behind_another_of_its_own_process_does_not_look_for_a_seal_again(shijing: Shijing) -> None:
    with shijing.desk.writing(BOOK, 1) as book:
        book.append(entry("before"))
    with sent(shijing.desk.engine) as statements, shijing.desk.writing(BOOK, 1) as book:
        assert book.sealed.number == 0
    assert not [one for one in statements if "kind" in one]


def test_the_head_moves_once_however_many_records_a_transaction_writes(shijing: Shijing) -> None:
    with sent(shijing.desk.engine) as statements, shijing.desk.writing(BOOK, 1) as book:
        last = [book.append(entry(f"one/{number}")) for number in range(3)][-1]
    assert len([one for one in statements if one.startswith("UPDATE head")]) == 1
    assert (head(shijing.desk).sequence, head(shijing.desk).hash) == (last.sequence, last.hash)


def test_whoever_reads_the_head_while_records_are_written_lets_it_move_first(shijing: Shijing) -> None:
    with shijing.desk.writing(BOOK, 1) as book:
        before = book.session.get_one(Head, BOOK).sequence
        written = book.append(entry("read"))
        book.move_head()
        assert book.session.get_one(Head, BOOK).sequence == written.sequence == before + 1


def test_a_head_is_read_in_the_order_of_its_columns() -> None:
    assert Standing._fields == tuple(Head.model_fields)
