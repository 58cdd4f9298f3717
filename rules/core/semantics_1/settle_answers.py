"""Settles the rows that people answer: checklists of yes and no, and judgements in points."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rules.core.evaluation import Reason, Unfired
from rules.core.numbers import ZERO, plain, total
from rules.core.semantics_1.firing import SettlementError
from rules.core.semantics_1.settled import Case, Settled, figures_of, missing, reason
from rules.core.semantics_1.slots import answers
from rules.core.semantics_1.texts import ABSENT, LISTED, added, as_filed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from rules.core.rubric import Checklist, Item, Judged, Row


def settle_checklist(row: Row, shape: Checklist, case: Case) -> Settled:
    """Add up the items; one without an answer leaves the whole row undecided."""
    asked = row.once(_asked)
    earned = [_earned(each, case) for each in asked]
    known = [each for each in earned if each is not None]
    rules = tuple(case.firing.by_slot[each.slot] for each in asked)
    figures = figures_of(case, dict.fromkeys(item.input for item in shape.items))
    unfired = tuple(other for each in asked for other in _other_answers(each, case))
    if len(known) < len(earned):
        names = [item.input for item, each in zip(shape.items, earned, strict=True) if each is None]
        why, because = missing(case, dict.fromkeys(names))
        return Settled(None, why, because, rules, figures, unfired)
    pairs = zip(shape.items, known, strict=True)
    lost = [item.name for item, each in pairs if each is not item.points and each < item.points]
    why = reason("items-lost", items=LISTED.join(lost)) if lost else reason("items-met")
    earned_all = total(known)
    return Settled(earned_all, why, added(known, earned_all), rules, figures, unfired)


def settle_judged(row: Row, shape: Judged, case: Case) -> Settled:
    """Take a deduction off, or take the judged score itself."""
    rule, value = case.firing.by_slot[row.id], case.filed.number(shape.input)
    figures, text = figures_of(case, (shape.input,)), as_filed(shape.input, case.filed)
    unfired = tuple(_other_judgements(row, shape, case, text))
    if rule == f"{row.id}/missing":
        why, because = missing(case, (shape.input,))
        return Settled(None, why, because, (rule,), figures, unfired)
    if value is None:
        raise SettlementError("settle.contradicted", rule=rule)
    deduction = shape.counts == "deduction"
    exact = row.points - value if deduction else value
    worth = f"{plain(row.points)} − {plain(value)} = {plain(exact)}" if deduction else plain(value)
    return Settled(exact, _judgement(case.firing.branch(row.id), value), worth, (rule,), figures, unfired)


class _Asked(NamedTuple):
    """An item and its slot; `others` says of each answer, as it is filed, why no other rule of the slot fired."""

    item: Item
    slot: str
    others: dict[str, tuple[Unfired, ...]]


def _asked(row: Row) -> tuple[_Asked, ...]:
    items = () if row.checklist is None else row.checklist.items
    return tuple(_Asked(item, f"{row.id}/{item.id}", _others(item, f"{row.id}/{item.id}")) for item in items)


def _others(item: Item, slot: str) -> dict[str, tuple[Unfired, ...]]:
    names = answers(item)
    filed = {name: ABSENT if name == "missing" else name for name in names}
    return {
        text: tuple(Unfired(f"{slot}/{each}", f"{item.name} = {text}") for each in names if each != name)
        for name, text in filed.items()
    }


def _earned(asked: _Asked, case: Case) -> Fraction | None:
    item, branch = asked.item, case.firing.branch(asked.slot)
    if branch == "missing":
        return None
    full = branch == "yes" or (branch == "not-applicable" and item.not_applicable == "full")
    return item.points if full else ZERO


def _other_answers(asked: _Asked, case: Case) -> tuple[Unfired, ...]:
    text, fired = as_filed(asked.item.input, case.filed), case.firing.branch(asked.slot)
    if fired == text or (fired == "missing" and text == ABSENT):
        return asked.others[text]
    # Not what the answer says: whoever gave this list of rules is taken at the word.
    return tuple(Unfired(rule, f"{asked.item.name} = {text}") for rule in case.others(asked.slot))


def _judgement(branch: str, value: Fraction) -> Reason:
    return reason("none") if branch == "none" else reason(branch, value=plain(abs(value)))


def _other_judgements(row: Row, shape: Judged, case: Case, text: str) -> Iterator[Unfired]:
    fired = case.firing.branch(row.id)
    sign = {"none": "= 0", "deducted": "> 0", "awarded": "> 0", "penalised": "< 0"}.get(fired, "")
    because = f"{case.rubric.inputs[shape.input].name} = {text}" if fired == "missing" else f"{text} {sign}"
    yield from (Unfired(rule, because) for rule in case.others(row.id))
