"""Rules of the bureau and of the clock: orders about books, people, dates, seals and corrections."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.domain import (
    allowing,
    announcing,
    bureau,
    closing,
    dating,
    divisions,
    forgetting,
    holding,
    importing,
    results,
    sampling,
    switching,
)
from tests.domain.days import day_of
from tests.domain.form import PHASES
from tests.domain.importing import Spent
from tests.domain.people import (
    ALPHA,
    BETA,
    DEPUTY,
    EVERYBODY,
    OFFICE,
    POSTS,
    REVIEWER,
    SECURITY,
    SIGNER,
    STRANGER,
    TURNCOAT,
    Post,
)
from tests.domain.rules import ANY, BOSSES, DAY, Rules, out_of_order, pick, tell
from tests.domain.scales import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.domain.asked import Asked
    from tests.domain.world import World

REVIEWERS: Final = (REVIEWER, REVIEWER, REVIEWER, TURNCOAT, OFFICE)
MONTHS: Final = st.builds(
    Spent,
    st.sampled_from(["alpha", "alpha", "beta", "gamma"]),
    st.sampled_from(["2021-04", "2021-06"]),
    st.sampled_from([(("general", "40"),), (("general", "41.5"), ("own", "0")), (("general", "1"), ("general", "2"))]),
)
HOLDING: Final = st.sampled_from(["claim", "release", "reassign", "mark", "urge"])
HANDS: Final = st.tuples(st.sampled_from([ALPHA, BETA, SIGNER, TURNCOAT, REVIEWER, OFFICE]), st.sampled_from(EVERYBODY))
OFFICES: Final = st.sampled_from([OFFICE, OFFICE, DEPUTY, DEPUTY, SECURITY])
LEAVES: Final = [("spending", "carry-over", "manners", "works"), ("spending",), ("works", "manners"), ("lamps",)]
SCORES: Final = st.sampled_from([None, Fraction(0), Fraction(3), Fraction(13, 2)])


class Ordering(Rules):
    """What the bureau orders, and what time brings."""

    @rule(hours=st.sampled_from([1, 10, DAY, 3 * DAY]))
    def let_time_pass(self, hours: int) -> None:
        """Reminders, alerts and openings come by themselves."""
        self.there.pass_time(hours)

    @rule(early=st.booleans())
    def wait_for_the_next_deadline(self, early: bool) -> None:
        """To the last day of whatever is due next, or past it."""
        due = [task.due for _, year in self.years() for task in year.tasks if task.open and not year.ended]
        today = day_of(self.there.now)
        later = [day for day in due if day > today]
        if later:
            self.there.pass_time(((min(later) - today).days + (not early)) * DAY)

    @rule(
        which=ANY,
        who=st.sampled_from([OFFICE, OFFICE, OFFICE, STRANGER]),
        days=st.sampled_from([20, 7, 1, 0]),
        document=st.sampled_from([bureau.PAPER, bureau.PAPER, bureau.PAPER, "\u3000"]),
    )
    def extend(self, which: int, who: str, days: int, document: str) -> None:
        """A document gives more time, or tries to."""
        tasks = [(place, task) for place, year in self.years() for task in year.tasks if task.open or which % 5 == 0]
        if tasks:
            place, task = pick(tasks, which)
            bureau.extend(self.there, place, task.matter, task.due + timedelta(days=days), who, document=document)

    @rule(which=ANY, stage=st.sampled_from(["monitoring", "score"]), broken=st.booleans())
    def evaluate_again(self, which: int, stage: str, broken: bool) -> None:
        """The bureau orders a new evaluation."""
        place, _ = pick(self.years(), which)
        with out_of_order(broken):
            bureau.reevaluate(self.there, place, stage)

    @rule(which=ANY, again=st.sampled_from([*POSTS, Post(STRANGER, "filler", "alpha"), Post(STRANGER, "reviewer")]))
    def appoint(self, which: int, again: Post) -> None:
        """The security officer appoints; nobody gets two duties that must not meet."""
        bureau.appoint(self.there, self.book(which), again, pick([SECURITY, OFFICE], which // 2))

    @rule(which=ANY, contact=st.sampled_from(divisions.CONTACTS), division=st.sampled_from(["office", "works"]))
    def appoint_a_contact(self, which: int, contact: str, division: str) -> None:
        """Somebody is to bring a division's part."""
        place = pick([*(place for place, _ in self.years()), (self.book(which).id, "gamma")], which)
        who = pick([SECURITY, SECURITY, OFFICE], which)
        tell("contact", divisions.appoint_contact(self.there, place, contact, division, who))

    @rule(
        which=ANY,
        what=st.sampled_from(
            ["adopt", "adopt-other", "alpha", "gamma", "resume", "change_key", "vouch", "erase", "look"]
        ),
    )
    def do_what_is_rare(self, which: int, what: str) -> None:
        """Adopt, enrol, resume, change the key, vouch, erase, look."""
        event(what)
        if what == "look":
            forgetting.look(self.there)
        elif what in ("alpha", "gamma"):
            bureau.enrol(self.there, self.book(which), what, two_hands=which % 4 > 1)
        else:
            _RARE[what](self.there, self.book(which))

    @rule(which=ANY, what=HOLDING, hands=HANDS, why=st.booleans())
    def hold_or_press(self, which: int, what: str, hands: tuple[str, str], why: bool) -> None:
        """Somebody takes a task on, gives it back or hands it over; the office marks it or asks for it."""
        tasks = [(place, task) for place, year in self.years() for task in year.tasks if task.open or which % 7 == 0]
        if tasks:
            place, task = pick(tasks, which)
            tell(what, _HOLDS[what](self.there, place, task, hands, why))

    @rule(which=ANY, what=st.sampled_from(["seal", "authorise", "approved", "declined"]), who=BOSSES)
    def seal_or_decide(self, which: int, what: str, who: str) -> None:
        """Close a book, open it by a document, decide on a correction."""
        book = self.book(which)
        if what == "seal":
            tell(what, closing.seal(self.there, book, max(1, len(book.seals) + (which % 5 != 0)), who))
        elif what == "authorise":
            department = pick([None, "alpha", "beta", "gamma"], which // 2)
            tell(what, closing.authorise(self.there, book, department, corrections=which % 5 != 0, who=who))
        else:
            proposed = [(place, number) for place, year in self.years() for number in range(len(year.proposals))]
            if proposed:
                tell(what, closing.decide(self.there, *pick(proposed, -1 - which % 3), what, who))

    @rule(which=ANY, name=st.sampled_from(["manners", "lamps"]), value=SCORES, who=st.sampled_from(REVIEWERS))
    def propose(self, which: int, name: str, value: Fraction | None, who: str) -> None:
        """A reviewer proposes what a review should have scored."""
        places = [place for place, _ in self.years() if closing.has_review(self.there.books[place[0]], place[1])]
        if places:
            tell("propose", closing.propose(self.there, pick(places, which), (name, value), who))

    @rule(which=ANY, who=BOSSES, months=st.lists(MONTHS, min_size=1, max_size=2))
    def import_execution(self, which: int, who: str, months: list[Spent]) -> None:
        """The treasury's figures of a month or two come in, perhaps again and otherwise."""
        tell("import", importing.take_in(self.there, self.book(which), f"{which:064d}", tuple(months), who))

    @rule(which=ANY, share=st.sampled_from([None, 1, 34, 50, 100]), who=BOSSES)
    def draw_a_sample(self, which: int, share: int | None, who: str) -> None:
        """A share of the departments is drawn for a review row by row."""
        among = pick([(), (), (), ("alpha", "beta"), ("nobody",)], which)
        seed = None if share is None or which % 7 == 0 else f"{which}"
        tell("draw", sampling.draw(self.there, self.book(which), among, share, seed, who))

    @rule(which=ANY, what=st.sampled_from(["propose", "propose", "approved", "approved", "declined"]), who=OFFICES)
    def switch_editions(self, which: int, what: str, who: str) -> None:
        """The office proposes the other edition of the form, or decides on it; the engine may be out of order."""
        book = self.book(which)
        if what == "propose":
            wanted = Wanted(*switching.editions(book, which), dates=which % 3 == 0)
            tell("switch", switching.propose(self.there, book, wanted, who))
        elif book.switches:
            with out_of_order(which % 4 == 0):
                tell(
                    f"switch {what}", switching.decide(self.there, book, -1 - which % 2 % len(book.switches), what, who)
                )

    @rule(which=ANY, rows=st.sampled_from(LEAVES), days=st.sampled_from([30, 30, 3, 0, -1]), who=OFFICES)
    def allow(self, which: int, rows: tuple[str, ...], days: int, who: str) -> None:
        """A department may amend after its year has ended, if it has."""
        ended = [place for place, year in self.years() if year.ended or which % 9 == 0]
        if ended:
            until = day_of(self.there.now) + timedelta(days=days)
            tell("allow", allowing.allow(self.there, pick(ended, which), rows, until, who))

    @rule(which=ANY, what=st.sampled_from(["carry", "suggest"]), who=OFFICES)
    def use_a_result(self, which: int, what: str, who: str) -> None:
        """Copy a final score into the next year's book, or suggest what it means for the money."""
        place = pick([*(place for place, _ in self.years()), (self.book(which).id, "gamma")], which)
        if what == "carry":
            tell(what, results.carry(self.there, place, who))
        else:
            tell(what, results.suggest(self.there, place, which // 3 * (which % 2), who))

    @rule(which=ANY, back=st.integers(-1, 4), long=st.integers(-1, 4), who=BOSSES)
    def be_down(self, which: int, back: int, long: int, who: str) -> None:
        """The service was down around today."""
        first = day_of(self.there.now) - timedelta(days=back)
        tell("outage", dating.outage(self.there, self.book(which), first, first + timedelta(days=long), who))

    @rule(which=ANY, days=st.sampled_from(list(announcing.ANNOUNCED)), who=BOSSES)
    def announce(self, which: int, days: str, who: str) -> None:
        """The days of the year are announced, once more or otherwise."""
        tell("announce", announcing.announce(self.there, self.book(which), days, who))

    @rule(which=ANY, phase=st.sampled_from([*PHASES, "none"]), who=BOSSES)
    def issue_a_notice(self, which: int, phase: str, who: str) -> None:
        """A notice of today about a phase; its number may be taken."""
        tell("notice", dating.notice(self.there, self.book(which), f"{which % 3}", phase, who))


_Hold: TypeAlias = "Callable[[World, tuple[str, str], Asked, tuple[str, str], bool], frozenset[str]]"
_HOLDS: Final[dict[str, _Hold]] = {
    "claim": lambda world, place, task, hands, _why: holding.claim(world, place, task, hands[0]),
    "release": lambda world, place, task, hands, _why: holding.release(world, place, task, task.holder or hands[0]),
    "reassign": lambda world, place, task, hands, why: holding.reassign(world, place, task, hands, why=why),
    "mark": lambda world, place, task, hands, why: holding.mark(world, place, task, hands[0], urgent=why),
    "urge": lambda world, place, task, hands, _why: holding.urge(world, place, task, hands[0]),
}
_RARE: Final = {
    "adopt": bureau.adopt,
    "adopt-other": lambda world, book: bureau.adopt(world, book, 1),
    "resume": bureau.resume,
    "change_key": bureau.change_key,
    "vouch": bureau.seal_book,
    "erase": forgetting.erase_text,
}
