"""Settles one leaf row: its shape's points, the one rounding, and all that the evaluation says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.evaluation import Basis, Figure, Reason, RowScore
from rules.core.numbers import ZERO, plain, plain_less, round_half_up, written
from rules.core.semantics_1.firing import SettlementError
from rules.core.semantics_1.settle_answers import settle_checklist, settle_judged
from rules.core.semantics_1.settle_incidents import settle_incidents
from rules.core.semantics_1.settle_indicator import settle_indicator
from rules.core.semantics_1.settle_piecewise import settle_piecewise
from rules.core.semantics_1.settle_steps import settle_steps
from rules.core.semantics_1.settled import Case, Settled, reason
from rules.core.semantics_1.texts import ABSENT, with_rounding

if TYPE_CHECKING:
    from decimal import Decimal

    from rules.core.facts import Claim
    from rules.core.rubric import Indicators, Row
    from rules.core.semantics_1.tree import Node


def settle_leaf(node: Node, case: Case, claim: Claim | None) -> RowScore:
    """Score one leaf; the points are rounded here and nowhere else."""
    settled, clause = _settled(node, case), node.row.clause
    score = None if settled.exact is None else round_half_up(settled.exact, case.rubric.rounding.rows)
    exact, claimed = settled.exact, None if claim is None else claim.score
    return RowScore(
        id=node.id,
        name=node.name,
        parent=node.parent,
        leaf=True,
        bonus=node.bonus,
        points=plain(node.points),
        score=None if score is None else str(score),
        lost=None if score is None else plain_less(node.points, written(str(score))),
        state="undecided" if exact is None else "decided",
        basis=_basis(settled.figures, decided=exact is not None, claimed=claim is not None),
        claimed=claimed,
        rules=settled.rules,
        reason=_reason(settled, claim),
        clause=None if clause is None else clause.text,
        clause_place=None if clause is None else clause.place,
        figures=settled.figures,
        arithmetic=_arithmetic(settled, score),
        exact=None if exact is None else f"{exact.numerator}/{exact.denominator}",
        unfired=settled.unfired,
        evidence=node.row.evidence,
    )


def _settled(node: Node, case: Case) -> Settled:
    row = node.row
    if row.piecewise is not None:
        return settle_piecewise(row, row.piecewise, case)
    if row.steps is not None:
        return settle_steps(row, row.steps, case)
    if row.indicators is not None:
        return _indicators(row, row.indicators, node, case)
    return _told(row, case)


def _told(row: Row, case: Case) -> Settled:
    """Settle the rows that people answer or count for."""
    if row.checklist is not None:
        return settle_checklist(row, row.checklist, case)
    if row.judged is not None:
        return settle_judged(row, row.judged, case)
    if row.incidents is not None:
        return settle_incidents(row, row.incidents, case)
    raise SettlementError("settle.silent", slot=row.id)


def _indicators(row: Row, shape: Indicators, node: Node, case: Case) -> Settled:
    """Settle one indicator, or the row for which none was filed."""
    if node.indicator is not None:
        return settle_indicator(row, shape, node.indicator, case)
    if shape.none_filed is not None:
        fired = case.firing.by_slot[row.id]
        return Settled(ZERO, reason("none-filed"), f"{row.name} = {ABSENT} ⇒ 0", (fired,), (), ())
    return Settled(None, reason("missing", inputs=row.name), f"{row.name} = {ABSENT}", (), (), ())


def _basis(figures: tuple[Figure, ...], *, decided: bool, claimed: bool) -> Basis:
    if claimed and not decided:
        return "claimed"
    if not decided or not figures:
        return "none"
    return "stated" if any(figure.origin == "statement" for figure in figures) else "recomputed"


def _reason(settled: Settled, claim: Claim | None) -> Reason:
    return settled.reason if settled.exact is not None or claim is None else reason("claimed", score=claim.score)


def _arithmetic(settled: Settled, score: Decimal | None) -> str:
    if settled.exact is None or score is None:
        return settled.arithmetic
    return with_rounding(settled.arithmetic, settled.exact, score)
