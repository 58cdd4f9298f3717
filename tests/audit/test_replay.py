from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.errors import UnknownBookError
from audit.replay import Until, compare_tables, replay
from models.acknowledgements import Acknowledgement, Dispute
from models.amendment_tables import AllowedAmendment
from models.carrying import Carried
from models.collections_asked import Collection, Division
from models.commands import Appoint
from models.date_tables import Notice
from models.erasures import Erasure
from models.ledger import LedgerRecord
from models.monitoring_tables import Execution
from models.projections import PROJECTIONS, AdoptedRubric, Extension, Matter, Prepared, Score, Task
from models.results import SuggestedResult
from models.samples import Sampled
from models.score_changes import ScoreChange
from models.sealing_tables import Addendum, Correction, Seal
from models.switching_tables import DepartmentSwitch, RubricSwitch
from models.tables import table_of
from models.target_tables import DoubtedTargets, TargetAdjustment, TargetQuality
from tests.support.shijing import BOOK, PEOPLE, RECORDS, Shijing, local

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel import SQLModel

    from audit.evaluators import Evaluators
    from tests.support.tampered import Tampered

MORE = """
INSERT INTO finding SELECT book, department, 'more', sequence, row, text, state, measure, days_late, NULL, NULL, NULL,
'[]' FROM finding
"""

# A plain year: nothing was put off, collected, amended, drawn, copied, suggested, sealed, corrected, switched, erased.
EMPTY = (
    *(Extension, Notice, Prepared, ScoreChange, Execution, Acknowledgement, Dispute, Sampled),
    *(TargetAdjustment, TargetQuality, DoubtedTargets),
    *(Division, Collection, Carried, SuggestedResult),
    *(Seal, Addendum, Correction, RubricSwitch, DepartmentSwitch, Erasure, AllowedAmendment),
)
FILLED = [table for table in PROJECTIONS if table not in EMPTY]


def rows_of(year: Shijing) -> dict[str, int]:
    with year.desk.reading() as session:
        return {str(table.__tablename__): len(session.exec(select(table)).all()) for table in PROJECTIONS}


# -- an honest book ---------------------------------------------------------------------------------------------


def test_replay_to_the_end_is_the_live_book(played: Shijing) -> None:
    result = played.replayed()
    live = rows_of(played)
    assert result.mismatches == ()
    assert (result.records, result.of, result.evaluations) == (RECORDS, RECORDS, 2)
    assert (result.tables, result.rows) == (len(PROJECTIONS), sum(live.values()))
    assert min(live[str(table.__tablename__)] for table in FILLED) >= 1


@pytest.mark.thorough
def test_replay_to_every_sequence_scores_what_was_scored(played: Shijing) -> None:
    with played.desk.reading() as session:
        kinds = session.exec(select(LedgerRecord.kind).order_by(col(LedgerRecord.sequence))).all()
    for sequence in range(1, RECORDS + 1):
        result = played.replayed(Until(sequence))
        scored = sum(kind == "evaluation.made" for kind in kinds[:sequence])
        assert (result.records, result.evaluations, result.mismatches) == (sequence, scored, ())


@pytest.mark.parametrize(
    "act", ["targets.file", "monitoring.accept", "warning.answer", "self-evaluation.file", "finding.accept"]
)
def test_the_book_as_it_stood_is_what_it_was(played: Shijing, shijing_again: Shijing, act: str) -> None:
    shijing_again.open()
    shijing_again.play(until=act)
    with shijing_again.desk.reading() as then:
        length = len(then.exec(select(LedgerRecord.sequence)).all())
        rebuilt = played.replayed(Until(length)).session
        rows, differing = compare_tables(then, rebuilt, BOOK)
    assert (rows > 10, differing) == (True, [])


def test_replay_to_a_day_shows_what_was_open_then(played: Shijing) -> None:
    after_the_deadline = played.replayed(Until(moment=local("2022-03-20")))
    with after_the_deadline.session as tables:
        task = tables.exec(select(Task).where(col(Task.act) == "self-evaluation.file")).one()
        phase = tables.get_one(Matter, (BOOK, "shijing", "self-evaluation"))
        scores = tables.exec(select(Score).where(col(Score.stage) == "score")).all()
    assert (task.state, task.due, phase.state, scores) == ("open", "2022-03-18", "open", [])
    assert after_the_deadline.records < after_the_deadline.of


