"""A compiled network as the engine takes it: conjunctions of numbered fields, with the way there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.errors import EngineError, NetworkError, OutOfRangeError
from rules.network.conjunction import SAFE, Comparison, Conjunction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rules.network.encode import Values
    from rules.network.form import Form
    from rules.network.rule import NetworkRule


class Program:
    """Rules numbered by position, their distinct forms and conjunctions by number: no name reaches the engine.

    Rules of different rows may have one condition ("the same input is missing"); the engine sees it once.
    """

    def __init__(self, rules: Sequence[NetworkRule]) -> None:
        """Raises NetworkError for a rule that stands twice under one id."""
        self.rules = tuple(rules)
        if len(set(self.rules)) != len(self.rules):
            doubled = next(rule for rule in self.rules if self.rules.count(rule) > 1)
            raise NetworkError("network.doubled-rule", row=doubled.row, rule=doubled.id)
        self.forms = tuple(dict.fromkeys(condition.form for rule in self.rules for condition in rule.when))
        fields = {form: number for number, form in enumerate(self.forms)}
        owners: dict[Conjunction, list[int]] = {}
        for position, rule in enumerate(self.rules):
            conjunction = tuple(Comparison(fields[each.form], each.operator, each.bound) for each in rule.when)
            owners.setdefault(conjunction, []).append(position)
        self.conjunctions: tuple[Conjunction, ...] = tuple(owners)
        self._owners = tuple(owners.values())
        self._variables = tuple(dict.fromkeys(name for form in self.forms for name in form.variables()))

    def fields(self, values: Values, about: str = "") -> list[int]:
        """The integer of every field. `about` names the indicator that the values describe.

        Raises OutOfRangeError, naming row and inputs, where one leaves the engine's exact range.
        """
        parts = {name: values[name].as_integer_ratio() for name in self._variables}
        numbers = [form.numerator(parts) for form in self.forms]
        if numbers and (max(numbers) > SAFE or min(numbers) < -SAFE):
            raise self._out_of_range(numbers, about)
        return numbers

    def fired(self, conjunctions: Iterable[int]) -> list[int]:
        """The positions, ascending, of the rules that own the conjunctions which hold."""
        return sorted(rule for number in conjunctions for rule in self._owners[number])

    def ids(self, positions: Iterable[int]) -> list[str]:
        """The ids of rules by position. Raises EngineError when one id fired by two of its conjunctions."""
        ids = [self.rules[position].id for position in positions]
        if len(set(ids)) != len(ids):
            raise EngineError("engine.doubled", rules=", ".join(sorted({each for each in ids if ids.count(each) > 1})))
        return ids

    def _out_of_range(self, numbers: Sequence[int], about: str) -> OutOfRangeError:
        worst = max(range(len(numbers)), key=lambda field: abs(numbers[field]))
        form = self.forms[worst]
        row = next(rule.row for rule in self.rules if any(each.form == form for each in rule.when))
        return OutOfRangeError(row=row, input=_inputs(form, about), value=str(numbers[worst]))


def _inputs(form: Form, about: str) -> str:
    """The inputs that the form compares, or the indicator."""
    if about:
        return about
    return ", ".join(name.split(":")[1] for name in form.variables())
