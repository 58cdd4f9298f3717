from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from audit.canonical import canonical_bytes
from audit.errors import AuditError
from audit.evaluators import Evaluators
from models.projections import Matter, Score
from rules.engine import Network
from rules.evaluator import Evaluator
from tests.support.shijing import BOOK, RECORDS, Shijing, rubric_file
from tests.support.tampered import Tampered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audit.replay import Mismatch
    from rules.core.rubric import Rubric
    from tests.audit.verifier.plain_ledger import Row


# -- a rewritten ledger: chain, head and tables all made to fit -------------------------------------------------


def rewritten(
    year: Shijing, tampered: Tampered, rows: Sequence[Row], evaluators: Evaluators | None = None
) -> tuple[Mismatch, ...]:
    """Replay after somebody chained these records anew and rebuilt the tables from them."""
    tampered.rewrite(rows)
    return tuple(one for one in year.replayed(evaluators=evaluators).mismatches if one.what == "evaluation")


def _changed(row: Row, old: str, new: str) -> Row:
    payload = row["payload"].decode()
    assert old in payload
    return {**row, "payload": payload.replace(old, new, 1).encode()}


def test_a_changed_evaluation_does_not_come_out_again(played: Shijing, tampered: Tampered) -> None:
    rows = tampered.rows()
    index = max(number for number, row in enumerate(rows) if row["kind"] == "evaluation.made")
    made = json.loads(rows[index]["payload"])
    made["evaluation"]["total"] = "99.99"
    rows[index] = {**rows[index], "payload": canonical_bytes(made)}
    (mismatch,) = rewritten(played, tampered, rows)
    assert mismatch.where == f"{BOOK}#{index + 1}"
    assert '"total":"99.99"' in mismatch.stored
    assert '"total":"99.99"' not in mismatch.replayed


def test_an_evaluation_by_a_rubric_that_nobody_adopted_does_not_come_out_again(
    played: Shijing, tampered: Tampered
) -> None:
    rows = tampered.rows()
    index = max(number for number, row in enumerate(rows) if row["kind"] == "evaluation.made")
    made = json.loads(rows[index]["payload"])
    rows[index] = {**rows[index], "payload": canonical_bytes({**made, "rubric_hash": "0" * 64})}
    (mismatch,) = rewritten(played, tampered, rows)
    assert (mismatch.where, mismatch.replayed.partition(" ")[0]) == (f"{BOOK}#{index + 1}", "rubric.not-adopted")


def test_a_changed_filing_gives_another_evaluation(played: Shijing, tampered: Tampered) -> None:
    rows = [
        _changed(row, '"15042.65"', '"16042.65"') if row["kind"] == "self-evaluation.filed" else row
        for row in tampered.rows()
    ]
    (mismatch,) = rewritten(played, tampered, rows)
    assert "16042.65" in mismatch.replayed
    assert "16042.65" not in mismatch.stored


def test_a_changed_rubric_gives_another_evaluation_even_where_the_right_one_is_known(
    played: Shijing, tampered: Tampered
) -> None:
    assert played.replayed().mismatches == ()
    name = "预算编制"
    rows = [_renamed(row, name) if row["kind"] == "rubric.adopted" else row for row in tampered.rows()]
    mismatches = rewritten(played, tampered, rows)
    assert [mismatch.where for mismatch in mismatches] == [f"{BOOK}#{RECORDS - 7}"]


@pytest.mark.parametrize(("old", "new"), [("{", "{ "), ('"shift_seconds":0', '"shift_seconds":0.0')])
def test_a_payload_in_another_form_than_its_own_is_named(
    played: Shijing, tampered: Tampered, old: str, new: str
) -> None:
    first, *rows = tampered.rows()
    tampered.rewrite([_changed(first, old, new), *rows])
    (mismatch,) = (one for one in played.replayed().mismatches if one.what == "payload")
    assert mismatch.where == f"{BOOK}#1"


