"""Every department of an approved switch takes the other rubric up: what it filed is scored anew, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from activities.enrolled import enrolled
from activities.evaluate import append_evaluation
from activities.keys import change_key, switch_key
from activities.plan_phases import planned
from activities.signatures import YearNews
from activities.switching.dates import begun_phases, kept_dates
from activities.turn import standing
from audit.append import find
from audit.entry import Entry
from audit.facts_of import Whose
from audit.left_over import left_over
from audit.upcast import payload_as
from models.payloads import ScoreChanged
from models.switching_payloads import DepartmentSwitched, RubricSwitched
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from audit.append import BookWriter
    from models.ledger import Record
    from models.receipts import Turn

_REVIEW: Final = "review"


def take_up(desk: Desk, writer: BookWriter, record: Record) -> None:
    """One record for each department of the switch, and its new score where it has a self-evaluation."""
    said = payload_as(record, RubricSwitched)
    rubric, _ = desk.evaluators.of(writer.session, writer.book, said.to_hash)
    begun = begun_phases(writer.session, writer.book)
    for name in said.departments:
        department = enrolled(writer.session, writer.book, name)
        left = left_over(rubric, Whose(writer.session, writer.book, name), record.happened_at)
        switched = writer.append(
            Entry(
                kind="department.switched",
                key=switch_key(record.key, name),
                actor="system",
                role="system",
                happened_at=instant(record.happened_at),
                received_at=record.received_at,
                department=name,
                payload=DepartmentSwitched(
                    cause=record.sequence,
                    from_hash=said.from_hash,
                    to_hash=said.to_hash,
                    kept=kept_dates(department, rubric, begun.get(name, set()), dates=said.dates),
                    aside=left.aside,
                    lacking=left.lacking,
                ),
            )
        )
        if left.facts is not None:
            append_evaluation(desk, writer, switched, said.to_hash, "score", left.facts)


def switched_news(desk: Desk, session: Session, record: Record) -> tuple[YearNews, ...]:
    """What every running year has to hear: a review that has to look again, and the new dates where they were taken."""
    said = payload_as(record, RubricSwitched)
    departments = [enrolled(session, record.book, name) for name in said.departments]
    plans = planned(desk, session, departments) if said.dates else {}
    news = (
        YearNews(department=name, turns=_reopened(session, record, name), plans=plans.get(name, ()))
        for name in said.departments
    )
    return tuple(one for one in news if one.turns or one.plans)


def _reopened(session: Session, record: Record, department: str) -> tuple[Turn, ...]:
    changed = find(session, record.book, change_key(switch_key(record.key, department)))
    if changed is None or payload_as(changed, ScoreChanged).reopened is None:
        return ()
    return (standing(session, record.book, department, _REVIEW),)
