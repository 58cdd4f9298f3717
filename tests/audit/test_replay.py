from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.canonical import canonical_bytes
from audit.errors import AuditError, UnknownBookError
from audit.evaluators import Evaluators
from audit.replay import Mismatch, Replay, Until, compare_tables, replay
from models.ledger import LedgerRecord
from models.projections import PROJECTIONS, AdoptedRubric, PhaseState, Score, Task
from rules.engine import Network
from rules.evaluator import Evaluator
from tests.support.shijing import BOOK, Shijing, local
from tests.support.tampered import Tampered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlmodel import SQLModel

    from rules.core.rubric import Rubric
    from tests.audit.verifier.plain_ledger import Row

LENGTH = 34


@pytest.fixture
def tampered(played: Shijing, data: Path) -> Tampered:
    """The played book without guard; `replay_of` reads it through a new connection."""
    played.desk.engine.dispose()
    return Tampered(data)


def replay_of(year: Shijing, evaluators: Evaluators, until: Until | None = None) -> Replay:
    result = replay(year.desk.engine, BOOK, until, evaluators)
    year.desk.engine.dispose()
    return result


def rows_of(year: Shijing) -> dict[str, int]:
    with year.desk.reading() as session:
        return {str(table.__tablename__): len(session.exec(select(table)).all()) for table in PROJECTIONS}


# -- an honest book ---------------------------------------------------------------------------------------------


def test_replay_to_the_end_is_the_live_book(played: Shijing, evaluators: Evaluators) -> None:
    result = replay_of(played, evaluators)
    live = rows_of(played)
    assert result.mismatches == ()
    assert (result.records, result.of, result.evaluations) == (LENGTH, LENGTH, 2)
    assert (result.tables, result.rows) == (len(PROJECTIONS), sum(live.values()))
    assert min(live.values()) >= 1


def test_replay_to_every_sequence_scores_what_was_scored(played: Shijing, evaluators: Evaluators) -> None:
    with played.desk.reading() as session:
        kinds = session.exec(select(LedgerRecord.kind).order_by(col(LedgerRecord.sequence))).all()
    for sequence in range(1, LENGTH + 1):
        result = replay_of(played, evaluators, Until(sequence))
        scored = sum(kind == "evaluation.made" for kind in kinds[:sequence])
        assert (result.records, result.evaluations, result.mismatches) == (sequence, scored, ())


@pytest.mark.parametrize("act", ["targets.file", "monitoring.accept", "self-evaluation.file", "rectification.accept"])
def test_the_book_as_it_stood_is_what_it_was(
    played: Shijing, shijing_again: Shijing, evaluators: Evaluators, act: str
) -> None:
    shijing_again.open()
    shijing_again.play(until=act)
    with shijing_again.desk.reading() as then:
        length = len(then.exec(select(LedgerRecord.sequence)).all())
        rebuilt = replay_of(played, evaluators, Until(length)).session
        rows, differing = compare_tables(then, rebuilt, BOOK)
    assert (rows > 10, differing) == (True, [])


def test_replay_to_a_day_shows_what_was_open_then(played: Shijing, evaluators: Evaluators) -> None:
    after_the_deadline = replay_of(played, evaluators, Until(moment=local("2022-03-20")))
    with after_the_deadline.session as tables:
        task = tables.exec(select(Task).where(col(Task.act) == "self-evaluation.file")).one()
        phase = tables.get_one(PhaseState, (BOOK, "shijing", "self-evaluation"))
        scores = tables.exec(select(Score).where(col(Score.stage) == "score")).all()
    assert (task.state, task.due, phase.state, scores) == ("open", "2022-03-18", "open", [])
    assert after_the_deadline.records < after_the_deadline.of


def test_the_moment_of_a_record_belongs_to_the_part_that_is_replayed(played: Shijing, evaluators: Evaluators) -> None:
    with played.desk.reading() as session:
        moment = session.exec(select(LedgerRecord.happened_at).where(col(LedgerRecord.sequence) == 10)).one()
    assert replay_of(played, evaluators, Until(moment=moment)).records == 10
    assert replay_of(played, evaluators, Until(moment=f"{moment[:-4]}")).records == 9


def test_replay_writes_nothing(played: Shijing, evaluators: Evaluators, data: Path) -> None:
    played.desk.engine.dispose()
    before = (data / "jixiao.db").read_bytes()
    replay_of(played, evaluators)
    assert (data / "jixiao.db").read_bytes() == before


