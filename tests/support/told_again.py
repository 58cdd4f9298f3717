"""What the book saw of a department, told by the verifier from the records alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from audit.verifier.canonical import read_canonical
from audit.verifier.rescore import Rescoring
from audit.verifier.turns import Entry
from models.ledger import LedgerRecord
from tests.support.shijing import BOOK, DEPARTMENT

if TYPE_CHECKING:
    from audit.verifier.canonical import Json
    from rules.core.rubric import Rubric
    from tests.support.shijing import Shijing


def told_again(year: Shijing, rubric: Rubric, moment: str) -> list[dict[str, Json]]:
    """The witnessed facts at a moment; every evaluation before it must come out again."""
    rescoring = Rescoring(BOOK)
    with year.desk.reading() as session:
        for record in session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))):
            department, payload = record.subject_department or "", read_canonical(record.payload)
            entry = Entry(record.sequence, record.kind, department, record.happened_at, record.received_at, payload)
            assert rescoring.take(entry) == []
    filed = rescoring._filed.get(DEPARTMENT)
    return [] if filed is None else [{**fact} for fact in filed._witness.facts(rubric, moment)]
