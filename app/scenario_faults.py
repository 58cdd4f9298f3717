"""What is wrong with the words of a scenario: ids that stand twice, and words that name nobody and nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from deadlines.roles import ROLES
from models.payloads import ACT_KINDS
from rules.core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.scenario import Scenario
    from rules.located import Path

CONTRIBUTOR: Final = "contributor"
_NEEDED_ROLES: Final = ("security-officer", "performance-office")


def word_faults(scenario: Scenario) -> Iterator[Problem]:
    """Every fault, with its place in the file."""
    people, departments = [each.id for each in scenario.people], [each.id for each in scenario.departments]
    for kind, ids in (("people", people), ("departments", departments)):
        for position, each in enumerate(ids):
            if ids.index(each) != position:
                yield Problem("scenario.id-twice", (kind, position, "id"), id=each)
    yield from _of_people(scenario, departments)
    yield from _of_acts(scenario, people, departments)
    for position, order in enumerate(scenario.orders):
        yield from _known(order.who, people, ("orders", position, "who"))
        yield from _known(order.department, departments, ("orders", position, "department"))


def _of_people(scenario: Scenario, departments: list[str]) -> Iterator[Problem]:
    for position, person in enumerate(scenario.people):
        yield from _known(person.role, ROLES, ("people", position, "role"))
        yield from _known(person.department, departments, ("people", position, "department"))
        if person.role == CONTRIBUTOR and None in (person.department, person.division, person.division_name):
            yield Problem("scenario.no-division", ("people", position), person=person.id)
    for role in _NEEDED_ROLES:
        if role not in {person.role for person in scenario.people}:
            yield Problem("scenario.role-missing", ("people",), role=role)


def _of_acts(scenario: Scenario, people: list[str], departments: list[str]) -> Iterator[Problem]:
    for position, act in enumerate(scenario.acts):
        yield from _known(act.who, people, ("acts", position, "who"))
        yield from _known(act.department, departments, ("acts", position, "department"))
        yield from _known(act.act, ACT_KINDS, ("acts", position, "act"))
        if act.ask is not None:
            yield from _known(act.ask.contributor, people, ("acts", position, "ask", "contributor"))


def _known(word: str | None, known: Iterable[str], path: Path) -> Iterator[Problem]:
    if word is not None and word not in known:
        yield Problem("scenario.unknown-word", path, value=word, known=", ".join(known))
