"""A walk past everything that random steps come by only seldom: the two books from the first day to their ends."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models.evidence_tables import Evidence
from tests.domain import brought as bring
from tests.domain import bureau, closing, dating, forgetting, holding, importing, inbox, play
from tests.domain.days import at, day_of
from tests.domain.effects import Verdict
from tests.domain.importing import Spent
from tests.domain.people import FILLERS, OFFICE, STRANGER, TURNCOAT, Post
from tests.domain.scoring import Reading, Sheet
from tests.domain.stages import PLACES, do, file, go_to
from tests.domain.tour_afterwards import amend_by_leave
from tests.domain.tour_days import announce_more_work, announce_what_nobody_knew
from tests.domain.tour_divisions import answer_in_time_and_late, ask_divisions, settle_the_rest
from tests.domain.tour_editions import (
    switch_back_for_want_of_a_figure,
    switch_before_anything_is_scored,
    switch_what_is_reviewed,
    switch_with_last_year_copied,
)
from tests.domain.tour_of_answers import confirmations, disputes, sample, silence_about_a_warning
from tests.domain.tour_of_hands import (
    evaluation_by_two,
    monitoring_by_two,
    targets_by_two,
    withdraw_before_the_review_opens,
)
from tests.domain.tour_results import copy_before_the_review, copy_what_is_final
from tests.domain.world import BOOKS, Switch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.domain.brought import Brought
    from tests.domain.world import World

ALPHA, BETA, OTHER = PLACES
YES = bring.answer()
FILE, EVALUATION = ("self-evaluation.file", "self-evaluation"), "self-evaluation"


def tour(world: World) -> Iterator[None]:
    """Go on from the opened books; whoever walks looks around at every stop."""
    yield from _targets(world)
    yield from _monitoring(world)
    yield from _warnings(world)
    yield from _evaluations(world)
    yield from _reviews(world)
    yield from _findings(world)
    yield from _ends(world)


def _targets(world: World) -> Iterator[None]:
    bureau.appoint(world, world.books[BOOKS[0]], Post(STRANGER, "auditor"))
    bureau.adopt(world, world.books[BOOKS[0]])
    bureau.enrol(world, world.books[BOOKS[1]], "beta")
    yield
    for place in (ALPHA, BETA, (BOOKS[1], "beta")):
        yield from _do(world, place, "targets.file", "targets", bring.targets(10))
    yield from targets_by_two(world)
    bureau.extend(world, OTHER, "targets", day_of(world.now) + timedelta(days=40))
    yield
    yield from _do(world, BETA, "targets.return", "targets", YES)
    bureau.extend(world, BETA, "targets", day_of(world.now) + timedelta(days=30))
    play.act(world, BETA, ("targets.file", "targets", TURNCOAT), bring.targets(20))
    yield
    yield from _do(world, BETA, "targets.return", "targets", YES)
    # The day that the document gave is still the day: the model would notice.
    yield from _do(world, BETA, "targets.file", "targets", bring.targets(20))
    waiting = inbox.hand_in(world, ALPHA, ("targets.withdraw", "targets", FILLERS["alpha"]), YES)
    assert waiting is not None
    for place in (*PLACES, (BOOKS[1], "beta")):
        yield from _do(world, place, "targets.approve", "targets", YES)
    # While it waited the bureau approved.
    assert inbox.deliver(world, waiting)
    yield

    do(world, OTHER, ("adjustment.file", "adjustment"), bring.adjusted(10, 12))
    yield from _do(world, OTHER, "adjustment.approve", "adjustment", YES)
    yield from _do(world, BETA, "adjustment.file", "adjustment", bring.adjusted(12, 20))
    yield from _do(world, BETA, "adjustment.refuse", "adjustment", YES)
    yield from _do(world, BETA, "adjustment.file", "adjustment", bring.adjusted(10, 20))
    yield from _do(world, BETA, "adjustment.approve", "adjustment", YES)
    yield from _do(world, BETA, "adjustment.file", "adjustment", bring.adjusted(20, 10))
    yield from _do(world, BETA, "adjustment.approve", "adjustment", YES)


def _monitoring(world: World) -> Iterator[None]:
    go_to(world, "monitoring")
    yield from announce_what_nobody_knew(world)
    yield from switch_before_anything_is_scored(world)
    yield from _holders(world)
    for place, picture in ((ALPHA, Reading()), (BETA, Reading()), ((BOOKS[1], "beta"), Reading(30, 3))):
        yield from _do(world, place, "monitoring.file", "monitoring", bring.reading(picture))
    yield from monitoring_by_two(world)
    yield from _do(world, BETA, "monitoring.return", "monitoring", YES)
    yield from _do(world, BETA, "monitoring.file", "monitoring", bring.reading(Reading(30, 3)))
    for place in (*PLACES, (BOOKS[1], "beta")):
        yield from _do(world, place, "monitoring.accept", "monitoring", YES)


def _holders(world: World) -> Iterator[None]:
    task = world.books[BETA[0]].years[BETA[1]].task("monitoring")
    assert task is not None
    assert not holding.claim(world, BETA, task, TURNCOAT)
    assert holding.claim(world, BETA, task, FILLERS["beta"]) == {"task.held"}
    filed = ("monitoring.file", "monitoring", FILLERS["beta"])
    assert play.act(world, BETA, filed, bring.reading(Reading())) == {"task.held"}
    yield
    assert not holding.release(world, BETA, task, TURNCOAT)
    assert not holding.mark(world, BETA, task, OFFICE, urgent=True)
    assert not holding.urge(world, BETA, task, OFFICE)
    yield
    to_the_filler = (OFFICE, FILLERS["beta"])
    assert holding.reassign(world, BETA, task, to_the_filler, why=False) == {"task.reason-needed"}
    assert not holding.reassign(world, BETA, task, to_the_filler, why=True)
    yield


def _warnings(world: World) -> Iterator[None]:
    slow, few = "warning/2/spending-pace", "warning/2/indicator-pace/lamps"
    bureau.extend(world, BETA, few, day_of(world.now) + timedelta(days=20))
    yield from _do(world, BETA, "warning.acknowledge", slow, YES)
    yield from _do(world, BETA, "warning.answer", slow, bring.choice("continue"))
    yield from _do(world, BETA, "warning.return", slow, YES)
    yield from _do(world, BETA, "warning.answer", slow, bring.choice("cancel"))
    yield from _do(world, BETA, "warning.accept", slow, YES)
    Switch.broken = True
    bureau.reevaluate(world, BETA, "monitoring")
    Switch.broken = False
    yield
    bureau.reevaluate(world, BETA, "monitoring")
    assert world.books[BETA[0]].years[BETA[1]].warnings[few].state == "superseded"
    yield
    yield from _imports(world)
    yield from silence_about_a_warning(world)


def _imports(world: World) -> Iterator[None]:
    """The same month comes in twice; the later figures stand beside the earlier ones."""
    book = world.books[BETA[0]]
    first = Spent("beta", "2021-02", (("general", "30"), ("own", "12.25")))
    assert not importing.take_in(world, book, "1" * 64, (first, Spent("alpha", "2021-02", (("general", "50"),))))
    assert not importing.take_in(world, book, "2" * 64, (Spent("beta", "2021-02", (("general", "31"),)),))
    assert importing.take_in(world, book, "3" * 64, (first, first)) == {"execution.twice"}
    yield


def _evaluations(world: World) -> Iterator[None]:
    go_to(world, "self-evaluation")
    yield from _do(world, ALPHA, "evidence.add", EVALUATION, bring.evidence(world.desk.evidence))
    with world.desk.reading() as session:
        (piece,) = session.exec(select(Evidence.sequence).where(col(Evidence.book) == ALPHA[0])).all()
    yield from _do(world, ALPHA, "evidence.amend", EVALUATION, bring.version(world.desk.evidence, piece))
    yield from ask_divisions(world)
    yield from answer_in_time_and_late(world)
    yield from switch_back_for_want_of_a_figure(world)
    yield from evaluation_by_two(world)
    for place in (ALPHA, BETA):
        yield from _do(world, place, *FILE, bring.sheet(Sheet(deduction=None, claim=8)))
    yield from settle_the_rest(world)
    withdraw_before_the_review_opens(world)
    world.pass_time(24 * 14)
    told = {alert[-1] for alert in world.books[BOOKS[1]].years["beta"].alerts if alert[0] == "overdue"}
    assert told == {"performance-office", "filler", "leadership"}
    yield from _do(world, (BOOKS[1], "beta"), *FILE, bring.sheet(Sheet()))
    amended = ("self-evaluation.amend", EVALUATION, TURNCOAT)
    file(world, OTHER, EVALUATION, bring.sheet(Sheet(deduction=None, claim=8)))
    assert not play.act(world, OTHER, amended, bring.amended({"lamps": 9}))
    bureau.resume(world, world.books[BOOKS[0]])
    yield
    play.under_an_old_epoch(world, world.books[BOOKS[0]], world.books[BOOKS[0]].sent[-1])


def _reviews(world: World) -> Iterator[None]:
    go_to(world, "review")
    yield from announce_more_work(world)
    yield from copy_before_the_review(world)
    forgetting.erase_text(world, world.books[BOOKS[0]])
    forgetting.keep_person(world, world.books[BOOKS[0]])
    forgetting.look(world)
    yield
    yield from _do(world, ALPHA, "self-evaluation.return", "review", YES)
    yield from _do(world, ALPHA, *FILE, bring.sheet(Sheet(spent=70)))
    verdict = bring.verdict(Verdict({"manners": Fraction(13, 2)}, {"one": "carry-over", "two": "timely"}))
    Switch.broken = True
    yield from _do(world, BETA, "self-evaluation.amend", EVALUATION, bring.amended({"carry": 20}))
    Switch.broken = False
    bureau.reevaluate(world, BETA, "score")
    yield from _do(world, BETA, "review.conclude", "review", verdict)
    yield from _do(world, BETA, "self-evaluation.amend", EVALUATION, bring.amended({"survey": "no"}))
    yield from _do(world, BETA, "review.conclude", "review", bring.verdict(Verdict({"manners": Fraction(7)})))
    yield from switch_what_is_reviewed(world)
    yield from _do(world, BETA, "review.conclude", "review", bring.verdict(Verdict({"manners": Fraction(7)})))
    yield from sample(world)
    world.pass_time(24 * 9)
    for place in (ALPHA, OTHER):
        # He amended the second book's self-evaluation when he was with the department; in the first he may review.
        verdict = bring.verdict(Verdict({"manners": Fraction(1)}))
        codes = play.act(world, place, ("review.conclude", "review", TURNCOAT), verdict)
        assert codes == (frozenset() if place == ALPHA else {"act.own-filing"})
        yield
    yield from copy_what_is_final(world)
    yield from switch_with_last_year_copied(world)
    yield from _do(world, OTHER, "review.conclude", "review", bring.verdict(Verdict({"manners": Fraction(1)})))
    yield from _do(world, (BOOKS[1], "beta"), "review.conclude", "review", bring.verdict(Verdict()))
    yield from disputes(world)
    yield from confirmations(world)


def _findings(world: World) -> Iterator[None]:
    bureau.change_key(world, world.books[BOOKS[1]])
    assert not dating.notice(world, world.books[BOOKS[0]], "9", "rectification")
    assert dating.notice(world, world.books[BOOKS[0]], "9", "rectification") == {"notice.issued"}
    go_to(world, "rectification")
    yield
    world.pass_time(24 * 16)
    today = day_of(world.now)
    assert not dating.outage(world, world.books[BOOKS[0]], today - timedelta(days=3), today)
    assert world.books[BOOKS[0]].years["beta"].extensions[-1][0].startswith("finding/")
    yield
    for finding in ("finding/one", "finding/two"):
        yield from _do(world, BETA, "finding.answer", finding, bring.measure())
    yield from _do(world, BETA, "finding.return", "finding/one", YES)
    yield from _do(world, BETA, "finding.accept", "finding/two", YES)
    yield from _do(world, BETA, "finding.answer", "finding/one", bring.measure())
    yield from _do(world, BETA, "finding.accept", "finding/one", YES)


def _ends(world: World) -> Iterator[None]:
    assert at(day_of(world.now)) < world.now
    for book in world.books.values():
        assert book.ended
        bureau.seal_book(world, book)
        bureau.enrol(world, book, "gamma", OFFICE)
        play.again(world, book, book.sent[0])
        play.again(world, book, book.sent[-1])
    yield
    yield from amend_by_leave(world)
    yield from _seals(world)
    forgetting.erase_person(world, world.books[BOOKS[0]])
    yield


def _seals(world: World) -> Iterator[None]:
    book = world.books[BOOKS[0]]
    better, other = ("manners", Fraction(6)), ("lamps", Fraction(5))
    assert closing.propose(world, BETA, better) == {"correction.seal-first"}
    assert not closing.seal(world, book, 1)
    yield
    assert closing.propose(world, BETA, better) == {"ledger.sealed"}
    bureau.resume(world, book)
    bureau.change_key(world, book)
    assert not closing.authorise(world, book, "beta", corrections=True)
    yield
    assert closing.propose(world, ALPHA, better) == {"ledger.outside-addendum"}
    assert not closing.propose(world, BETA, other)
    assert not closing.decide(world, BETA, 0, "declined")
    yield
    assert not closing.propose(world, BETA, better)
    yield
    assert not closing.decide(world, BETA, 1, "approved")
    yield
    assert not closing.propose(world, BETA, other)
    assert not closing.seal(world, book, 2)
    yield
    assert closing.decide(world, BETA, 2, "approved") == {"ledger.sealed"}


def _do(world: World, place: tuple[str, str], act: str, matter: str, brought: Brought) -> Iterator[None]:
    do(world, place, (act, matter), brought)
    yield
