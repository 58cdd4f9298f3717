"""Makes an evaluation of the rules that fired: rows, groups, total, grade, remarks. Nothing is decided again."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rules.core.evaluation import Evaluation, RowScore
from rules.core.numbers import plain, round_half_up, total, written
from rules.core.semantics_1.decide_indicator import outcome
from rules.core.semantics_1.filed import Filed, filed
from rules.core.semantics_1.firing import Firing, assign
from rules.core.semantics_1.metric import Standing
from rules.core.semantics_1.remarks import remarks
from rules.core.semantics_1.settle_group import settle_group
from rules.core.semantics_1.settle_leaf import settle_leaf
from rules.core.semantics_1.settle_total import settle_total
from rules.core.semantics_1.settled import Case
from rules.core.semantics_1.slots import scoring_slots
from rules.core.semantics_1.tree import grow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.facts import Claim, Facts
    from rules.core.rubric import Grade, Rubric
    from rules.core.semantics_1.tree import Node


def settle(rubric: Rubric, rubric_hash: str, facts: Facts, fired: tuple[str, ...]) -> Evaluation:
    """Settle one scoring. Raises SettlementError when a slot is silent or doubled, or a rule is unknown."""
    slots = scoring_slots(rubric, facts)
    firing = assign(slots, fired)
    source = filed(rubric, facts)
    outcomes = _outcomes(source, firing)
    slots_by_id = {slot.id: slot for slot in slots}
    met = frozenset(each for each, came in outcomes.items() if came == "met")
    case = Case(rubric, facts, source, firing, _standing(outcomes), slots_by_id, met)
    claims = {claim.row: claim for claim in facts.claims}
    rows = tuple(row for node in grow(rubric.rows, facts) for row in _rows(node, case, claims))
    decided = [row for row in rows if row.leaf and row.score is not None]
    of = total(written(row.points) for row in decided)
    adjusted = settle_total(total(written(row.score or "0") for row in decided), case)
    rounded = round_half_up(adjusted.value, rubric.rounding.total)
    whole = all(row.score is not None for row in rows) and all(each.change is not None for each in adjusted.adjustments)
    return Evaluation(
        rubric=rubric.id,
        version=rubric.version,
        rubric_hash=rubric_hash,
        semantics=rubric.semantics,
        department=facts.department,
        rows=rows,
        total=str(rounded),
        of=plain(of),
        attainable=plain(of - total(written(row.points) for row in decided if row.bonus)),
        grade=_grade(rubric, Fraction(rounded)) if whole else None,
        remarks=remarks(case, {row.id: row for row in rows}),
        fired=firing.ordered,
        adjustments=adjusted.adjustments,
    )


def _outcomes(source: Filed, firing: Firing) -> dict[str, str]:
    """Tell how every indicator came out: by the rule that fired, or compared again in a row of bands or tiers."""
    outcomes = {each.id: outcome(each, source.results.get(each.id)) for each in source.indicators}
    for row in source.rubric.leaves():
        shape = row.indicators
        if shape is None or shape.bands or shape.tiers:
            continue
        selected = [each.id for each in source.indicators if shape.owns(each.category)]
        outcomes |= {each: firing.branch(f"{row.id}/{each}") for each in selected}
    return outcomes


def _standing(outcomes: dict[str, str]) -> Standing:
    missing = tuple(each for each, came in outcomes.items() if came == "missing")
    return Standing(met=list(outcomes.values()).count("met"), all=len(outcomes), missing=missing)


def _rows(node: Node, case: Case, claims: dict[str, Claim]) -> Iterator[RowScore]:
    """Score a node and all below it; a group stands before its children."""
    claim = claims.get(node.id)
    if not node.children:
        yield settle_leaf(node, case, claim)
        return
    below = tuple(tuple(_rows(child, case, claims)) for child in node.children)
    yield settle_group(node, tuple(rows[0] for rows in below), case.rubric.rounding, claim)
    yield from (row for rows in below for row in rows)


def _grade(rubric: Rubric, reached: Fraction) -> str | None:
    """Name the highest grade that the total earns; below every bound it is the lowest."""
    by_least = rubric.once(_grades)
    earned = [grade.name for grade in by_least if reached >= grade.least] or [grade.name for grade in by_least[:1]]
    return earned[-1] if earned else None


def _grades(rubric: Rubric) -> list[Grade]:
    return sorted(rubric.grades, key=lambda grade: grade.least)
