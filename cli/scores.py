"""Scores as a table and as JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cli.counted import counted_json, show_counted
from cli.coverage import coverage_of
from cli.speaking import listed, voice
from rules.core.numbers import plain
from rules.core.writing import to_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cli.coverage import Coverage
    from rules.comparison import Comparison, RowComparison
    from rules.core.evaluation import Adjustment, Evaluation, Reason, Remark, RowScore

BLANK = "—"
_INDICATOR_DOTS = 2


def reason_text(reason: Reason) -> str:
    """The sentence of a row's reason."""
    return voice.fill(f"reason.{reason.code}", reason.params)


def print_scores(evaluation: Evaluation, compared: Comparison | None) -> None:
    """Every row with what it claims, computes, was published with, loses, and why; totals under it."""
    published = {} if compared is None else {row.row: row for row in compared.rows}
    voice.table(
        (
            "column.row",
            "column.points:",
            "column.claimed:",
            "column.computed:",
            "column.published:",
            "column.lost:",
            "column.why",
        ),
        (_cells(row, evaluation.rows, published.get(row.id)) for row in visible_rows(evaluation)),
    )
    for adjustment in evaluation.adjustments:
        _print_adjustment(adjustment)
    show_counted(evaluation)
    voice.say("score.total", total=evaluation.total, of=evaluation.of, attainable=evaluation.attainable)
    voice.say("score.grade", grade=evaluation.grade or BLANK)
    _print_coverage(coverage_of(evaluation))
    if compared is not None:
        _print_agreement(compared)


def _print_adjustment(adjustment: Adjustment) -> None:
    voice.say(
        "score.adjustment",
        name=adjustment.name,
        change=adjustment.change or BLANK,
        reason=reason_text(adjustment.reason),
    )


def _print_coverage(coverage: Coverage) -> None:
    """Say what is not in the score; nothing when it covers everything."""
    if coverage.covered < coverage.all:
        voice.say(
            "score.coverage",
            covered=plain(coverage.covered),
            all=plain(coverage.all),
            claimed=plain(coverage.claimed),
            undecided=plain(coverage.undecided),
        )


def _print_agreement(compared: Comparison) -> None:
    """How many printed rows were listed as recomputed, stated, claimed; how many came out as printed, which did not.

    A row that nobody can compute is neither.
    """
    rows = [*compared.rows, compared.total]
    differing = [row for row in rows if not row.matches]
    voice.say(
        "score.agreement",
        matching=str(len(rows) - len(differing)),
        rows=str(len(rows)),
        recomputed=str(sum(row.listed == "recomputed" for row in rows)),
        stated=str(sum(row.listed == "stated" for row in rows)),
        claimed=str(sum(row.listed == "claimed" for row in rows)),
    )
    for row in (one for one in differing if one.computed is not None):
        voice.say("score.differs", row=row.row, computed=row.computed or BLANK, published=row.published)
        if row.because is not None:
            kind = voice.fill(f"because.{row.because.because}", {})
            voice.say("score.because", kind=kind, id=row.because.id or "", note=row.because.note)


def visible_rows(evaluation: Evaluation) -> list[RowScore]:
    """Groups and the rubric's own rows; of the department's indicators only those that lost points."""
    return [row for row in evaluation.rows if not is_indicator(row) or lost_points(row)]


def is_indicator(row: RowScore) -> bool:
    """An indicator's row is named by three parts: the rubric's row, the task, the indicator."""
    return row.leaf and row.id.count(".") == _INDICATOR_DOTS


def lost_points(row: RowScore) -> bool:
    """Whether the row is undecided or below its points."""
    return row.lost is None or Decimal(row.lost) != 0


def _cells(row: RowScore, rows: Sequence[RowScore], compared: RowComparison | None) -> tuple[str, ...]:
    mark = "" if compared is None or compared.matches or compared.computed is None else " ≠"
    return (
        indented(row, rows),
        row.points,
        row.claimed or "",
        row.score or BLANK,
        "" if compared is None else f"{compared.published}{mark}",
        row.lost if row.lost is not None and lost_points(row) else "",
        reason_text(row.reason) if row.leaf and lost_points(row) else "",
    )


def indented(row: RowScore, rows: Sequence[RowScore]) -> str:
    """The row's name, indented by how deep it lies."""
    return "  " * _depth(row, rows) + row.name


def _depth(row: RowScore, rows: Sequence[RowScore]) -> int:
    parents = {one.id: one.parent for one in rows}
    depth, parent = 0, row.parent
    while parent:
        depth, parent = depth + 1, parents.get(parent, "")
    return depth


def print_remarks(evaluation: Evaluation, compared: Comparison | None) -> None:
    """Contradictions and risks that cost nothing; those listed beforehand with their number."""
    if not evaluation.remarks:
        return
    numbers = [] if compared is None else [(one.remark, one.defect.id) for one in compared.defects]
    names = {row.id: row.name for row in evaluation.rows}
    voice.say("score.remarks")
    for remark in evaluation.remarks:
        number = next((f"{known} " for named, known in numbers if named == remark), "")
        voice.out.print(f"  {number}{_remark_text(remark, names)}")


def _remark_text(remark: Remark, names: Mapping[str, str]) -> str:
    """The sentence of a remark; the rows that it is about by their names."""
    params = dict(remark.reason.params)
    if "rows" in params:
        params["rows"] = listed(f"{names.get(row, row)} ({row})" for row in remark.rows)
    return voice.fill(f"remark.{remark.reason.code}", params)


def score_json(evaluation: Evaluation, compared: Comparison | None) -> dict[str, object]:
    """The result for programs: leaf rows in the rubric's order; decimals are text; `comparison` only when asked."""
    document: dict[str, object] = {
        "rubric": {"id": evaluation.rubric, "version": evaluation.version, "hash": evaluation.rubric_hash},
        "department": evaluation.department,
        "total": evaluation.total,
        "of": evaluation.of,
        "attainable": evaluation.attainable,
        "coverage": coverage_of(evaluation).to_data(),
        "grade": evaluation.grade,
        "rows": [_row_json(row) for row in evaluation.rows if row.leaf],
        "groups": [_row_json(row) for row in evaluation.rows if not row.leaf],
        "adjustments": adjustments_json(evaluation),
        "counted": counted_json(evaluation),
        "remarks": [to_data(remark) for remark in evaluation.remarks],
    }
    if compared is not None:
        document["comparison"] = to_data(compared)
    return document


def adjustments_json(evaluation: Evaluation) -> list[dict[str, object]]:
    """What happened to the total after the sum, in that order; empty where the rubric adjusts nothing."""
    return [
        {
            "id": each.id,
            "name": each.name,
            "rule": "; ".join(each.rules),
            "change": each.change,
            "most": each.most,
            "reason": reason_text(each.reason),
            "arithmetic": each.arithmetic,
            "unfired": [{"rule": other.rule, "because": other.because} for other in each.unfired],
        }
        for each in evaluation.adjustments
    ]


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
