"""Rules of the bureau and of the clock: orders about books, people, dates, seals and corrections."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.domain import bureau, closing, dating, forgetting, holding
from tests.domain.days import day_of
from tests.domain.form import PHASES
from tests.domain.people import ALPHA, BETA, EVERYBODY, OFFICE, POSTS, REVIEWER, SECURITY, STRANGER, TURNCOAT, Post
from tests.domain.rules import ANY, BOSSES, DAY, Rules, out_of_order, pick, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.domain.model import Asked
    from tests.domain.world import World

REVIEWERS: Final = (REVIEWER, REVIEWER, REVIEWER, TURNCOAT, OFFICE)
HOLDING: Final = st.sampled_from(["claim", "release", "reassign", "mark", "urge"])
HANDS: Final = st.tuples(st.sampled_from([ALPHA, BETA, TURNCOAT, REVIEWER, OFFICE]), st.sampled_from(EVERYBODY))
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

    @rule(which=ANY, who=st.sampled_from([OFFICE, OFFICE, OFFICE, STRANGER]), days=st.sampled_from([20, 7, 1, 0]))
    def extend(self, which: int, who: str, days: int) -> None:
        """A document gives more time, or tries to."""
        tasks = [(place, task) for place, year in self.years() for task in year.tasks if task.open or which % 5 == 0]
        if tasks:
            place, task = pick(tasks, which)
            bureau.extend(self.there, place, task.matter, task.due + timedelta(days=days), who)

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

    @rule(
        which=ANY, what=st.sampled_from(["adopt", "alpha", "gamma", "resume", "change_key", "vouch", "erase", "look"])
    )
    def do_what_is_rare(self, which: int, what: str) -> None:
        """Adopt, enrol, resume, change the key, vouch, erase, look."""
        event(what)
        if what == "look":
            forgetting.look(self.there)
        elif what in ("alpha", "gamma"):
            bureau.enrol(self.there, self.book(which), what)
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

    @rule(which=ANY, back=st.integers(-1, 4), long=st.integers(-1, 4), who=BOSSES)
    def be_down(self, which: int, back: int, long: int, who: str) -> None:
        """The service was down around today."""
        first = day_of(self.there.now) - timedelta(days=back)
        tell("outage", dating.outage(self.there, self.book(which), first, first + timedelta(days=long), who))

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
    "resume": bureau.resume,
    "change_key": bureau.change_key,
    "vouch": bureau.seal_book,
    "erase": forgetting.erase_text,
}
