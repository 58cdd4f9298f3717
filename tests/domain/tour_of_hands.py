"""The tour's stops at departments whose filings pass two hands, and at what is taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.domain import brought as bring
from tests.domain import bureau, play
from tests.domain.days import day_of
from tests.domain.people import SIGNER, TURNCOAT
from tests.domain.scoring import Reading, Sheet
from tests.domain.stages import BY_TWO, PLACES, do, file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.domain.brought import Brought
    from tests.domain.world import World


def targets_by_two(world: World) -> Iterator[None]:
    """Nobody files what he prepared himself, nor anything else than what was prepared."""
    do(world, PLACES[0], ("targets.withdraw", "targets"), bring.answer())
    assert not play.act(world, BY_TWO, ("targets.prepare", "targets", TURNCOAT), bring.targets(12))
    assert play.act(world, BY_TWO, ("targets.file", "targets", TURNCOAT), bring.targets(12)) == {"filing.own-draft"}
    yield
    otherwise = play.act(world, BY_TWO, ("targets.file", "targets", SIGNER), bring.targets(10))
    assert otherwise == {"filing.not-as-prepared"}
    yield from _there_and_back(world, "targets", bring.targets(12))
    do(world, PLACES[0], ("targets.file", "targets"), bring.targets(10))


def monitoring_by_two(world: World) -> Iterator[None]:
    """A reading that was taken back leaves its warnings."""
    file(world, BY_TWO, "monitoring", bring.reading(Reading(30, 3)))
    yield from _there_and_back(world, "monitoring", bring.reading(Reading()))


def evaluation_by_two(world: World) -> Iterator[None]:
    """What was filed well before its day is taken back; the book is taken up anew meanwhile."""
    bureau.extend(world, BY_TWO, "self-evaluation", day_of(world.now) + timedelta(days=22))
    file(world, BY_TWO, "self-evaluation", bring.sheet(Sheet(spent=72)))
    yield from _there_and_back(world, "self-evaluation", bring.sheet(Sheet(deduction=None, claim=8)))


def withdraw_before_the_review_opens(world: World) -> None:
    """It is taken back before the review opens, and lies with the department when it does."""
    do(world, BY_TWO, ("self-evaluation.withdraw", "self-evaluation"), bring.answer())
    bureau.resume(world, world.books[BY_TWO[0]])


def _there_and_back(world: World, phase: str, brought: Brought) -> Iterator[None]:
    """Sent back or taken back, prepared again, filed, taken back, and filed after all."""
    stands = world.books[BY_TWO[0]].years[BY_TWO[1]].matters[phase]
    back = bring.answer()
    do(world, BY_TWO, (f"{phase}.{'send-back' if stands == 'prepared' else 'withdraw'}", phase), back)
    yield
    do(world, BY_TWO, (f"{phase}.prepare", phase), brought)
    if stands != "prepared":
        do(world, BY_TWO, (f"{phase}.send-back", phase), back)
        do(world, BY_TWO, (f"{phase}.prepare", phase), brought)
    yield
    do(world, BY_TWO, (f"{phase}.file", phase), brought)
    do(world, BY_TWO, (f"{phase}.withdraw", phase), back)
    yield
    file(world, BY_TWO, phase, brought)
    yield
