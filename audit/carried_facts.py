"""What stands copied from last year's book, as facts, and how often this year's findings repeat last year's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from models.carrying import Carried, FactsCarried
from models.findings import Finding
from models.lookups import row_with
from models.projections import Matter

if TYPE_CHECKING:
    from pydantic import JsonValue

    from rules.core.rubric import Rubric


def carried_of(session: Session, book: str, department: str) -> tuple[int, FactsCarried] | None:
    """The copy that stands, and its record; None where nothing was copied."""
    standing = row_with(session, Carried, book=book, department=department)
    return None if standing is None else (standing.sequence, FactsCarried.model_validate_json(standing.document))


def carried_facts(session: Session, rubric: Rubric, book: str, department: str) -> list[JsonValue]:
    """One fact for each copied input that the rubric takes from last year.

    Its place names the copy and the record that was copied: `x/2022/real#9 <- x/2021/real#40 HASH`.
    """
    standing = carried_of(session, book, department)
    if standing is None:
        return []
    sequence, copy = standing
    taken = {name for name, declared in rubric.inputs.items() if declared.carried is not None}
    return [
        {
            "input": fact.input,
            "value": fact.value,
            "unit": fact.unit,
            "origin": "witnessed",
            "place": f"{book}#{sequence} <- {copy.source}#{fact.sequence} {fact.hash}",
        }
        for fact in copy.facts
        if fact.input in taken
    ]


def repeated_findings(session: Session, book: str, department: str, copy: FactsCarried) -> list[Finding]:
    """This year's findings about rows that last year's were about."""
    rows = {one.row for one in copy.findings}
    query = select(Finding).where(
        col(Finding.book) == book, col(Finding.department) == department, col(Finding.state) != "withdrawn"
    )
    found = session.exec(query.order_by(col(Finding.finding)))
    return [one for one in found if one.row in rows]


def findings_complete(session: Session, book: str, department: str) -> bool:
    """Whether no finding can follow: rectification is done."""
    matter = session.get(Matter, (book, department, "rectification"))
    return matter is not None and matter.state == "done"