def test_replay_tells_of_every_record_as_it_goes(played: Shijing, evaluators: Evaluators) -> None:
    told: list[int] = []
    replay(played.desk.engine, BOOK, None, evaluators, told.append)
    assert told == list(range(1, LENGTH + 1))


def test_a_book_that_does_not_exist_cannot_be_replayed(played: Shijing) -> None:
    with pytest.raises(UnknownBookError):
        replay(played.desk.engine, "guangzhou-baiyun/1999/real")


# -- a changed table --------------------------------------------------------------------------------------------


def _changeable(table: type[SQLModel]) -> str:
    """A column of the table that is neither its key nor a number."""
    keys = {column.name for column in table.__table__.primary_key}  # type: ignore[attr-defined]
    return next(name for name, field in table.model_fields.items() if name not in keys and field.annotation is str)


@pytest.mark.parametrize("table", PROJECTIONS, ids=lambda table: str(table.__tablename__))
def test_a_changed_table_is_found_and_named(
    played: Shijing, tampered: Tampered, evaluators: Evaluators, table: type[SQLModel]
) -> None:
    name, column = str(table.__tablename__), _changeable(table)
    tampered.sql(f"UPDATE {name} SET {column} = 'forged' WHERE rowid = (SELECT MAX(rowid) FROM {name})")  # noqa: S608
    mismatches = replay_of(played, evaluators).mismatches
    if table is AdoptedRubric:
        mismatches = tuple(one for one in mismatches if one.what == "table")
    (mismatch,) = mismatches
    assert mismatch.what == "table"
    assert mismatch.where.startswith(f"{name}['{BOOK}'")
    assert "forged" in mismatch.stored
    assert "forged" not in mismatch.replayed


def test_a_better_score_in_the_table_is_found_with_both_scores(
    played: Shijing, tampered: Tampered, evaluators: Evaluators
) -> None:
    ((sequence, total),) = tampered.sql("SELECT sequence, total FROM score WHERE stage = 'score'")
    tampered.sql("UPDATE score SET total = '99.99' WHERE stage = 'score'")
    (mismatch,) = replay_of(played, evaluators).mismatches
    assert mismatch.where == f"score['{BOOK}', '{sequence}']"
    assert "'total': '99.99'" in mismatch.stored
    assert f"'total': '{total}'" in mismatch.replayed


@pytest.mark.parametrize(
    ("statement", "stored"),
    [
        ("DELETE FROM warning WHERE rowid = 1", "None"),
        ("INSERT INTO finding SELECT book, department, 'more', sequence, row, text, state FROM finding", "more"),
    ],
)
def test_a_row_too_few_or_too_many_is_found(
    played: Shijing, tampered: Tampered, evaluators: Evaluators, statement: str, stored: str
) -> None:
    tampered.sql(statement)
    (mismatch,) = replay_of(played, evaluators).mismatches
    assert stored in mismatch.stored
    assert (mismatch.replayed == "None") == (stored != "None")


# -- a rewritten ledger: chain, head and tables all made to fit -------------------------------------------------


def rewritten(year: Shijing, tampered: Tampered, rows: Sequence[Row], evaluators: Evaluators) -> tuple[Mismatch, ...]:
    """Replay after somebody chained these records anew and rebuilt the tables from them."""
    tampered.rewrite(rows)
    return tuple(one for one in replay_of(year, evaluators).mismatches if one.what == "evaluation")


def _changed(row: Row, old: str, new: str) -> Row:
    payload = row["payload"].decode()
    assert old in payload
    return {**row, "payload": payload.replace(old, new, 1).encode()}


def test_a_changed_evaluation_does_not_come_out_again(
    played: Shijing, tampered: Tampered, evaluators: Evaluators
) -> None:
    rows = tampered.rows()
    index = max(number for number, row in enumerate(rows) if row["kind"] == "evaluation.made")
    made = json.loads(rows[index]["payload"])
    made["evaluation"]["total"] = "99.99"
    rows[index] = {**rows[index], "payload": canonical_bytes(made)}
    (mismatch,) = rewritten(played, tampered, rows, evaluators)
    assert mismatch.where == f"{BOOK}#{index + 1}"
    assert '"total":"99.99"' in mismatch.stored
    assert '"total":"99.99"' not in mismatch.replayed


