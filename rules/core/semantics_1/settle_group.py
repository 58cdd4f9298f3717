"""Settles a group: the sum of its rounded children, as far as all of them are decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.evaluation import Basis, RowScore
from rules.core.numbers import plain, plain_less, round_half_up, total, written
from rules.core.semantics_1.settled import reason
from rules.core.semantics_1.texts import added

if TYPE_CHECKING:
    from rules.core.facts import Claim
    from rules.core.rubric import Rounding
    from rules.core.semantics_1.tree import Node


def settle_group(node: Node, children: tuple[RowScore, ...], rounding: Rounding, claim: Claim | None) -> RowScore:
    """Add up; a group with an undecided child is undecided. Its evidence stands at its leaves."""
    parts = [written(child.score) for child in children if child.score is not None]
    sum_of = total(parts) if len(parts) == len(children) else None
    own_clause = node.row.clause if node.id == node.row.id else None
    return RowScore(
        id=node.id,
        name=node.name,
        parent=node.parent,
        leaf=False,
        bonus=node.bonus,
        points=plain(node.points),
        score=None if sum_of is None else str(round_half_up(sum_of, rounding.rows)),
        lost=None if sum_of is None else plain_less(node.points, sum_of),
        state="undecided" if sum_of is None else "decided",
        basis="claimed" if claim is not None and sum_of is None else _basis(children),
        claimed=None if claim is None else claim.score,
        rules=(),
        reason=reason("group"),
        clause=None if own_clause is None else own_clause.text,
        clause_place=None if own_clause is None else own_clause.place,
        figures=(),
        arithmetic="" if sum_of is None else added(parts, sum_of),
        exact=None if sum_of is None else f"{sum_of.numerator}/{sum_of.denominator}",
        unfired=(),
        evidence=node.row.evidence if own_clause is not None else (),
    )


def _basis(children: tuple[RowScore, ...]) -> Basis:
    """Tell the weakest ground among the children."""
    found = {child.basis for child in children}
    if "claimed" in found:
        return "claimed"
    if "stated" in found:
        return "stated"
    return "recomputed" if found == {"recomputed"} else "none"
