"""A request that was promised to be delivered, while others are quicker: it is done later, or refused on the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from activities.handle_act import handle_act
from app.errors import RequestRefusedError
from app.inbox.own import show_request
from app.inbox.receive import receive
from app.inbox.settle import keep_waiting, refuse
from app.inbox.wanted import act_of, wanted_act
from models.commands import Deed
from models.inbox import DELIVERED, REFUSED, InboxRequest
from models.values import instant_text
from tests.domain.checks import heads
from tests.domain.effects import Doing, do
from tests.domain.play import act_call, as_expected, done
from tests.domain.refusing import refusal
from tests.domain.world import Switch

if TYPE_CHECKING:
    from datetime import datetime

    from tests.domain.brought import Brought
    from tests.domain.model import Year
    from tests.domain.world import World


class Waiting(NamedTuple):
    """An act (act, matter, actor) that waits since a moment, as it stands in the inbox."""

    place: tuple[str, str]
    deed: tuple[str, str, str]
    brought: Brought
    received: datetime
    row: InboxRequest


def hand_in(world: World, place: tuple[str, str], deed: tuple[str, str, str], brought: Brought) -> Waiting | None:
    """Promise to deliver an act against which nothing speaks now; None where something does. No record is written."""
    name, matter, actor = deed
    if _year(world, place).ended:
        return None
    if refusal(world.books[place[0]], _year(world, place), _doing(world, deed, brought, world.now), brought.fault):
        return None
    before = heads(world)
    told = Deed(actor=actor, act=name, matter=matter, content=brought.content)
    row = receive(world.desk, wanted_act(*place, world.new_request(), told), instant_text(world.now), 0)
    assert isinstance(row, InboxRequest)
    keep_waiting(world.desk, row, "outcome.unknown")
    assert heads(world) == before
    return Waiting(place, deed, brought, world.now, row)


def deliver(world: World, waiting: Waiting) -> frozenset[str]:
    """Send it now; what has meanwhile become impossible is refused on the record."""
    place, year, sent = waiting.place, _year(world, waiting.place), act_of(waiting.row)
    doing = _doing(world, waiting.deed, waiting.brought, waiting.received)
    codes = refusal(world.books[place[0]], year, doing, waiting.brought.fault)
    with as_expected(world, codes) as expected:
        world.runs[place].check(sent)
        done(world, place, sent, handle_act(world.desk, act_call(world, place, sent)))
        do(year, doing)
    if expected.code is not None:
        refuse(world.desk, waiting.row, RequestRefusedError(expected.code, {}, []))
        year.records += 1
    state = show_request(world.desk, place[0], waiting.row.key).row.state
    assert state == (REFUSED if codes else DELIVERED)
    return codes


def _doing(world: World, deed: tuple[str, str, str], brought: Brought, received: datetime) -> Doing:
    return Doing(*deed, brought.picture, received, world.now, broken=Switch.broken)


def _year(world: World, place: tuple[str, str]) -> Year:
    return world.books[place[0]].years[place[1]]
