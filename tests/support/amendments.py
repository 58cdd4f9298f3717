"""Figures of the self-evaluation amended after filing, and what the book then says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models.commands import Amendment
from models.ledger import LedgerRecord
from models.payloads import ScoreChanged
from models.projections import Score
from models.score_changes import ScoreChange
from tests.support.shijing import local, shijing_facts

if TYPE_CHECKING:
    from models.receipts import Receipt
    from tests.support.shijing import Shijing

Entry = dict[str, Any]


def figure(name: str, **changes: str) -> Entry:
    """A filed figure with some of its parts changed."""
    found = next(fact for fact in shijing_facts().facts if fact.input == name)
    plain = {"input": name, "value": found.value, "unit": found.unit, "origin": found.origin, "place": found.place}
    return {**plain, **changes}


def result(indicator: str, **changes: str) -> Entry:
    """A filed result with some of its parts changed."""
    found = next(one for one in shijing_facts().results if one.indicator == indicator)
    return {"indicator": indicator, "origin": found.origin, "place": found.place, "met": found.met, **changes}


def amend(
    year: Shijing,
    *facts: Entry,
    results: tuple[Entry, ...] = (),
    who: str = "filler",
    request: str | None = None,
    day: str = "2022-04-01",
) -> Receipt:
    """Amend the self-evaluation; the day is one before the review."""
    content = Amendment.model_validate({"lists": {"facts": list(facts), "results": list(results)}, "reason": "0" * 64})
    return year.act("self-evaluation", "self-evaluation.amend", content, who, local(day), request)


def scores(year: Shijing) -> list[tuple[str | None, str | None]]:
    """Totals and grades of the self-evaluation, the first one first."""
    with year.desk.reading() as session:
        query = select(Score).where(col(Score.stage) == "score").order_by(col(Score.sequence))
        return [(score.total, score.grade) for score in session.exec(query)]


def rows(year: Shijing, number: int = -1) -> dict[str, Entry]:
    """The rows of one of the scores, the last when none is named."""
    with year.desk.reading() as session:
        query = select(Score).where(col(Score.stage) == "score").order_by(col(Score.sequence))
        found: list[Entry] = json.loads(session.exec(query).all()[number].document)["rows"]
        return {row["id"]: row for row in found}


def otherwise(year: Shijing, first: int, second: int) -> set[str]:
    """The rows, groups included, that differ in any word between two scores."""
    earlier, later = rows(year, first), rows(year, second)
    assert list(earlier) == list(later)
    return {name for name, row in earlier.items() if row != later[name]}


def kinds_from(year: Shijing, sequence: int) -> list[str]:
    """The kinds of the records from one on."""
    with year.desk.reading() as session:
        query = select(LedgerRecord.kind).where(col(LedgerRecord.sequence) >= sequence)
        return list(session.exec(query.order_by(col(LedgerRecord.sequence))))


def change(year: Shijing) -> ScoreChanged:
    """The newest record of a changed score."""
    with year.desk.reading() as session:
        query = select(LedgerRecord).where(col(LedgerRecord.kind) == "score.changed")
        record = session.exec(query.order_by(col(LedgerRecord.sequence).desc())).first()
        assert record is not None
        return ScoreChanged.model_validate_json(record.payload)


def changes(year: Shijing) -> int:
    """How many changed scores are kept."""
    with year.desk.reading() as session:
        return len(session.exec(select(ScoreChange)).all())


TEN = figure("income_variance", value="10.0")
