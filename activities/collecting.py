"""Collections within a department: what may be asked of whom until when, what an answer brings, whose turn follows."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlmodel import Session, col, select

from activities.authority import appointments_of, reaches
from activities.count_clocks import counted_facts
from activities.errors import RefusedError
from activities.turn import standing
from deadlines.collecting import LADDERS, internal_day
from deadlines.local_time import local_date
from deadlines.moves import ASKING, COLLECTION
from deadlines.protocol import awaited, next_state
from deadlines.rule import day_of
from models.collecting import CollectionAsk, CollectionReturn
from models.collections_asked import Collection, Division
from models.evidence_tables import Evidence
from models.projections import Matter
from models.receipts import Awaited, EscalationStep, Turn
from models.values import instant
from rules.core.admission import admit
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from collections.abc import Collection as Several

    from activities.signatures import ActCall
    from models.collecting import Collected
    from models.evidence import Piece
    from rules.core.rubric import Rubric

_CONTRIBUTOR: Final = "contributor"


def check_ask(session: Session, rubric: Rubric, call: ActCall, ask: CollectionAsk) -> None:
    """Refuse a collection that exists, asks for nothing or for what the rubric does not know, or asks a stranger."""
    if session.get(Matter, (call.book, call.department, ask.matter)) is not None:
        raise RefusedError("collection.repeated", collection=ask.collection, division=ask.division)
    if not (ask.inputs or ask.rows):
        raise RefusedError("collection.nothing-asked", division=ask.division)
    _require_known("input", ask.inputs, [name for name, one in rubric.inputs.items() if one.witnessed is None])
    _require_known("row", ask.rows, [row.id for row in rubric.leaves()])
    _require_contributor(session, call, ask)
    _internal_day(session, call, call.act.deed.matter, ask.due)


def check_return(session: Session, call: ActCall, returned: CollectionReturn) -> None:
    """Refuse a new day that leaves the department no time."""
    if returned.due is not None:
        collection = collection_of(session, call)
        _internal_day(session, call, collection.phase, returned.due)


def check_collected(session: Session, rubric: Rubric, call: ActCall, brought: Collected) -> None:
    """Refuse an answer that brings nothing, what nobody asked for, or what the rubric does not admit."""
    collection = collection_of(session, call)
    if set(brought.lists) - {"facts"}:
        given = "、".join(sorted(brought.lists))
        raise RefusedError("filing.wrong-lists", act=call.act.deed.act, given=given, wanted="facts")
    facts = read_facts({"department": call.department, **brought.lists})
    if not (facts.facts or brought.evidence):
        raise RefusedError("collection.empty", matter=collection.matter)
    _require_asked(collection, "input", [fact.input for fact in facts.facts], json.loads(collection.inputs))
    _require_proof(session, call, collection, brought)
    admit(rubric, counted_facts(session, rubric, call, facts))


def check_proof(session: Session, call: ActCall, evidence: Piece) -> None:
    """Refuse evidence for a row that the division was not asked about."""
    if call.act.deed.matter.startswith(f"{COLLECTION}/"):
        collection = collection_of(session, call)
        _require_asked(collection, "row", [evidence.row], json.loads(collection.rows))


def collection_turns(session: Session, call: ActCall, before: Turn, day: date) -> tuple[Turn, ...]:
    """The turn of the collection that an act begins or moves; the filing that it is for stays as it stands."""
    content = call.act.deed.content
    if isinstance(content, CollectionAsk):
        return (_turn(content.matter, "open", day, content.due),)
    state = next_state(before.course, before.state, call.act.deed.act)
    if state == before.state:
        return (before,)
    collection = collection_of(session, call)
    due = collection.due
    if isinstance(content, CollectionReturn):
        due = content.due or due
    elif state == "filed":
        # The department looks at what was brought before its own day, or at once where that has come.
        due = _own_day(session, call, collection.phase) or max(due, day.isoformat())
    return (_turn(before.matter, state, day, due),)


def collection_of(session: Session, call: ActCall) -> Collection:
    """The collection that an act is about."""
    return session.get_one(Collection, (call.book, call.department, call.act.deed.matter))


def _require_proof(session: Session, call: ActCall, collection: Collection, brought: Collected) -> None:
    """The evidence of an answer is on record already, each piece for a row that was asked about."""
    query = select(Evidence.sha256, Evidence.row).where(
        col(Evidence.book) == call.book, col(Evidence.department) == call.department
    )
    asked = json.loads(collection.rows)
    known = {digest for digest, row in session.exec(query) if row in asked}
    strange = sorted({*brought.evidence} - known)
    if strange:
        raise RefusedError("collection.unknown-evidence", sha256=strange[0], matter=collection.matter)


def _turn(matter: str, state: str, since: date, due: str) -> Turn:
    waiting = awaited(COLLECTION, state)
    if waiting is None:
        return Turn(matter=matter, course=COLLECTION, state=state)
    ladder, (act, role) = LADDERS[state], waiting
    told = tuple(EscalationStep(days=days, to_role=to) for days, to in ladder.escalation)
    return Turn(
        matter=matter,
        course=COLLECTION,
        state=state,
        awaited=Awaited(
            act=act, role=role, since=since.isoformat(), due=due, reminders=ladder.reminders, escalation=told
        ),
    )


def _own_day(session: Session, call: ActCall, phase: str) -> str | None:
    """The department's own deadline; None where the filing does not lie with it any more."""
    turn = standing(session, call.book, call.department, phase)
    at_home = turn.awaited is not None and turn.awaited.role in ASKING
    return turn.awaited.due if at_home and turn.awaited is not None else None


def _internal_day(session: Session, call: ActCall, phase: str, given: str) -> None:
    own = _own_day(session, call, phase)
    if own is None:
        raise RefusedError("collection.nothing-due", phase=phase, department=call.department)
    internal_day(day_of(given), local_date(instant(call.act.received_at)), date.fromisoformat(own))


def _require_contributor(session: Session, call: ActCall, ask: CollectionAsk) -> None:
    """The department's divisions are those that a contact was ever appointed for."""
    query = select(Division.division).where(
        col(Division.book) == call.book, col(Division.department) == call.department
    )
    known = sorted(session.exec(query))
    if ask.division not in known:
        raise RefusedError("collection.unknown-division", division=ask.division, known="、".join(known) or "-")
    held = appointments_of(session, call.book, ask.contributor, local_date(instant(call.act.received_at)))
    if not any(reaches(one, _CONTRIBUTOR, call.department, ask.matter) for one in held):
        raise RefusedError("collection.no-contributor", actor=ask.contributor, division=ask.division)


def _require_known(what: str, named: tuple[str, ...], known: Several[str]) -> None:
    for name in named:
        if name not in known:
            raise RefusedError(f"collection.unknown-{what}", name=name)
        if named.count(name) > 1:
            raise RefusedError("collection.asked-twice", name=name)


def _require_asked(collection: Collection, what: str, brought: list[str], asked: list[str]) -> None:
    for name in brought:
        if name not in asked:
            wanted = "、".join(asked) or "-"
            raise RefusedError(f"collection.{what}-not-asked", name=name, matter=collection.matter, asked=wanted)
