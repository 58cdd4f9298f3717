"""The list of fired rules, checked against the slots: none silent, none doubled, none unknown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.core.errors import RulesError

if TYPE_CHECKING:
    from rules.core.semantics_1.slots import Slot


class SettlementError(RulesError):
    """A list of fired rules cannot be settled: a slot is silent or doubled, or a rule is unknown."""

    code = "settle.contradicted"


@dataclass(frozen=True, slots=True)
class Firing:
    """What fired, by slot, and in the rubric's order."""

    by_slot: dict[str, str]
    extras: frozenset[str]
    ordered: tuple[str, ...]

    def branch(self, slot: str) -> str:
        """Name the branch that fired in a slot: the rule id after the slot's."""
        return self.by_slot[slot].removeprefix(f"{slot}/")


def assign(slots: tuple[Slot, ...], fired: tuple[str, ...]) -> Firing:
    """Give every slot its rule. Raises SettlementError `settle.unknown`, `settle.doubled` or `settle.silent`."""
    times = Counter(fired)
    extras = {slot.extra for slot in slots if slot.extra is not None}
    known = extras.union(*(slot.rules for slot in slots))
    for rule, count in times.items():
        if rule not in known:
            raise SettlementError("settle.unknown", rule=rule)
        if count > 1:
            raise SettlementError("settle.doubled", slot=rule.rpartition("/")[0], rules=rule)
    by_slot = {slot.id: _only(slot, tuple(rule for rule in slot.rules if rule in times)) for slot in slots}
    ordered = tuple(
        rule for slot in slots for rule in (by_slot[slot.id], slot.extra) if rule is not None and rule in times
    )
    return Firing(by_slot, frozenset(extras & times.keys()), ordered)


def _only(slot: Slot, rules: tuple[str, ...]) -> str:
    if not rules:
        raise SettlementError("settle.silent", slot=slot.id)
    if len(rules) > 1:
        raise SettlementError("settle.doubled", slot=slot.id, rules=", ".join(rules))
    return rules[0]