def test_the_moment_of_a_record_belongs_to_the_part_that_is_replayed(played: Shijing) -> None:
    with played.desk.reading() as session:
        moment = session.exec(select(LedgerRecord.happened_at).where(col(LedgerRecord.sequence) == 10)).one()
    assert played.replayed(Until(moment=moment)).records == 10
    assert played.replayed(Until(moment=f"{moment[:-4]}")).records == 9


def test_replay_writes_nothing(played: Shijing, data: Path) -> None:
    played.desk.engine.dispose()
    before = (data / "jixiao.db").read_bytes()
    played.replayed()
    assert (data / "jixiao.db").read_bytes() == before


def test_replay_tells_of_every_record_as_it_goes(played: Shijing, evaluators: Evaluators) -> None:
    told: list[int] = []
    replay(played.desk.engine, BOOK, None, evaluators, told.append)
    assert told == list(range(1, RECORDS + 1))


@pytest.mark.thorough
def test_the_year_goes_on_while_somebody_replays_it(shijing: Shijing, evaluators: Evaluators) -> None:
    shijing.play(until="review.conclude")
    records = shijing.replayed().records

    def write_meanwhile(sequence: int) -> None:
        if sequence == 5:
            appoint = Appoint(appointee=PEOPLE["filler"], role="auditor", from_day="2022-06-03")
            shijing.order("meanwhile", appoint, "security")

    result = replay(shijing.desk.engine, BOOK, None, evaluators, write_meanwhile)
    assert (result.records, result.of, result.mismatches) == (records, records, ())
    assert shijing.replayed().records == records + 1


def test_a_book_that_does_not_exist_cannot_be_replayed(played: Shijing) -> None:
    with pytest.raises(UnknownBookError):
        replay(played.desk.engine, "guangzhou-baiyun/1999/real")


# -- a changed table --------------------------------------------------------------------------------------------


def _changeable(table: type[SQLModel]) -> str:
    """A column of the table that is neither its key nor a number."""
    keys = {column.name for column in table_of(table).primary_key}
    return next(name for name, field in table.model_fields.items() if name not in keys and field.annotation is str)


@pytest.mark.parametrize("table", FILLED, ids=lambda table: str(table.__tablename__))
def test_a_changed_table_is_found_and_named(played: Shijing, tampered: Tampered, table: type[SQLModel]) -> None:
    name, column = str(table.__tablename__), _changeable(table)
    tampered.sql(f"UPDATE {name} SET {column} = 'forged' WHERE rowid = (SELECT MAX(rowid) FROM {name})")  # noqa: S608
    mismatches = played.replayed().mismatches
    if table is AdoptedRubric:
        mismatches = tuple(one for one in mismatches if one.what == "table")
    (mismatch,) = mismatches
    assert mismatch.what == "table"
    assert mismatch.where.startswith(f"{name}['{BOOK}'")
    assert "forged" in mismatch.stored
    assert "forged" not in mismatch.replayed


def test_a_better_score_in_the_table_is_found_with_both_scores(played: Shijing, tampered: Tampered) -> None:
    ((sequence, total),) = tampered.sql("SELECT sequence, total FROM score WHERE stage = 'score'")
    tampered.sql("UPDATE score SET total = '99.99' WHERE stage = 'score'")
    (mismatch,) = played.replayed().mismatches
    assert mismatch.where == f"score['{BOOK}', '{sequence}']"
    assert "'total': '99.99'" in mismatch.stored
    assert f"'total': '{total}'" in mismatch.replayed


@pytest.mark.parametrize(
    ("statement", "stored"),
    [
        ("DELETE FROM warning WHERE rowid = 1", "None"),
        (MORE, "more"),
    ],
)
def test_a_row_too_few_or_too_many_is_found(played: Shijing, tampered: Tampered, statement: str, stored: str) -> None:
    tampered.sql(statement)
    (mismatch,) = played.replayed().mismatches
    assert stored in mismatch.stored
    assert (mismatch.replayed == "None") == (stored != "None")
