"""Answer the judgements that were filed as two days, by the book's calendar and on the day of receipt (法定期限)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activities.counted_days import Counting, answered, has_clocks
from activities.turn import calendar_of
from deadlines.local_time import local_date
from models.commands import Amendment, Filed
from models.counted import CountedFact
from models.values import instant
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.signatures import ActCall
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric


def counted_of(session: Session, rubric: Rubric, call: ActCall) -> tuple[CountedFact, ...]:
    """What a filing's days come to, for its record; nothing for what is only prepared. Raises FactsError."""
    content = call.act.deed.content
    if not isinstance(content, Filed | Amendment) or call.act.deed.act.endswith(".prepare"):
        return ()
    if not has_clocks(rubric):
        return ()
    facts = counted_facts(session, rubric, call, read_facts({"department": call.department, **content.lists}))
    return tuple(
        CountedFact(input=one.input, value=one.value, place=one.place, note=one.note)
        for one in facts.facts
        if one.origin == "counted"
    )


def counted_facts(session: Session, rubric: Rubric, call: ActCall, facts: Facts, own: int | None = None) -> Facts:
    """The facts with the days among the first `own` of them (all when None) counted by the book as it stands."""
    if not has_clocks(rubric):
        return facts
    counting = Counting(calendar_of(session, call.book), local_date(instant(call.act.received_at)))
    return answered(rubric, facts, counting, own)
