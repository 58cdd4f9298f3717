from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, col, select

from audit.errors import AuditError
from audit.project import project
from audit.replay import compare_tables, empty_tables
from models.acknowledgements import Acknowledgement, Dispute
from models.amendment_tables import AllowedAmendment
from models.carrying import Carried
from models.collections_asked import Collection, Division
from models.commands import Answer
from models.date_tables import Notice
from models.erasures import Erasure
from models.findings import Finding
from models.ledger import LedgerRecord
from models.monitoring_tables import Execution, RaisedWarning
from models.payloads import FORMS
from models.projections import (
    PROJECTIONS,
    Alert,
    Book,
    Department,
    Extension,
    Matter,
    Prepared,
    Task,
)
from models.results import SuggestedResult
from models.samples import Sampled
from models.score_changes import ScoreChange
from models.sealing_tables import Addendum, Correction, Seal
from models.switching_tables import DepartmentSwitch, RubricSwitch
from models.target_tables import DoubtedTargets, TargetAdjustment, TargetQuality
from tests.support.shijing import BOOK, awaited_of, local
from tests.support.tampered import Tampered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.shijing import Shijing


PHASES = ("targets", "monitoring", "self-evaluation", "review", "rectification")
SPENDING, EXHIBITIONS = "warning/1/spending-pace", "warning/1/indicator-pace/exhibitions"


@pytest.fixture
def tables() -> Iterator[Session]:
    session = empty_tables()
    yield session
    session.close()
    session.get_bind().dispose()  # type: ignore[union-attr]


def a_record(kind: str, payload: bytes = b"{}", department: str | None = "shijing", version: int = 1) -> LedgerRecord:
    return LedgerRecord(
        book=BOOK,
        sequence=41,
        happened_at="2022-03-23T09:50:00.000000Z",
        recorded_at="2026-01-05T01:00:00.000000Z",
        actor="system",
        role="system",
        kind=kind,
        schema_version=version,
        subject_department=department,
        key="k",
        epoch=1,
        payload=payload,
        previous="0" * 64,
        hash="",
    )


@pytest.mark.parametrize(("kind", "version"), [("targets.forgotten", 1), ("targets.filed", 2)])
def test_a_kind_that_no_release_has_written_is_named_with_its_place(tables: Session, kind: str, version: int) -> None:
    with pytest.raises(AuditError) as refused:
        project(tables, a_record(kind, version=version))
    assert (refused.value.code, refused.value.params) == (
        "record.unknown-kind",
        {"book": BOOK, "sequence": "41", "kind": kind, "version": str(version)},
    )


@pytest.mark.parametrize(
    ("code", "record"),
    [
        ("record.malformed", a_record("department.enrolled", b'{"name":"x"}')),
        ("record.malformed", a_record("department.enrolled", b'{"name":"x","rubric_hash":"y","more":1}')),
        ("record.malformed", a_record("department.enrolled", b"{")),
        ("record.does-not-follow", a_record("year.concluded")),
        ("record.no-department", a_record("year.concluded", department=None)),
    ],
    ids=["a part is missing", "a part too many", "not JSON", "a year that never began", "nobody's year"],
)
def test_a_damaged_record_is_named_with_its_place(tables: Session, code: str, record: LedgerRecord) -> None:
    with pytest.raises(AuditError) as refused:
        project(tables, record)
    assert (refused.value.code, refused.value.params) == (code, {"book": BOOK, "sequence": "41", "kind": record.kind})


def test_a_department_cannot_be_enrolled_twice(tables: Session) -> None:
    enrolment = a_record("department.enrolled", b'{"name":"x","rubric_hash":"y"}')
    project(tables, enrolment)
    with pytest.raises(AuditError, match=r"record\.does-not-follow"):
        project(tables, enrolment)


