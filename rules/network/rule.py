"""Rules of the network before they are numbered: an id, and one conjunction of conditions on forms."""

from __future__ import annotations

from dataclasses import dataclass

from rules.network.conjunction import Operator
from rules.network.form import Form


@dataclass(frozen=True, slots=True)
class Condition:
    """A form compared with an integer."""

    form: Form
    operator: Operator
    bound: int = 0


@dataclass(frozen=True, slots=True)
class NetworkRule:
    """Fires under `id` when all conditions hold. Several rules may share an id if they exclude one another.

    `row` names, for messages, the rubric row, check or monitoring rule that it was compiled from.
    """

    id: str
    row: str
    when: tuple[Condition, ...]