def test_a_changed_filing_gives_another_evaluation(played: Shijing, tampered: Tampered, evaluators: Evaluators) -> None:
    rows = [
        _changed(row, '"15042.65"', '"16042.65"') if row["kind"] == "self-evaluation.filed" else row
        for row in tampered.rows()
    ]
    (mismatch,) = rewritten(played, tampered, rows, evaluators)
    assert "16042.65" in mismatch.replayed
    assert "16042.65" not in mismatch.stored


def test_a_changed_rubric_gives_another_evaluation_even_where_the_right_one_is_known(
    played: Shijing, tampered: Tampered, evaluators: Evaluators
) -> None:
    assert replay_of(played, evaluators).mismatches == ()
    name = "预算编制"
    rows = [_renamed(row, name) if row["kind"] == "rubric.adopted" else row for row in tampered.rows()]
    mismatches = rewritten(played, tampered, rows, evaluators)
    assert [mismatch.where for mismatch in mismatches] == [f"{BOOK}#{LENGTH - 7}"]


def _renamed(row: Row, name: str) -> Row:
    adopted = json.loads(row["payload"])
    assert name in adopted["canonical"]
    adopted["canonical"] = adopted["canonical"].replace(name, "换了名字")
    return {**row, "payload": canonical_bytes(adopted)}


def test_a_record_of_no_kind_stops_the_replay_at_its_place(
    played: Shijing, tampered: Tampered, evaluators: Evaluators
) -> None:
    rows = tampered.rows()
    rows[11] = {**rows[11], "kind": "targets.forgotten"}
    tampered.rewrite(rows)
    with pytest.raises(AuditError) as refused:
        replay_of(played, evaluators)
    played.desk.engine.dispose()
    assert refused.value.code == "record.unknown-kind"
    assert (refused.value.params["book"], refused.value.params["sequence"]) == (BOOK, "12")


def test_a_record_that_is_gone_stops_the_replay_where_it_is_missed(
    played: Shijing, tampered: Tampered, evaluators: Evaluators
) -> None:
    rows = tampered.rows()
    tampered.rewrite([row for row in rows if row["key"] != "@shijing/review/open"])
    with pytest.raises(AuditError) as refused:
        replay_of(played, evaluators)
    played.desk.engine.dispose()
    assert (refused.value.code, refused.value.params["kind"]) == ("record.does-not-follow", "review.concluded")


# -- an evaluation on which the two readers differed ------------------------------------------------------------


class Losing(Network):
    """Loses the last firing of every answer."""

    def fire(self, values: Sequence[int]) -> tuple[int, ...]:
        return super().fire(values)[:-1]


def _losing(rubric: Rubric, rubric_hash: str) -> Evaluator:
    return Evaluator(rubric, rubric_hash, Losing)


@pytest.fixture
def undecided(shijing: Shijing) -> Shijing:
    """A year whose mid-year reading stayed undecided because the engine lost firings."""
    year = Shijing(replace(shijing.desk, evaluators=Evaluators(_losing)), shijing.start)
    year.play(until="monitoring.accept")
    return year


def test_what_the_readers_differ_on_is_filed_and_not_decided(undecided: Shijing) -> None:
    with undecided.desk.reading() as session:
        (score,) = session.exec(select(Score)).all()
        phase = session.get_one(PhaseState, (BOOK, "shijing", "monitoring"))
    assert (score.state, score.total, phase.state) == ("undecided", None, "filed")
    lists = json.loads(score.document)
    assert lists["code"] == "engine.differs"
    assert len(lists["engine"]) < len(lists["interpreter"])


def test_a_fault_of_the_engine_is_no_fault_of_the_book(undecided: Shijing, evaluators: Evaluators) -> None:
    assert replay_of(undecided, evaluators).mismatches == ()
    assert replay_of(undecided, Evaluators(_losing)).mismatches == ()


def test_a_forged_disagreement_is_found(undecided: Shijing, evaluators: Evaluators, data: Path) -> None:
    undecided.desk.engine.dispose()
    tampered = Tampered(data)
    rows = [
        _changed(row, '"interpreter":["', '"interpreter":["forged-') if row["kind"] == "evaluation.undecided" else row
        for row in tampered.rows()
    ]
    (mismatch,) = rewritten(undecided, tampered, rows, evaluators)
    assert "forged-" in mismatch.stored
