"""One district played to several points of its year; machines begin at copies of them."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tests.domain import brought as bring
from tests.domain import bureau, closing
from tests.domain.days import at
from tests.domain.drawing import right_person
from tests.domain.effects import Verdict
from tests.domain.form import PHASES
from tests.domain.people import POSTS
from tests.domain.play import act
from tests.domain.scoring import Reading, Sheet
from tests.domain.world import BOOKS, World
from tests.support.desks import copied

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.domain.brought import Brought

PLACES: Final = ((BOOKS[0], "alpha"), (BOOKS[0], "beta"), (BOOKS[1], "alpha"))


def do(world: World, place: tuple[str, str], deed: tuple[str, str], brought: Brought) -> None:
    """The right person does an act that nothing speaks against."""
    name, matter = deed
    codes = act(world, place, (name, matter, right_person(world.books[place[0]].years[place[1]], name)), brought)
    assert not codes, codes


def go_to(world: World, phase: str) -> None:
    """Let time pass until the morning after a phase's opening."""
    left = at(PHASES[phase].opens, 10) - world.now
    world.pass_time(max(0, left // timedelta(hours=1)))


def opened(world: World) -> None:
    """Both books are open, the posts are filled, the form is in force, the departments are enrolled."""
    world.open()
    for book in world.books.values():
        for post in POSTS:
            bureau.appoint(world, book, post)
        bureau.adopt(world, book)
    for place in PLACES:
        bureau.enrol(world, world.books[place[0]], place[1])
    go_to(world, "targets")


def monitored(world: World) -> None:
    """The targets stand; beta's mid-year reading has warned of two things."""
    for place in PLACES:
        do(world, place, ("targets.file", "targets"), bring.targets(10))
        do(world, place, ("targets.approve", "targets"), bring.answer())
    go_to(world, "monitoring")
    for place in PLACES:
        picture = Reading(30, 3) if place[1] == "beta" else Reading()
        do(world, place, ("monitoring.file", "monitoring"), bring.reading(picture))


def evaluated(world: World) -> None:
    """Everybody has evaluated itself, and the reviews are open; beta claims what it cannot show."""
    for place in PLACES:
        do(world, place, ("monitoring.accept", "monitoring"), bring.answer())
    go_to(world, "self-evaluation")
    for place in PLACES:
        picture = Sheet(deduction=None, claim=8) if place[1] == "beta" else Sheet()
        do(world, place, ("self-evaluation.file", "self-evaluation"), bring.sheet(picture))
    go_to(world, "review")


def reviewed(world: World) -> None:
    """Everybody but the second book's department has findings to mend."""
    for place in PLACES:
        scores = {"manners": Fraction(7)} if place == PLACES[1] else {}
        findings = {"one": "carry-over"} if place[0] == BOOKS[0] else {}
        do(world, place, ("review.conclude", "review"), bring.verdict(Verdict(scores, findings)))
    go_to(world, "rectification")


def ended(world: World) -> None:
    """Both books have ended, and the first is sealed and open to corrections."""
    for place in PLACES[:2]:
        do(world, place, ("finding.answer", "finding/one"), bring.measure())
        do(world, place, ("finding.accept", "finding/one"), bring.answer())
    world.pass_time(1)
    first, _ = world.books.values()
    assert not closing.seal(world, first, 1)
    assert not closing.authorise(world, first, None, corrections=True)


STAGES: Final[dict[str, Callable[[World], None]]] = {
    "opened": opened,
    "monitored": monitored,
    "evaluated": evaluated,
    "reviewed": reviewed,
    "ended": ended,
}


class Stages:
    """Worlds at every stage, each played once; `at` gives a copy."""

    def __init__(self, empty: Path, folder: Path) -> None:
        self._folder = folder
        self._copies = 0
        self._worlds: dict[str, World] = {}
        last: World | None = None
        for name, go_on in STAGES.items():
            last = self._world(empty if last is None else last.data, name, last)
            go_on(last)
            last.close()
            self._worlds[name] = last

    def close(self) -> None:
        """Let go of whatever is left."""
        for world in self._worlds.values():
            world.close()

    def at(self, stage: str) -> World:
        """A new world at a stage."""
        self._copies += 1
        template = self._worlds[stage]
        return self._world(template.data, f"copy-{self._copies}", template)

    def _world(self, source: Path, name: str, state: World | None) -> World:
        world = World(copied(source, self._folder / name))
        if state is not None:
            world.go_on_as(state)
        return world
