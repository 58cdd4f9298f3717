"""A refused filing's faults, placed in the file that the person sent: the ledger knows lists, a person knows lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import RequestRefusedError
from rules.core.errors import Problem
from rules.facts_file import load_facts_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import TypeAlias

    from rules.core.facts import Facts
    from rules.facts_file import FactsFile
    from rules.located import Path as Place

    Fault: TypeAlias = tuple[str, dict[str, str]]

_AT = "at"
_NAMES = ("input", "indicator", "id", "task", "row")


def placed(error: RequestRefusedError, file: Path) -> RequestRefusedError:
    """The same refusal, each fault with file, line and column where the file holds what it is about."""
    problems = placed_in(load_facts_file(file), error.problems)
    return RequestRefusedError(error.code, dict(error.params), list(problems))


def placed_in(loaded: FactsFile, problems: Iterable[Fault]) -> tuple[Fault, ...]:
    """The same faults, each with file, line and column."""
    return tuple(_placed_one(loaded, code, params) for code, params in problems)


def _placed_one(loaded: FactsFile, code: str, params: dict[str, str]) -> Fault:
    path = _in_file(loaded.facts, params)
    if path is None:
        return code, params
    found = loaded.source.locate(Problem(code, path))
    return code, {**params, _AT: f"{found.file}:{found.line}:{found.column}: {params[_AT]}"}


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
