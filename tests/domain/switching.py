"""The running years go on under the other edition of the form: proposed by one of the office, decided by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.switching import ApproveSwitch, DeclineSwitch, ProposeSwitch
from tests.domain.brought import WORDS
from tests.domain.codes import codes_of, of_the_office
from tests.domain.counting import NOTICE, first_due, latest
from tests.domain.days import day_of
from tests.domain.effects import Doing
from tests.domain.following import score
from tests.domain.form import PHASES
from tests.domain.people import DEPUTY, OFFICE
from tests.domain.play import order
from tests.domain.scales import Proposed, Wanted
from tests.domain.world import Switch

if TYPE_CHECKING:
    from tests.domain.books import BookPicture
    from tests.domain.model import Year
    from tests.domain.scales import Scale
    from tests.domain.world import World

_APPROVED = "approved"


def propose(world: World, book: BookPicture, wanted: Wanted, who: str = OFFICE) -> frozenset[str]:
    """Propose to switch."""
    waits = any(one.state == "proposed" and one.wanted.before == wanted.before for one in book.switches)
    codes = (
        of_the_office(world, book, who)
        or _of_the_switch(world, book, wanted)
        or codes_of("switch.pending" if waits else None)
    )
    words = ProposeSwitch(
        from_hash=wanted.before.hash,
        to_hash=wanted.after.hash,
        dates=wanted.dates,
        document="某财绩〔2021〕20号",
        reason=WORDS,
    )
    done = order(world, book, (who, words), codes)
    if done is not None:
        book.own += 1
        book.switches.append(Proposed(done.receipt.sequence, done.receipt.hash, wanted, who))
    return codes


def decide(world: World, book: BookPicture, which: int, verdict: str, who: str = DEPUTY) -> frozenset[str]:
    """Approve or decline one of the proposals; who proposed it does neither."""
    proposed = book.switches[which]
    approving = verdict == _APPROVED
    codes = (
        of_the_office(world, book, who)
        or codes_of("switch.decided" if proposed.state != "proposed" else None)
        or codes_of("switch.own" if who == proposed.by else None)
        or (_of_the_switch(world, book, proposed.wanted) if approving else frozenset())
    )
    named = {"proposal": proposed.sequence, "hash": proposed.hash}
    words = (
        ApproveSwitch.model_validate(named) if approving else DeclineSwitch.model_validate({**named, "opinion": WORDS})
    )
    order(world, book, (who, words), codes)
    if not codes:
        book.own += 1
        proposed.state, proposed.decided_by = verdict, who
        if approving:
            for year in _taken_along(book, proposed.wanted):
                _take_up(world, year, proposed.wanted, who)
    return codes


def _of_the_switch(world: World, book: BookPicture, wanted: Wanted) -> frozenset[str]:
    near = wanted.dates and any(
        latest(first_due(phase), book.calendar)[0] < book.calendar.after(day_of(world.now), NOTICE)
        for phase in PHASES
        for year in _taken_along(book, wanted)
        if phase not in year.matters
    )
    return (
        codes_of("switch.same" if wanted.before == wanted.after else None)
        or codes_of(None if {wanted.before.hash, wanted.after.hash} <= book.rubrics else "rubric.not-adopted")
        or codes_of(None if _taken_along(book, wanted) else "switch.nobody")
        or codes_of("switch.dates-too-near" if near else None)
    )


def _taken_along(book: BookPicture, wanted: Wanted) -> list[Year]:
    return [year for year in book.years.values() if not year.ended and year.scale == wanted.before]


def _take_up(world: World, year: Year, wanted: Wanted, who: str) -> None:
    """Phases keep the dates of the edition that they had; what was filed is scored by the new one."""
    year.records += 1
    kept = [phase for phase in PHASES if not wanted.dates or phase in year.matters]
    year.kept = {phase: year.kept.get(phase, wanted.before.hash) for phase in kept}
    year.scale = wanted.after
    year.switched.append((wanted.before.hash, wanted.after.hash))
    told = ("rubric-switched", "self-evaluation", "department.switched", "", 0)
    year.alerts += [(*told, role) for role in ("filler", "reviewer")]
    if year.sheet is not None:
        score(year, Doing("department.switched", "", who, None, world.now, world.now, broken=Switch.broken))


def editions(book: BookPicture, which: int) -> tuple[Scale, Scale]:
    """Two editions, rarely twice the same, by a number."""
    first, second = book.editions
    return ((first, second), (second, first), (first, second), (second, first), (first, first))[which % 5]
