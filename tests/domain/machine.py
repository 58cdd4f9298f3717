"""The machine: any order of acts, orders, hours and faults, over three departments in two books."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.domain import bureau, closing, dating, forgetting, play
from tests.domain.checks import Watch
from tests.domain.drawing import forward, possible, right_person, something
from tests.domain.form import PHASES
from tests.domain.people import EVERYBODY, OFFICE, POSTS, REVIEWER, SECURITY, STRANGER, TURNCOAT, Post
from tests.domain.refusing import OPEN_TO, refusal
from tests.domain.stages import STAGES, Stages
from tests.domain.world import BOOKS, Switch, World

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import DataObject

    from tests.domain.books import BookPicture, Sent
    from tests.domain.brought import Brought
    from tests.domain.model import Year
    from tests.domain.reached import Reached

    Place = tuple[str, str]
    Writers = Callable[[World, Place, tuple[str, str, str], Brought], None]

T = TypeVar("T")

DAY: Final = 24
ANY: Final = st.integers(0, 10**6)
BOSSES: Final = st.sampled_from([OFFICE, OFFICE, SECURITY, SECURITY, STRANGER])
REVIEWERS: Final = (REVIEWER, REVIEWER, REVIEWER, TURNCOAT, OFFICE)
SCORES: Final = st.sampled_from([None, Fraction(0), Fraction(3), Fraction(13, 2)])


class Domain(RuleBasedStateMachine):
    """Every rule does one thing to the product and to the model."""

    stages: ClassVar[Stages]
    reached: ClassVar[Reached]

    def __init__(self) -> None:
        super().__init__()
        self.world: World | None = None
        self.watch: Watch

    @initialize(stage=st.sampled_from(list(STAGES)))
    def begin(self, stage: str) -> None:
        """Take up the district at one of its stages."""
        event(f"stage {stage}")
        self.world = self.stages.at(stage)
        self.watch = Watch(self.world)

    # -- people -------------------------------------------------------------------------------------------------

    @rule(data=st.data(), which=ANY, waited=st.sampled_from([0, 0, 0, 5, 30]))
    def do_what_is_awaited(self, data: DataObject, which: int, waited: int) -> None:
        """The right person does what is awaited, perhaps handled hours after it came in."""
        open_ones = [(place, deed) for place, year in self.years() for deed in forward(year)]
        if open_ones:
            place, deed = pick(open_ones, which)
            self.act(data, place, deed, waited=waited)

    # A year goes forward only by what is awaited: four times as likely as anything else.
    go_on = go_further = go_still_further = do_what_is_awaited

    @rule(data=st.data(), which=ANY, who=st.sampled_from([None, None, TURNCOAT]))
    def do_what_is_possible(self, data: DataObject, which: int, who: str | None) -> None:
        """The right person does something that the matter is open to: returns, amends, proves."""
        open_ones = [(place, deed) for place, year in self.years() for deed in possible(year)]
        if open_ones:
            place, deed = pick(open_ones, which)
            self.act(data, place, deed, who)

    go_back = do_what_is_possible

    @rule(data=st.data(), which=ANY, act=st.sampled_from(list(OPEN_TO)), who=st.sampled_from(EVERYBODY))
    def do_anything(self, data: DataObject, which: int, act: str, who: str) -> None:
        """Anybody tries anything on any matter, also on one that there is not."""
        place, year = pick(self.years(), which)
        matters = [*year.matters, *PHASES, "warning/9/spending-pace", "finding/none"]
        self.act(data, place, (act, data.draw(st.sampled_from(matters))), who, data.draw(st.sampled_from([0, -2])))

    @rule(data=st.data(), which=ANY, who=st.sampled_from(EVERYBODY))
    def somebody_else_does_what_is_awaited(self, data: DataObject, which: int, who: str) -> None:
        """Whoever it is, the book decides whether he may."""
        open_ones = [(place, deed) for place, year in self.years() for deed in possible(year)]
        if open_ones:
            place, deed = pick(open_ones, which)
            self.act(data, place, deed, who)

    @rule(data=st.data(), which=ANY)
    def file_while_the_engine_is_out_of_order(self, data: DataObject, which: int) -> None:
        """What is filed then counts as filed, and nothing is decided."""
        scored = ("monitoring.file", "self-evaluation.file", "self-evaluation.amend")
        open_ones = [(place, deed) for place, year in self.years() for deed in possible(year) if deed[0] in scored]
        if open_ones:
            place, deed = pick(open_ones, which)
            with out_of_order():
                self.act(data, place, deed)

    # -- requests that come twice -------------------------------------------------------------------------------

    @rule(which=ANY, what=st.sampled_from([play.again, play.again_otherwise, play.under_an_old_epoch]))
    def send_again(self, which: int, what: Callable[[World, BookPicture, Sent], None]) -> None:
        """A key comes again: with the same words, with others, or from before a resumption."""
        sent = [(book, each) for book in self.there.books.values() for each in book.sent]
        if what is play.under_an_old_epoch:
            sent = [(book, each) for book, each in sent if book.epoch > 1]
        if sent:
            event(what.__name__)
            what(self.there, *pick(sent, which))

    @rule(data=st.data(), which=ANY, what=st.sampled_from([play.twice_at_once, play.against_each_other]))
    def two_writers(self, data: DataObject, which: int, what: Writers) -> None:
        """Two writers at one database come at once with what is awaited."""
        open_ones = [(place, deed) for place, year in self.years() for deed in forward(year)]
        if not open_ones:
            return
        place, (act, matter) = pick(open_ones, which)
        year, doing_by = self.year(place), right_person(self.year(place), act)
        brought = something(data, self.there, year, act)
        doing = play.Doing(act, matter, doing_by, brought.picture, self.there.now, self.there.now)
        if not refusal(self.there.books[place[0]], year, doing, brought.fault):
            event(what.__name__)
            what(self.there, place, (act, matter, doing_by), brought)

    # -- the clock ----------------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 10, DAY, 3 * DAY]))
    def let_time_pass(self, hours: int) -> None:
        """Reminders, alerts and openings come by themselves."""
        self.there.pass_time(hours)

    @rule(early=st.booleans())
    def wait_for_the_next_deadline(self, early: bool) -> None:
        """To the last day of whatever is due next, or past it."""
        due = [task.due for _, year in self.years() for task in year.tasks if task.open and not year.ended]
        today = bureau.day_of(self.there.now)
        later = [day for day in due if day > today]
        if later:
            self.there.pass_time(((min(later) - today).days + (not early)) * DAY)

    # -- the bureau ---------------------------------------------------------------------------------------------

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
        bureau.appoint(self.there, self.book(which), again, pick([bureau.SECURITY, OFFICE], which // 2))

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
        first = bureau.day_of(self.there.now) - timedelta(days=back)
        tell("outage", dating.outage(self.there, self.book(which), first, first + timedelta(days=long), who))

    @rule(which=ANY, phase=st.sampled_from([*PHASES, "none"]), who=BOSSES)
    def issue_a_notice(self, which: int, phase: str, who: str) -> None:
        """A notice of today about a phase; its number may be taken."""
        tell("notice", dating.notice(self.there, self.book(which), f"{which % 3}", phase, who))

    # -- after every step ---------------------------------------------------------------------------------------

    @invariant()
    def all_agree(self) -> None:
        """Model, tables, fold and verifier."""
        if self.world is not None:
            self.watch.look(self.world)

    def teardown(self) -> None:
        """A last look at the whole of every book."""
        if self.world is not None:
            try:
                self.watch.end(self.world)
                self.reached.count(self.world)
            finally:
                self.watch.close()
                self.world.close()

    # -- what rules share ---------------------------------------------------------------------------------------

    @property
    def there(self) -> World:
        """The world after its beginning."""
        assert self.world is not None
        return self.world

    def years(self) -> list[tuple[Place, Year]]:
        """Every department's year."""
        return [((book.id, name), year) for book in self.there.books.values() for name, year in book.years.items()]

    def year(self, place: Place) -> Year:
        """One department's year."""
        return self.there.books[place[0]].years[place[1]]

    def book(self, which: int) -> BookPicture:
        """One of the books."""
        return self.there.books[pick(BOOKS, which)]

    def act(
        self, data: DataObject, place: Place, deed: tuple[str, str], who: str | None = None, waited: int = 0
    ) -> None:
        """Do an act with something drawn for it, or see it refused."""
        name, matter = deed
        year = self.year(place)
        brought = something(data, self.there, year, name)
        codes = play.act(self.there, place, (name, matter, who or right_person(year, name)), brought, waited)
        tell(name, codes)


_RARE: Final = {
    "adopt": bureau.adopt,
    "resume": bureau.resume,
    "change_key": bureau.change_key,
    "vouch": bureau.seal_book,
    "erase": forgetting.erase_text,
}


def tell(what: str, codes: frozenset[str]) -> None:
    """Count in the statistics what was done or why it was refused."""
    for code in codes or {what}:
        event(f"refused {code}" if codes else what)


def pick(many: Sequence[T], which: int) -> T:
    """One of many, by a number."""
    return many[which % len(many)]


class out_of_order:  # noqa: N801  # reads as a word of the sentence
    """The rule engine fails inside the block."""

    def __init__(self, broken: bool = True) -> None:
        self._broken = broken

    def __enter__(self) -> None:
        Switch.broken = self._broken

    def __exit__(self, *_: object) -> None:
        Switch.broken = False
