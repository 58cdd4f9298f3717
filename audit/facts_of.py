"""The facts of a department as the book knows them: what was filed, copied from last year's book, and witnessed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from pydantic import JsonValue

from audit.carried_facts import carried_facts
from audit.filings import filings_of
from audit.target_lists import in_force
from audit.witnessed import Sight, witnessed_facts
from models.lookups import row_with
from models.projections import Department
from models.switching_payloads import SetAside
from rules.core.fitting import misfits
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from rules.core.facts import Facts
    from rules.core.rubric import Rubric

Lists: TypeAlias = dict[str, list[JsonValue]]

_TARGETS: Final = "targets"
_LISTS: Final = {_TARGETS: ("tasks", "indicators")}
_OF_FILINGS: Final = ("facts", "results", "claims")


class Whose(NamedTuple):
    """Where is looked: the tables, and the department in its book."""

    session: Session
    book: str
    department: str


class Standing(NamedTuple):
    """The lists that stand, as a rubric takes them; `aside` is what was filed under an earlier one and does not fit."""

    lists: Lists
    aside: tuple[SetAside, ...] = ()


class _Filed(NamedTuple):
    """A phase's newest whole filing with its amendments.

    What was filed under an earlier rubric is `older`; the amendments to it that came under this one follow apart.
    """

    lists: Lists
    older: bool
    amendments: tuple[Lists, ...] = ()


def facts_of(session: Session, rubric: Rubric, book: str, department: str, phase: str, moment: str) -> Facts:
    """Facts as of the newest filing of `phase`, under the targets that stand, with what was copied and witnessed added.

    `moment` is the domain instant of the evaluation: what the book saw is taken up to its record and its day.
    """
    lists = standing_lists(rubric, Whose(session, book, department), phase).lists
    return with_seen(rubric, Sight(session, book, department, moment), lists)


def facts_under(rubric: Rubric, sight: Sight, filed: Mapping[str, list[JsonValue]]) -> Facts:
    """The filed lists under the targets that stand, with every input copied or witnessed as it is seen from there."""
    targets = targets_of(rubric, Whose(sight.session, sight.book, sight.department))
    return with_seen(rubric, sight, targets | {name: filed.get(name, []) for name in _OF_FILINGS})


def with_seen(rubric: Rubric, sight: Sight, lists: Lists) -> Facts:
    """The facts of the lists, with every input that was copied from last year's book or that this one itself saw."""
    carried = carried_facts(sight.session, rubric, sight.book, sight.department)
    facts = [*without(lists.get("facts", []), carried), *carried, *witnessed_facts(rubric, sight)]
    return read_facts({"department": sight.department, **lists, "facts": facts})


def targets_of(rubric: Rubric, whose: Whose) -> Lists:
    """The lists of the targets that stand, as far as the rubric takes them."""
    return standing_lists(rubric, whose, _TARGETS).lists


def standing_lists(rubric: Rubric, whose: Whose, phase: str, *, switching: bool = False) -> Standing:
    """What stands in the targets and in a phase, as far as the rubric takes it.

    Only what was filed before the department took its rubric may not fit; with `switching` the rubric is one that it
    does not have yet, and everything was filed before.
    """
    since = None if switching else _switched(whose)
    filed = {each: _filed(whose, each, since) for each in (_TARGETS, phase)}
    lists = {name: entries for each in filed for name, entries in filed[each].lists.items()}
    older = {name: each for each in filed if filed[each].older for name in filed[each].lists}
    fitted = Standing(lists) if not older else _fitted(rubric, whose.department, lists, older)
    for one in filed.values():
        for changes in one.amendments:
            fitted = fitted._replace(lists=amended(fitted.lists, changes))
    return fitted


def _switched(whose: Whose) -> int:
    """The record by which the department took its rubric in mid-year; 0 where it has it from the beginning."""
    department = row_with(whose.session, Department, book=whose.book, department=whose.department)
    return 0 if department is None else department.switched


def _filed(whose: Whose, phase: str, since: int | None) -> _Filed:
    """What stands in a phase; older is what was filed before the record `since`, with None everything.

    Targets are those in force: an approved adjustment stands in the place of what it replaces.
    """
    found = _Filed({}, older=False)
    for filing in filings_of(*whose, phase):
        document = json.loads(filing.document)
        lists, older = _lists(document["lists"], phase), since is None or filing.sequence < since
        if document["kind"] != "amendment":
            found = _Filed(lists, older)
        elif older == found.older:
            found = found._replace(lists=amended(found.lists, lists))
        else:
            found = found._replace(amendments=(*found.amendments, lists))
    return found._replace(lists=in_force(*whose, found.lists)) if phase == _TARGETS else found


def _lists(lists: Lists, phase: str) -> Lists:
    """The lists that count in a phase: what else a filing may hold is no fact."""
    return {name: entries for name, entries in lists.items() if name in _LISTS.get(phase, _OF_FILINGS)}


def _fitted(rubric: Rubric, department: str, lists: Lists, older: dict[str, str]) -> Standing:
    """The lists without what the rubric cannot take of the `older` ones, which are named with the phase of each."""
    found = misfits(rubric, read_facts({"department": department, **lists}), older)
    gone = {(one.list, one.position) for one in found}
    left = {
        name: [entry for place, entry in enumerate(entries) if (name, place) not in gone]
        for name, entries in lists.items()
    }
    return Standing(
        left, tuple(SetAside(phase=older[each.list], list=each.list, name=each.name, code=each.code) for each in found)
    )


def amended(lists: Lists, changes: Mapping[str, JsonValue]) -> Lists:
    """The lists with each named fact, result and claim replaced, or added when it was not there.

    The new entries stand first: the place of a fault in them is then the place in the amendment itself.
    """
    result = dict(lists)
    for name, key in _NAMED.items():
        new = changes.get(name, [])
        if isinstance(new, list) and new:
            named = [_name(entry, key) for entry in new]
            result[name] = [*new, *(entry for entry in lists.get(name, []) if _name(entry, key) not in named)]
    return result


def without(filed: list[JsonValue], carried: list[JsonValue]) -> list[JsonValue]:
    """The filed facts but those that were stated until last year's book could be asked."""
    named = [_name(entry, "input") for entry in carried]
    return [entry for entry in filed if _name(entry, "input") not in named]


_NAMED = {"facts": "input", "results": "indicator", "claims": "row"}


def _name(entry: JsonValue, key: str) -> JsonValue:
    return entry.get(key) if isinstance(entry, dict) else None
