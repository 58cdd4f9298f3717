"""Who holds a task: taken on, given back, handed over; and the office's mark and word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.task_orders import Claim, Mark, Reassign, Release, Urge
from tests.domain.brought import WORDS
from tests.domain.codes import codes_of, of_the_role
from tests.domain.days import day_of
from tests.domain.play import order

if TYPE_CHECKING:
    from models.task_orders import TaskOrder
    from tests.domain.asked import Asked
    from tests.domain.model import Year
    from tests.domain.world import World

_OFFICE = "performance-office"


def claim(world: World, place: tuple[str, str], task: Asked, who: str) -> frozenset[str]:
    """Take a task on."""
    codes = _of_the_hand(world, place, task, who) or _of_the_year(world, place)
    codes = codes or codes_of("task.held" if task.holder is not None else None)
    _order(world, place, who, Claim.model_validate(_named(place, task)), codes)
    if not codes:
        _hand(world, place, task, who, who)
    return codes


def release(world: World, place: tuple[str, str], task: Asked, who: str) -> frozenset[str]:
    """Give a task back."""
    codes = _of_the_hand(world, place, task, who) or _of_the_year(world, place)
    codes = codes or codes_of("task.not-holder" if task.holder != who else None)
    _order(world, place, who, Release.model_validate(_named(place, task)), codes)
    if not codes:
        _hand(world, place, task, who, None)
    return codes


def reassign(world: World, place: tuple[str, str], task: Asked, hands: tuple[str, str], *, why: bool) -> frozenset[str]:
    """Hand a task over: `hands` are whoever orders it and whoever is to hold it; the office has to say why."""
    who, to = hands
    office = not of_the_role(world, world.books[place[0]], who, _OFFICE)
    codes = _of_the_hand(world, place, task, to) or (frozenset() if office else _of_the_hand(world, place, task, who))
    codes = (
        codes
        or _of_the_year(world, place)
        or codes_of("task.held" if task.holder == to else None)
        or codes_of("task.reason-needed" if office and not why else None)
    )
    words = Reassign.model_validate({**_named(place, task), "to": to, "reason": WORDS if why else None})
    _order(world, place, who, words, codes)
    if not codes:
        _hand(world, place, task, None if office else who, to)
    return codes


def mark(world: World, place: tuple[str, str], task: Asked, who: str, *, urgent: bool) -> frozenset[str]:
    """Mark a task as urgent, or not any more."""
    codes = _of_the_office(world, place, task, who)
    _order(world, place, who, Mark.model_validate({**_named(place, task), "urgent": urgent}), codes)
    if not codes:
        _year(world, place).records += 1
        task.urgent = urgent
    return codes


def urge(world: World, place: tuple[str, str], task: Asked, who: str) -> frozenset[str]:
    """Ask whose act is awaited to do it."""
    codes = _of_the_office(world, place, task, who)
    _order(world, place, who, Urge.model_validate(_named(place, task)), codes)
    if not codes:
        year, left = _year(world, place), (task.due - day_of(world.now)).days
        year.records += 1
        year.alerts.append(("urged", task.matter, task.act, task.due.isoformat(), left, task.role))
    return codes


def _hand(world: World, place: tuple[str, str], task: Asked, who: str | None, holder: str | None) -> None:
    """A task goes to a holder; whoever so acted for the department must not review it."""
    year = _year(world, place)
    year.records += 1
    task.holder = holder
    if who is not None and task.role != "reviewer":
        year.hands.add(who)


def _of_the_hand(world: World, place: tuple[str, str], task: Asked, who: str) -> frozenset[str]:
    """A task is held by somebody who may do it today."""
    book, year = world.books[place[0]], _year(world, place)
    if not task.open:
        return codes_of("task.not-open")
    if not book.posts.may(who, task.role, place[1], day_of(world.now), task.matter):
        return codes_of("act.not-appointed")
    return codes_of("act.own-filing" if task.role == "reviewer" and who in year.hands else None)


def _of_the_year(world: World, place: tuple[str, str]) -> frozenset[str]:
    book = world.books[place[0]]
    return codes_of("book.concluded" if book.ended else "year.concluded" if book.years[place[1]].ended else None)


def _of_the_office(world: World, place: tuple[str, str], task: Asked, who: str) -> frozenset[str]:
    return (
        of_the_role(world, world.books[place[0]], who, _OFFICE)
        or _of_the_year(world, place)
        or codes_of(None if task.open else "task.not-open")
    )


def _named(place: tuple[str, str], task: Asked) -> dict[str, object]:
    return {"department": place[1], "matter": task.matter, "act": task.act, "round": task.round}


def _order(world: World, place: tuple[str, str], who: str, words: TaskOrder, codes: frozenset[str]) -> None:
    order(world, world.books[place[0]], (who, words), codes)


def _year(world: World, place: tuple[str, str]) -> Year:
    return world.books[place[0]].years[place[1]]
