"""Whether a scenario names only people, departments, roles and acts that there are, each by an id of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from deadlines.moves import MOVES
from deadlines.roles import ROLES
from rules.core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.scenario import Scenario
    from rules.located import Path

NEEDED_ROLES: Final = ("security-officer", "performance-office")


def name_problems(scenario: Scenario) -> Iterator[Problem]:
    """Find every id that stands twice and every name that is nobody's.

    Found in the middle of a play it would leave half a book behind.
    """
    known = {
        "who": [person.id for person in scenario.people],
        "department": [department.id for department in scenario.departments],
        "role": list(ROLES),
        "act": sorted({move.act for move in MOVES}),
    }
    for part, ids in (("people", known["who"]), ("departments", known["department"])):
        for position, each in enumerate(ids):
            if ids.index(each) != position:
                yield Problem("scenario.id-twice", (part, position, "id"), id=each)
    for path, name in _named(scenario):
        words = known[str(path[-1])]
        if name not in words:
            yield Problem("scenario.unknown-word", path, value=name, known=", ".join(words))
    held = {person.role for person in scenario.people}
    for role in NEEDED_ROLES:
        if role not in held:
            yield Problem("scenario.role-missing", ("people",), role=role)


def _named(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Every place that names something; its last part says what."""
    for position, person in enumerate(scenario.people):
        yield ("people", position, "role"), person.role
        if person.department is not None:
            yield ("people", position, "department"), person.department
    for position, act in enumerate(scenario.acts):
        yield ("acts", position, "who"), act.who
        yield ("acts", position, "department"), act.department
        yield ("acts", position, "act"), act.act
    for position, order in enumerate(scenario.orders):
        yield ("orders", position, "who"), order.who
        yield ("orders", position, "department"), order.department
