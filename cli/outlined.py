"""A rubric's tree in words and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.speaking import voice
from rules.core.writing import to_data
from rules.outline_rest import outline_rest

if TYPE_CHECKING:
    from rules.core.evaluation import Reason
    from rules.outline import Outline
    from rules.rubric_file import RubricFile


def show_outline(file: RubricFile, tree: tuple[Outline, ...], total: tuple[Reason, ...]) -> None:
    """Print every row with what it says of itself; whom the form is for, what the total undergoes, and the rest."""
    rubric = file.rubric
    voice.say("outline.title", name=rubric.name, id=rubric.id, version=str(rubric.version), hash=file.hash)
    for row in tree:
        _show(row, 0)
    if total:
        voice.say("outline.total")
    _show_lines(total, "    ")
    for part in outline_rest(rubric):
        voice.say(f"outline.{part.name}")
        _show_lines(part.lines, "    ")


def _show(row: Outline, depth: int) -> None:
    indent = "  " * depth
    voice.out.print(indent + voice.text("outline.row", name=row.name, id=row.id, points=row.points))
    _show_lines(row.rule, f"{indent}    ")
    if row.clause is not None:
        voice.out.print(indent + "    " + voice.text("outline.clause", clause=row.clause, place=row.place or ""))
    if row.inferred is not None:
        voice.out.print(indent + "    " + voice.text("outline.inferred", inferred=row.inferred))
    _show_lines(row.demands, f"{indent}    ")
    for child in row.rows:
        _show(child, depth + 1)


def _show_lines(lines: tuple[Reason, ...], indent: str) -> None:
    for one in lines:
        voice.out.print(f"{indent}{voice.fill(f'rule.{one.code}', one.params)}")


def outline_json(file: RubricFile, tree: tuple[Outline, ...], total: tuple[Reason, ...]) -> dict[str, object]:
    """The same for programs."""
    rubric = file.rubric
    return {
        "rubric": {"id": rubric.id, "version": rubric.version, "hash": file.hash},
        "rows": to_data(tree),
        "total": to_data(total),
        "rest": {part.name: to_data(part.lines) for part in outline_rest(rubric)},
    }
