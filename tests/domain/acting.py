"""Rules of the people: whatever anybody does, rightly or not, once, twice or at once with another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.domain import play
from tests.domain.drawing import forward, possible, right_person, something
from tests.domain.effects import Doing
from tests.domain.form import PHASES
from tests.domain.people import EVERYBODY, TURNCOAT
from tests.domain.refusing import OPEN_TO, refusal
from tests.domain.rules import ANY, Rules, out_of_order, pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DataObject

    from tests.domain.books import BookPicture, Sent
    from tests.domain.brought import Brought
    from tests.domain.world import World

    Writers = Callable[[World, tuple[str, str], tuple[str, str, str], Brought], None]


class Acting(Rules):
    """What people do in the years."""

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
        year, doing_by = self.year(place), right_person(self.year(place), act, matter)
        brought = something(data, self.there, year, act)
        doing = Doing(act, matter, doing_by, brought.picture, self.there.now, self.there.now)
        if not refusal(self.there.books[place[0]], year, doing, brought.fault):
            event(what.__name__)
            what(self.there, place, (act, matter, doing_by), brought)
