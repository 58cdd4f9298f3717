"""Propose that the running years under one rubric go on under another: both adopted, with the same phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from activities.errors import RefusedError
from activities.switching.dates import require_time
from activities.whole_book import ordered_on, running_departments
from models.projections import AdoptedRubric
from models.switching_payloads import SwitchProposed
from models.switching_tables import RubricSwitch
from rules.core.reading import read_rubric

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from activities.signatures import OrderCall
    from models.projections import Department
    from models.switching import ProposeSwitch
    from rules.core.rubric import Rubric


def switch_proposal_of(session: Session, call: OrderCall, wanted: ProposeSwitch) -> SwitchProposed:
    """What the record says. Refused where it could not be carried out now, or such a proposal waits already."""
    said = SwitchProposed(**wanted.model_dump(exclude={"kind"}))
    require_switchable(session, call.book, said, ordered_on(call))
    query = select(RubricSwitch.proposal).where(
        col(RubricSwitch.book) == call.book,
        col(RubricSwitch.from_hash) == wanted.from_hash,
        col(RubricSwitch.state) == "proposed",
    )
    pending = session.exec(query).first()
    if pending is not None:
        raise RefusedError("switch.pending", proposal=str(pending), hash=wanted.from_hash)
    return said


def require_switchable(session: Session, book: str, said: SwitchProposed, day: date) -> list[Department]:
    """The departments that the switch takes along; refused where there are none or the years would not fit."""
    if said.from_hash == said.to_hash:
        raise RefusedError("switch.same", hash=said.to_hash)
    old, new = (_adopted(session, book, one) for one in (said.from_hash, said.to_hash))
    before, after = ([phase.matter for phase in one.phases] for one in (old, new))
    if before != after:
        raise RefusedError("switch.other-phases", given="、".join(after) or "-", wanted="、".join(before) or "-")
    departments = [one for one in running_departments(session, book) if one.rubric_hash == said.from_hash]
    if not departments:
        raise RefusedError("switch.nobody", book=book, hash=said.from_hash)
    if said.dates:
        require_time(session, book, new, departments, day)
    return departments


def _adopted(session: Session, book: str, rubric_hash: str) -> Rubric:
    adopted = session.get(AdoptedRubric, (book, rubric_hash))
    if adopted is None:
        raise RefusedError("rubric.not-adopted", book=book, hash=rubric_hash)
    return read_rubric(adopted.canonical.encode())
