"""A book without what may differ between two runs of the same year: times, sequences, hashes, random ids."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models.ledger import LedgerRecord
from models.side_stores import CommittedText, Person

if TYPE_CHECKING:
    from activities.desk import Desk

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_SEQUENCES = frozenset({"evaluation", "previous"})
_PLACE = re.compile(r"(/rehearsal)#\d+")


def normalised(desk: Desk, book: str) -> list[tuple[str, ...]]:
    """Each record's kind, role, subject, key and payload; names for ids, texts for commitments.

    Department by department, each in its order: departments play side by side, and which of them comes first is chance.
    """
    with desk.reading() as session:
        names = {person.actor: f"<{person.login}>" for person in session.exec(select(Person))}
        names |= {kept.commitment: f"<{kept.text}>" for kept in session.exec(select(CommittedText))}
        query = (
            select(LedgerRecord)
            .where(col(LedgerRecord.book) == book)
            .order_by(col(LedgerRecord.subject_department), col(LedgerRecord.sequence))
        )
        return [_record(record, names) for record in session.exec(query)]


def _record(record: LedgerRecord, names: dict[str, str]) -> tuple[str, ...]:
    subject = (record.subject_department, record.subject_row, record.subject_evidence)
    text = json.dumps(_without_sequences(json.loads(record.payload)), ensure_ascii=False, sort_keys=True)
    for raw, name in names.items():
        text = text.replace(raw, name)
    text = _PLACE.sub(r"\1", _TIME.sub("<time>", text))
    key = record.key
    for raw, name in names.items():
        key = key.replace(raw, name)
    return (record.kind, record.role, names.get(record.actor, record.actor), *map(str, subject), key, text)


def _without_sequences(payload: dict[str, object]) -> dict[str, object]:
    kept = {key: value for key, value in payload.items() if key not in {"cause", "shift_seconds"}}
    # Where these words hold numbers they are sequences; elsewhere they hold the reading itself.
    kept = {key: value for key, value in kept.items() if not (key in _SEQUENCES and isinstance(value, int))}
    review = kept.get("review")
    if isinstance(review, dict):
        kept["review"] = {key: value for key, value in review.items() if key != "evaluation_sequence"}
    return kept
