"""A refused filing's faults, placed in the file that the person sent: the ledger knows lists, a person knows lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import RequestRefusedError
from rules.core.errors import Problem
from rules.facts_file import load_facts_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rules.core.facts import Facts
    from rules.located import Path as Place

_AT = "at"
_NAMES = ("input", "indicator", "id", "task", "row")


def placed(error: RequestRefusedError, file: Path) -> RequestRefusedError:
    """The same refusal, each fault with file, line and column where the file holds what it is about."""
    loaded = load_facts_file(file)
    problems: list[tuple[str, dict[str, str]]] = []
    for code, params in error.problems:
        path = _in_file(loaded.facts, params)
        if path is not None:
            found = loaded.source.locate(Problem(code, path))
            params = {**params, _AT: f"{found.file}:{found.line}:{found.column}: {params[_AT]}"}  # noqa: PLW2901
        problems.append((code, params))
    return RequestRefusedError(error.code, dict(error.params), problems)


def _in_file(facts: Facts, params: Mapping[str, str]) -> Place | None:
    """The path in the file: what is filed leaves entries out, so that an entry is found by its name."""
    kind, _, rest = params.get(_AT, "").partition(".")
    inside = rest.split(".")[1:]
    named = {params.get("input"), params.get("indicator"), params.get("id"), params.get("task"), params.get("row")} - {
        None
    }
    names = {
        "facts": [fact.input for fact in facts.facts],
        "tasks": [task.id for task in facts.tasks],
        "indicators": [indicator.id for indicator in facts.indicators],
        "results": [result.indicator for result in facts.results],
        "claims": [claim.row for claim in facts.claims],
    }.get(kind, [])
    positions = [position for position, name in enumerate(names) if name in named]
    return (kind, positions[-1], *inside) if positions else None
