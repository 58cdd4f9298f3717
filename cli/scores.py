"""Scores as a table and as JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cli.speaking import voice
from rules.core.writing import to_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.comparison import Comparison, RowComparison
    from rules.core.evaluation import Evaluation, Reason, RowScore

BLANK = "—"


def reason_text(reason: Reason) -> str:
    """The sentence of a row's reason."""
    return voice.fill(f"reason.{reason.code}", reason.params)


def print_scores(evaluation: Evaluation, compared: Comparison | None) -> None:
    """Every row with what it claims, computes, was published with, loses, and why; totals under it."""
    published = {} if compared is None else {row.id: row for row in compared.rows}
    shown = visible_rows(evaluation)
    voice.table(
        ("column.row", "column.points:", "column.claimed:", "column.computed:", "column.published:", "column.lost:",
         "column.why"),
        (_cells(row, evaluation.rows, published.get(row.id)) for row in shown),
    )  # fmt: skip
    voice.say("score.total", total=evaluation.total, of=evaluation.of, attainable=evaluation.attainable)
    voice.say("score.grade", grade=evaluation.grade or BLANK)


def visible_rows(evaluation: Evaluation) -> list[RowScore]:
    """Groups and leaves; of the department's own indicators only those that lost points."""
    parents = {row.id: row.parent for row in evaluation.rows}
    return [
        row
        for row in evaluation.rows
        if not (row.leaf and parents.get(row.parent, "") and _is_indicator(row) and row.lost in ("0", "0.00"))
    ]


def _is_indicator(row: RowScore) -> bool:
    return any(rule.count("/") > 1 and rule.startswith(row.id.split(".")[0]) for rule in row.rules) and "." in row.id


def _cells(row: RowScore, rows: Sequence[RowScore], compared: RowComparison | None) -> tuple[str, ...]:
    depth = _depth(row, rows)
    mark = "" if compared is None or compared.matches else " ≠"
    return (
        "  " * depth + row.name,
        row.points,
        row.claimed or "",
        row.score or BLANK,
        "" if compared is None else f"{compared.published}{mark}",
        "" if not row.lost or Decimal(row.lost) == 0 else row.lost,
        why(row) if row.leaf else "",
    )


def why(row: RowScore) -> str:
    """The reason where points were lost or nothing could be decided; the arithmetic where there is one."""
    if row.state == "undecided" or (row.lost is not None and Decimal(row.lost) != 0):
        return reason_text(row.reason)
    return ""


def _depth(row: RowScore, rows: Sequence[RowScore]) -> int:
    parents = {one.id: one.parent for one in rows}
    depth, parent = 0, row.parent
    while parent:
        depth, parent = depth + 1, parents.get(parent, "")
    return depth


def print_remarks(evaluation: Evaluation, compared: Comparison | None) -> None:
    """Contradictions and risks, with their number in the list of known defects where there is one."""
    names = {} if compared is None else {named.remark: named for named in compared.defects}
    if not evaluation.remarks:
        return
    voice.say("score.remarks")
    for remark in evaluation.remarks:
        known = names.get(remark)
        number = "" if known is None or known.id is None else f"{known.id} "
        voice.out.print(f"  {number}{voice.fill(f'remark.{remark.reason.code}', remark.reason.params)}")


def score_json(evaluation: Evaluation, compared: Comparison | None) -> dict[str, object]:
    """The result for programs: leaf rows in the rubric's order; decimals are text; `comparison` only when asked."""
    document: dict[str, object] = {
        "rubric": {"id": evaluation.rubric, "version": evaluation.version, "hash": evaluation.rubric_hash},
        "department": evaluation.department,
        "total": evaluation.total,
        "of": evaluation.of,
        "attainable": evaluation.attainable,
        "grade": evaluation.grade,
        "rows": [_row_json(row) for row in evaluation.rows if row.leaf],
        "groups": [_row_json(row) for row in evaluation.rows if not row.leaf],
        "remarks": [to_data(remark) for remark in evaluation.remarks],
    }
    if compared is not None:
        document["comparison"] = to_data(compared)
    return document


def _row_json(row: RowScore) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "points": row.points,
        "score": row.score,
        "lost": row.lost,
        "state": row.state,
        "basis": row.basis,
        "claimed": row.claimed,
        "rule": "; ".join(row.rules),
        "reason": reason_text(row.reason),
        "arithmetic": row.arithmetic,
    }
