"""Whether a scenario names only people, departments and acts that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import AppError
from deadlines.moves import MOVES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.scenario import Scenario


def require_known_names(scenario: Scenario, file: str) -> None:
    """Raises AppError `scenario.unknown-names` with every place and what stands there.

    Found in the middle of a play it would leave half a book behind.
    """
    known = {
        "who": {person.id for person in scenario.people},
        "department": {department.id for department in scenario.departments},
        "act": {move.act for move in MOVES},
    }
    faults = [f"{place}: {name}" for place, kind, name in _named(scenario) if name not in known[kind]]
    if faults:
        raise AppError("scenario.unknown-names", file=file, faults="; ".join(faults))


def _named(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Every place that names something, the kind of what is named, and the name."""
    for position, person in enumerate(scenario.people):
        if person.department is not None:
            yield f"people.{position}.department", "department", person.department
    for position, act in enumerate(scenario.acts):
        yield f"acts.{position}.who", "who", act.who
        yield f"acts.{position}.department", "department", act.department
        yield f"acts.{position}.act", "act", act.act
    for position, order in enumerate(scenario.orders):
        yield f"orders.{position}.who", "who", order.who
        yield f"orders.{position}.department", "department", order.department
