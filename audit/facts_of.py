"""The facts of a department as the book knows them: what was filed, and what the system itself witnessed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from models.projections import Filing, Matter
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from pydantic import JsonValue

    from rules.core.facts import Facts
    from rules.core.rubric import Rubric, Witnessed


def facts_of(session: Session, rubric: Rubric, book: str, department: str, phase: str) -> Facts:
    """Facts as of the newest filing of `phase`, under the targets that stand, with every witnessed input added."""
    targets = lists_of(session, book, department, "targets")
    filed = lists_of(session, book, department, phase)
    return read_facts(
        {
            "department": department,
            "tasks": targets.get("tasks", []),
            "indicators": targets.get("indicators", []),
            "results": filed.get("results", []),
            "claims": filed.get("claims", []),
            "facts": [*filed.get("facts", []), *_witnessed(session, rubric, book, department)],
        }
    )


def lists_of(session: Session, book: str, department: str, phase: str) -> dict[str, list[JsonValue]]:
    """The lists of the newest whole filing of a phase with its amendments; none while nothing was filed."""
    lists: dict[str, list[JsonValue]] = {}
    for filing in filings_of(session, book, department, phase):
        document = json.loads(filing.document)
        lists = amended(lists, document["lists"]) if document["kind"] == "amendment" else document["lists"]
    return lists


def amended(lists: dict[str, list[JsonValue]], changes: dict[str, JsonValue]) -> dict[str, list[JsonValue]]:
    """The lists with each named fact, result and claim replaced, or added when it was not there.

    The new entries stand first: the place of a fault in them is then the place in the amendment itself.
    """
    result = dict(lists)
    for name, key in _NAMED.items():
        new = changes.get(name, [])
        if isinstance(new, list) and new:
            named = [_name(entry, key) for entry in new]
            result[name] = [*new, *(entry for entry in lists.get(name, []) if _name(entry, key) not in named)]
    return result


_NAMED = {"facts": "input", "results": "indicator", "claims": "row"}


def _name(entry: JsonValue, key: str) -> JsonValue:
    return entry.get(key) if isinstance(entry, dict) else None


def filings_of(session: Session, book: str, department: str, phase: str) -> list[Filing]:
    """Every filing of a phase, the first one first."""
    query = (
        select(Filing)
        .where(col(Filing.book) == book, col(Filing.department) == department, col(Filing.phase) == phase)
        .order_by(col(Filing.sequence))
    )
    return list(session.exec(query))


def _witnessed(session: Session, rubric: Rubric, book: str, department: str) -> list[JsonValue]:
    facts: list[JsonValue] = []
    for name, declared in rubric.inputs.items():
        if declared.witnessed is None:
            continue
        seen = _answer(session, book, department, declared.witnessed)
        if seen is not None:
            value, sequence = seen
            facts.append({"input": name, "value": value, "origin": "witnessed", "place": f"{book}#{sequence}"})
    return facts


def _answer(session: Session, book: str, department: str, witnessed: Witnessed) -> tuple[str, int] | None:
    """Yes or no, with the record that shows it; None while the phase has not begun, because nothing was seen yet."""
    phase, _, question = witnessed.partition(".")
    opened = session.get(Matter, (book, department, phase))
    if opened is None:
        return None
    filings = filings_of(session, book, department, phase)
    if not filings:
        return "no", opened.sequence
    # Lateness is judged on the first filing: a return by the bureau does not make a department late.
    first = filings[0]
    good = question == "filed" or first.days_late == 0
    return ("yes" if good else "no"), first.sequence