def test_what_was_filed_cannot_be_filed_by_the_same_record_again(played: Shijing, tables: Session) -> None:
    with played.desk.reading() as session:
        records = session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))).all()
    filed = next(record for record in records if record.kind == "targets.filed")
    for record in records[: filed.sequence]:
        project(tables, record)
    with pytest.raises(AuditError, match=r"record\.does-not-follow"):
        project(tables, filed)


@pytest.mark.parametrize(("kind", "version"), FORMS)
def test_every_form_has_its_writer_and_an_empty_payload_is_no_form(tables: Session, kind: str, version: int) -> None:
    with pytest.raises(AuditError, match=r"record\.(malformed|does-not-follow)"):
        project(tables, a_record(kind, version=version))


def test_dropping_every_table_and_rebuilding_it_from_the_ledger_gives_the_same(
    played: Shijing, shijing_again: Shijing, data: Path
) -> None:
    shijing_again.open()
    shijing_again.play()
    played.desk.engine.dispose()
    tampered = Tampered(data)
    tampered.empty_projections()
    with Session(played.desk.engine) as live, Session(shijing_again.desk.engine) as untouched:
        assert compare_tables(live, live, BOOK)[0] == 0
        for record in live.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))).all():
            project(live, record)
        live.commit()
        rows, differing = compare_tables(live, untouched, BOOK)
    assert (rows > 30, differing) == (True, [])


def test_a_year_leaves_its_traces_in_every_table(played: Shijing) -> None:
    with played.desk.reading() as session:
        # A plain year: nothing was put off, collected, amended, imported, drawn, sealed, mended, switched or erased.
        empty = [Extension, Notice, Prepared, TargetAdjustment, TargetQuality, DoubtedTargets, ScoreChange, Execution]
        empty += [Acknowledgement, Dispute, Division, Collection, Sampled, Carried, SuggestedResult, Seal, Addendum]
        empty += [Correction, RubricSwitch, DepartmentSwitch, Erasure, AllowedAmendment]
        assert [table for table in PROJECTIONS if not session.exec(select(table)).all()] == empty
        tasks = session.exec(select(Task)).all()
        matters = session.exec(select(Matter)).all()
        assert {task.state for task in tasks} == {"done"}
        late = {task.matter: (task.act, task.days_late) for task in tasks if task.days_late}
        assert late == {"self-evaluation": ("self-evaluation.file", 5), EXHIBITIONS: ("warning.answer", 2)}
        assert {matter.matter: (matter.course, matter.state) for matter in matters} == {
            **{phase: (phase, "done") for phase in PHASES},
            SPENDING: ("warning", "done"),
            EXHIBITIONS: ("warning", "done"),
            "finding/rules": ("finding", "done"),
            "adjustment": ("adjustment", "done"),
        }
        assert [finding.state for finding in session.exec(select(Finding))] == ["closed"]
        assert {one.matter: (one.about, one.state, one.days_late) for one in session.exec(select(RaisedWarning))} == {
            SPENDING: ("", "closed", 0),
            EXHIBITIONS: ("exhibitions", "closed", 2),
        }
        assert {alert.kind: alert.to_role for alert in session.exec(select(Alert))}.keys() == {"reminder", "overdue"}
        assert session.get_one(Department, (BOOK, "shijing")).concluded
        assert session.get_one(Book, BOOK).concluded


def test_a_returned_filing_is_asked_for_again(shijing: Shijing) -> None:
    shijing.play(until="targets.approve")
    returned = shijing.act("targets", "targets.return", Answer(opinion="0" * 64), "reviewer", local("2020-11-05"))
    with shijing.desk.reading() as session:
        tasks = {(task.act, task.round): task for task in session.exec(select(Task))}
    assert {key: task.state for key, task in tasks.items()} == {
        ("targets.file", 1): "done",
        ("targets.approve", 1): "done",
        ("targets.file", 2): "open",
    }
    # Ten working days after the return, as the bureau had for its answer.
    assert tasks["targets.file", 2].due == awaited_of(returned, "targets").due == "2020-11-19"
