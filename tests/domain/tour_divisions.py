"""The tour's way past the divisions: asked, answered in time and late, sent back, accepted, called off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.domain import brought as bring
from tests.domain import bureau, divisions, holding, play
from tests.domain.collecting import Asking, Bringing, Returning
from tests.domain.days import day_of
from tests.domain.people import CLERK, FILLERS, MATE, OFFICE, REVIEWER, TURNCOAT
from tests.domain.stages import PLACES, do

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.domain.world import World

BETA = PLACES[1]
SCORING = "self-evaluation"
FIRST, SECOND, THIRD = "collection/office/one", "collection/works/two", "collection/office/three"
YES = bring.answer()


def ask_divisions(world: World) -> Iterator[None]:
    """While the self-evaluation lies with the department, which is due two days from now or later."""
    due = _due(world)
    assert divisions.appoint_contact(world, BETA, REVIEWER) == {"appointment.conflict"}
    assert not divisions.appoint_contact(world, BETA, MATE, "works")
    yield
    for asking in (
        Asking("office", "one", CLERK, due - timedelta(days=3)),
        Asking("works", "two", MATE, due - timedelta(days=1), inputs=(), rows=("spending",)),
        Asking("office", "three", CLERK, due - timedelta(days=1), rows=()),
    ):
        yield from _ask(world, asking)
    assert _refused(world, Asking("works", "one", CLERK, due - timedelta(days=1))) == {"collection.no-contributor"}
    assert _refused(world, Asking("roads", "one", CLERK, due - timedelta(days=1))) == {"collection.unknown-division"}
    assert _refused(world, Asking("office", "four", CLERK, due)) == {"collection.day-too-late"}
    yield
    # Only as far as the department's own day leaves room, whose moves it follows.
    bureau.extend(world, BETA, FIRST, due)
    bureau.extend(world, BETA, SCORING, due + timedelta(days=1))
    yield


def answer_in_time_and_late(world: World) -> Iterator[None]:
    """One division answers after its day, one proves what it says, one is not needed any more."""
    digest = divisions.proof(world)
    early = ("collection.answer", SECOND, MATE)
    assert play.act(world, BETA, early, divisions.bring(Bringing((), proved=True), digest)) == {
        "collection.unknown-evidence"
    }
    yield from _do(world, "evidence.add", SECOND, bring.evidence(world.desk.evidence), MATE)
    yield from _do(world, "collection.answer", SECOND, divisions.bring(Bringing((), proved=True), digest), MATE)
    proof = ("evidence.add", THIRD, CLERK)
    assert play.act(world, BETA, proof, bring.evidence(world.desk.evidence)) == {"collection.row-not-asked"}
    yield from _do(world, "collection.cancel", THIRD, YES, TURNCOAT)
    world.pass_time(24 * 7)
    yield
    yield from _do(world, "collection.answer", FIRST, divisions.bring(Bringing(), digest), CLERK)
    assert world.books[BETA[0]].years[BETA[1]].collections[FIRST].late > 0
    yield from _do(world, "collection.return", FIRST, divisions.give_back(Returning(day_of(world.now))), TURNCOAT)
    task = world.books[BETA[0]].years[BETA[1]].task(FIRST)
    assert task is not None
    assert holding.reassign(world, BETA, task, (OFFICE, MATE), why=True) == {"act.not-appointed"}
    yield from _do(world, "collection.answer", FIRST, divisions.bring(Bringing(("spent",)), digest), CLERK)


def settle_the_rest(world: World) -> Iterator[None]:
    """After the filing what came is still accepted, and nothing can be asked for again."""
    back = ("collection.return", SECOND, FILLERS["beta"])
    given = divisions.give_back(Returning(day_of(world.now) + timedelta(days=1)))
    assert play.act(world, BETA, back, given) == {"collection.nothing-due"}
    yield from _do(world, "collection.accept", SECOND, YES, FILLERS["beta"])
    yield from _do(world, "collection.accept", FIRST, YES, FILLERS["beta"])


def _ask(world: World, asking: Asking) -> Iterator[None]:
    do(world, BETA, ("collection.ask", SCORING), divisions.ask(asking))
    yield


def _refused(world: World, asking: Asking) -> frozenset[str]:
    return play.act(world, BETA, ("collection.ask", SCORING, TURNCOAT), divisions.ask(asking))


def _do(world: World, act: str, matter: str, brought: bring.Brought, who: str) -> Iterator[None]:
    assert not play.act(world, BETA, (act, matter, who), brought)
    yield


def _due(world: World) -> date:
    task = world.books[BETA[0]].years[BETA[1]].task(SCORING)
    assert task is not None
    return task.due
