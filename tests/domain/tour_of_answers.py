"""The tour's stops where the second form asks for more: silence about warnings, samples, answers to final scores."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tests.domain import brought as bring
from tests.domain import bureau, closing, play, sampling
from tests.domain.answers import MATTER
from tests.domain.effects import Verdict
from tests.domain.people import FILLERS, REVIEWER
from tests.domain.stages import PLACES, do
from tests.domain.world import BOOKS, Switch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.domain.world import World

ALPHA, BETA = PLACES[2], (BOOKS[1], "beta")
_BOOK: Final = BOOKS[1]
_DAY: Final = 24


def silence_about_a_warning(world: World) -> Iterator[None]:
    """A suspension stays through another reading, and is lifted by an answer that the bureau accepts."""
    slow, few = "warning/1/spending-pace", "warning/1/indicator-pace/lamps"
    world.pass_time(_DAY * 16)
    assert world.books[_BOOK].years["beta"].warnings[slow].suspended
    yield
    bureau.reevaluate(world, BETA, "monitoring")
    yield
    do(world, BETA, ("warning.answer", slow), bring.choice("continue"))
    do(world, BETA, ("warning.return", slow), bring.answer())
    do(world, BETA, ("warning.answer", slow), bring.choice("cancel"))
    do(world, BETA, ("warning.accept", slow), bring.answer())
    warnings = world.books[_BOOK].years["beta"].warnings
    assert (warnings[slow].lifted, warnings[few].lifted, warnings[few].state) == (True, False, "raised")
    yield


def sample(world: World) -> Iterator[None]:
    """Half of two departments is one, and it is the seed that says which."""
    assert sampling.draw(world, world.books[_BOOK], (), 50, None) == {"sample.seed"}
    assert not sampling.draw(world, world.books[_BOOK], (), 50, "1")
    assert world.books[_BOOK].draws[-1].drawn == ("alpha",)
    yield
    found = bring.verdict(Verdict({}, {"one": "carry-over"}))
    assert play.act(world, BETA, ("review.conclude", "review", REVIEWER), found) == {"sample.not-drawn"}


def disputes(world: World) -> Iterator[None]:
    """Disputed, overtaken by a review that was opened again, disputed once more, kept waiting, and changed."""
    do(world, ALPHA, ("acknowledgement.dispute", MATTER), bring.dispute(("manners",)))
    do(world, ALPHA, ("self-evaluation.amend", "self-evaluation"), bring.amended({"carry": 25}))
    answered = ("acknowledgement.answer", MATTER, REVIEWER)
    again = play.act(world, ALPHA, answered, bring.settlement({"manners": None}))
    assert again == {"acknowledgement.review-open"}
    yield
    do(world, ALPHA, ("review.conclude", "review"), bring.verdict(Verdict({"manners": Fraction(1)})))
    yield
    do(world, ALPHA, ("acknowledgement.dispute", MATTER), bring.dispute(("manners", "lamps")))
    Switch.broken = True
    bureau.reevaluate(world, ALPHA, "score")
    Switch.broken = False
    yield
    assert play.act(world, ALPHA, answered, bring.settlement({"manners": None, "lamps": None})) == {"dispute.undecided"}
    bureau.reevaluate(world, ALPHA, "score")
    yield
    other, same = bring.settlement({"manners": None}), bring.settlement({"manners": Fraction(1), "lamps": None})
    assert play.act(world, ALPHA, answered, other) == {"dispute.other-rows"}
    assert play.act(world, ALPHA, answered, same) == {"dispute.unchanged"}
    do(world, ALPHA, answered[:2], bring.settlement({"manners": Fraction(3), "lamps": None}))
    assert closing.propose(world, ALPHA, ("manners", Fraction(4))) == {"correction.superseded"}
    yield


def confirmations(world: World) -> Iterator[None]:
    """Confirmed, asked anew when the review was opened again, and then nobody says anything."""
    do(world, BETA, ("acknowledgement.confirm", MATTER), bring.answer())
    yield
    do(world, BETA, ("self-evaluation.amend", "self-evaluation"), bring.amended({"survey": "no"}))
    do(world, BETA, ("review.conclude", "review"), bring.verdict(Verdict()))
    late = ("acknowledgement.confirm", MATTER, FILLERS["beta"])
    world.pass_time(_DAY * 18)
    assert world.books[_BOOK].years["beta"].acknowledged[-1].state == "silence"
    assert play.act(world, BETA, late, bring.answer())
    yield