def _renamed(row: Row, name: str) -> Row:
    adopted = json.loads(row["payload"])
    assert name in adopted["canonical"]
    adopted["canonical"] = adopted["canonical"].replace(name, "换了名字")
    return {**row, "payload": canonical_bytes(adopted)}


def test_a_filing_that_can_no_longer_be_scored_is_found_at_its_evaluation(played: Shijing, tampered: Tampered) -> None:
    rows = [
        _changed(row, '"15042.65"', '"unreadable"') if row["kind"] == "self-evaluation.filed" else row
        for row in tampered.rows()
    ]
    (mismatch,) = rewritten(played, tampered, rows)
    assert mismatch.where == f"{BOOK}#{RECORDS - 7}"
    assert mismatch.replayed.startswith("facts.")


def test_rubric_bytes_that_are_not_those_of_the_hash_are_found_at_the_adoption(
    played: Shijing, tampered: Tampered
) -> None:
    rows = [_respelt(row) if row["kind"] == "rubric.adopted" else row for row in tampered.rows()]
    tampered.rewrite(rows)
    (mismatch,) = (one for one in played.replayed().mismatches if one.what == "rubric")
    assert (mismatch.where, mismatch.stored) == (f"{BOOK}#5", rubric_file().hash)


def _respelt(row: Row) -> Row:
    adopted = json.loads(row["payload"])
    return {**row, "payload": canonical_bytes({**adopted, "yaml": adopted["yaml"] + "# 补记\n"})}


@pytest.mark.parametrize("kind", ["evaluation.made", "evaluation.undecided", "evaluation.forged"])
def test_an_evaluation_without_form_stops_the_replay_at_its_place(
    played: Shijing, tampered: Tampered, kind: str
) -> None:
    rows = tampered.rows()
    rows[15] = {**rows[15], "kind": kind, "payload": b"{}"}
    tampered.rewrite(rows)
    with pytest.raises(AuditError, match=r"record\.(malformed|unknown-kind)") as refused:
        played.replayed()
    assert refused.value.params["sequence"] == "16"


def test_a_record_of_no_kind_stops_the_replay_at_its_place(played: Shijing, tampered: Tampered) -> None:
    rows = tampered.rows()
    rows[11] = {**rows[11], "kind": "targets.forgotten"}
    tampered.rewrite(rows)
    with pytest.raises(AuditError) as refused:
        played.replayed()
    played.desk.engine.dispose()
    assert refused.value.code == "record.unknown-kind"
    assert (refused.value.params["book"], refused.value.params["sequence"]) == (BOOK, "12")


def test_a_record_that_is_gone_stops_the_replay_where_it_is_missed(played: Shijing, tampered: Tampered) -> None:
    rows = tampered.rows()
    tampered.rewrite([row for row in rows if row["key"] != "@shijing/review/open"])
    with pytest.raises(AuditError) as refused:
        played.replayed()
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
        phase = session.get_one(Matter, (BOOK, "shijing", "monitoring"))
    assert (score.state, score.total, phase.state) == ("undecided", None, "filed")
    lists = json.loads(score.document)
    assert lists["code"] == "engine.differs"
    assert len(lists["engine"]) < len(lists["interpreter"])


def test_a_fault_of_the_engine_is_no_fault_of_the_book(undecided: Shijing, evaluators: Evaluators) -> None:
    assert undecided.replayed(evaluators=evaluators).mismatches == ()
    assert undecided.replayed().mismatches == ()


def test_a_forged_disagreement_is_found(undecided: Shijing, evaluators: Evaluators, data: Path) -> None:
    undecided.desk.engine.dispose()
    tampered = Tampered(data)
    rows = [
        _changed(row, '"interpreter":["', '"interpreter":["forged-') if row["kind"] == "evaluation.undecided" else row
        for row in tampered.rows()
    ]
    (mismatch,) = rewritten(undecided, tampered, rows, evaluators)
    assert "forged-" in mismatch.stored
