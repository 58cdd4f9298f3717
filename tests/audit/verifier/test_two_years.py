"""The second reader's own account of two years: what repeats, and that a suggestion rests on the final score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, select

from audit.verifier.canonical import read_canonical
from audit.verifier.rescore import Rescoring
from audit.verifier.shape import ShapeError
from audit.verifier.turns import Entry
from audit.verifier.two_years import Years
from models.ledger import LedgerRecord
from models.results import Effect, Suggest
from tests.support.two_years import DAY, EARLIER, SmallYear, earlier_text
from tests.support.year import DEPARTMENT

if TYPE_CHECKING:
    from activities.desk import Desk
    from audit.verifier.report import Damage

COPY = {
    "source": EARLIER,
    "until": 9,
    "hash": "9" * 64,
    "facts": [],
    "findings": [{"finding": "old", "row": "filing", "state": "closed", "sequence": 7, "hash": "7" * 64}],
}


@pytest.fixture
def suggested(desk: Desk) -> SmallYear:
    year = SmallYear(desk, EARLIER, earlier_text()).begin()
    year.to_review()
    keep = Suggest(department=DEPARTMENT, effects=(Effect(source="general", effect="keep"),))
    year.order("suggest", keep, day=DAY)
    return year


def told(year: SmallYear, **altered: object) -> list[Damage]:
    """What the verifier finds when the suggestion said something else."""
    rescoring, found = Rescoring(EARLIER), []
    with year.desk.reading() as session:
        for record in session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))):
            payload: Any = read_canonical(record.payload)
            if record.kind == "result.suggested":
                payload = {**payload, **altered}
            department = record.subject_department or ""
            found += rescoring.take(Entry(record.sequence, record.kind, department, record.happened_at, None, payload))
    return found


def test_an_honest_suggestion_is_no_damage(suggested: SmallYear) -> None:
    assert told(suggested) == []


@pytest.mark.parametrize(
    "altered",
    [{"tier": "cancel"}, {"grade": "优"}, {"total": "99.00"}, {"review": 3}, {"tier": None}],
    ids=["tier", "grade", "total", "review", "nothing"],
)
def test_a_suggestion_that_says_otherwise_than_the_final_score_is_found(
    suggested: SmallYear, altered: dict[str, object]
) -> None:
    (damage,) = told(suggested, **altered)
    assert (damage.kind, damage.book) == ("result-differs", EARLIER)


def entry(sequence: int, kind: str, payload: Any) -> Entry:  # noqa: ANN401  # any payload
    return Entry(sequence, kind, "parks", "2024-09-05T02:00:00.000000Z", None, payload)


def years(*entries: Entry) -> Years:
    made = Years()
    for one in entries:
        made.take(one)
    return made


COPIED = entry(2, "fact.carried", COPY)
FOUND = entry(5, "review.concluded", {"content": {"findings": [{"finding": "new", "row": "filing"}]}})


def corrected(row: str | None) -> Entry:
    return entry(8, "correction.approved", {"right": {"kind": "finding", "finding": "new", "row": row}})


def test_nothing_repeats_where_nothing_was_copied() -> None:
    assert years(FOUND).repeated() is None


@pytest.mark.parametrize(
    ("then", "number", "records"),
    [
        ((), 1, (2, 5)),
        ((entry(6, "finding.answered", {"matter": "finding/new"}),), 1, (2, 6)),
        ((corrected("rules"),), 0, (2,)),
        ((corrected("filing"),), 1, (2, 8)),
        ((corrected(None),), 0, (2,)),
    ],
    ids=["found", "answered", "another-row", "the-same-row", "withdrawn"],
)
def test_a_finding_about_a_row_of_last_year_repeats_as_it_stands(
    then: tuple[Entry, ...], number: int, records: tuple[int, ...]
) -> None:
    found = years(COPIED, FOUND, *then).repeated()
    assert found is not None
    assert (found.number, found.records) == (number, records)
    shown = f"7 {'7' * 64}" if number else f"9 {'9' * 64}"
    assert found.beyond == f" <- {EARLIER}#{shown}"


def test_a_copy_that_is_no_map_is_told() -> None:
    with pytest.raises(ShapeError):
        years(entry(2, "fact.carried", []))
