"""Reads a rubric's canonical JSON bytes, and facts that are already a tree, with every fault found."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from rules.core.errors import FactsError, Problem, RubricError
from rules.core.evaluation import Evaluation, PaceWarning
from rules.core.facts import Facts
from rules.core.records import Path, ReadError, read
from rules.core.result import ResultError, parse_result
from rules.core.rubric import Band, Row, Rubric

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ReadError", "read", "read_evaluation", "read_facts", "read_rubric", "read_warning"]


def read_rubric(canonical: bytes) -> Rubric:
    """Read a rubric's canonical JSON. Raises RubricError with every fault and its path."""
    try:
        rubric = read(Rubric, _tree(canonical))
    except ReadError as error:
        raise RubricError(error.problems) from error
    problems = tuple(_bad_results(rubric.rows, ("rows",)))
    if problems:
        raise RubricError(problems)
    return rubric


def read_facts(data: object) -> Facts:
    """Read facts from a tree of maps, lists and text. Raises FactsError with every fault and its path."""
    try:
        return read(Facts, data)
    except ReadError as error:
        raise FactsError(error.problems) from error


def read_evaluation(data: object) -> Evaluation:
    """Read what `to_data` wrote of an evaluation. Raises ReadError when it is something else."""
    return read(Evaluation, _as_text(data))


def read_warning(data: object) -> PaceWarning:
    """Read what `to_data` wrote of a warning. Raises ReadError when it is something else."""
    return read(PaceWarning, _as_text(data))


def _as_text(data: object) -> object:
    """The same tree with its integers and truth values as the text that the reader takes."""
    if isinstance(data, dict):
        return {key: _as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_as_text(value) for value in data]
    if isinstance(data, bool):
        return "true" if data else "false"
    return str(data) if isinstance(data, int) else data


def _tree(canonical: bytes) -> object:
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        tree = dict(pairs)
        keys = [key for key, _ in pairs]
        repeated.extend(key for key in tree if keys.count(key) > 1)
        return tree

    try:
        tree: object = json.loads(canonical, object_pairs_hook=unique, parse_float=Decimal, parse_constant=Decimal)
    except (ValueError, RecursionError) as error:
        raise ReadError((Problem("read.not-json", (), reason=str(error)),)) from error
    if repeated:
        raise ReadError(tuple(Problem("read.duplicate-key", (), key=key) for key in repeated))
    return tree


def _bad_results(rows: tuple[Row, ...], path: Path) -> Iterator[Problem]:
    for position, row in enumerate(rows):
        here = (*path, position)
        yield from _bad_results(row.rows, (*here, "rows"))
        if row.piecewise is not None:
            yield from _bad_bands(row.piecewise.bands, (*here, "piecewise", "bands"))
        if row.indicators is not None:
            yield from _bad_bands(row.indicators.bands, (*here, "indicators", "bands"))


def _bad_bands(bands: tuple[Band, ...], path: Path) -> Iterator[Problem]:
    for position, band in enumerate(bands):
        try:
            parse_result(band.result)
        except ResultError as error:
            yield Problem("read.bad-choice", (*path, position, "result"), **error.params)
