"""The facts of a department as the book knows them: what was filed, copied from last year's book, and witnessed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from audit.carried_facts import carried_facts
from audit.filings import filings_of
from audit.target_lists import in_force
from audit.witnessed import Sight, witnessed_facts
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from pydantic import JsonValue
    from sqlmodel import Session

    from rules.core.facts import Facts
    from rules.core.rubric import Rubric


def facts_of(session: Session, rubric: Rubric, book: str, department: str, phase: str, moment: str) -> Facts:
    """Facts as of the newest filing of `phase`, under the targets that stand, with what was copied and witnessed added.

    `moment` is the domain instant of the evaluation: what the book saw is taken up to its record and its day.
    """
    return facts_under(rubric, Sight(session, book, department, moment), lists_of(session, book, department, phase))


def facts_under(rubric: Rubric, sight: Sight, filed: dict[str, list[JsonValue]]) -> Facts:
    """The filed lists under the targets that stand, with every input copied or witnessed as it is seen from there."""
    targets = lists_of(sight.session, sight.book, sight.department, "targets")
    carried = carried_facts(sight.session, rubric, sight.book, sight.department)
    return read_facts(
        {
            "department": sight.department,
            "tasks": targets.get("tasks", []),
            "indicators": targets.get("indicators", []),
            "results": filed.get("results", []),
            "claims": filed.get("claims", []),
            "facts": [*without(filed.get("facts", []), carried), *carried, *witnessed_facts(rubric, sight)],
        }
    )


def lists_of(session: Session, book: str, department: str, phase: str) -> dict[str, list[JsonValue]]:
    """The lists of the newest whole filing of a phase with its amendments; none while nothing was filed.

    Targets are those in force: an approved adjustment stands in the place of what it replaces.
    """
    lists: dict[str, list[JsonValue]] = {}
    for filing in filings_of(session, book, department, phase):
        document = json.loads(filing.document)
        lists = amended(lists, document["lists"]) if document["kind"] == "amendment" else document["lists"]
    return in_force(session, book, department, lists) if phase == _TARGETS else lists


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


_TARGETS = "targets"


def without(filed: list[JsonValue], carried: list[JsonValue]) -> list[JsonValue]:
    """The filed facts but those that were stated until last year's book could be asked."""
    named = [_name(entry, "input") for entry in carried]
    return [entry for entry in filed if _name(entry, "input") not in named]


_NAMED = {"facts": "input", "results": "indicator", "claims": "row"}


def _name(entry: JsonValue, key: str) -> JsonValue:
    return entry.get(key) if isinstance(entry, dict) else None
