"""What the book itself saw of a department: filed and in time, warnings answered, targets returned and scored.

Nobody types these. Each answer names the book and the records that show it, as far as the cut-off: the evaluation's own
record. Whatever happens later changes nothing that is scored already.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlmodel import Session, col, select

from audit.carried_facts import carried_of, findings_complete, repeated_findings
from audit.filings import filings_of
from audit.local_day import local_day
from models.lookups import last_with, rows_with
from models.monitoring_tables import RaisedWarning
from models.projections import Filing, Matter, Score, Task
from models.target_tables import TargetQuality
from models.windows import MONITORING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import JsonValue

    from rules.core.rubric import Rubric, Witnessed

_RETURNED: Final = "targets.returned"
_SELF: Final = "self-evaluation"


@dataclass(frozen=True, slots=True)
class Sight:
    """Where and until when is looked: tables, book, department, and the evaluation's domain instant.

    `supposed` is a filing that only a preview makes: whether a self-evaluation that came in now would be in time. It
    counts where none stands. `matters` and `filings` are those of the department: every answer looks at the same ones.
    """

    session: Session
    book: str
    department: str
    moment: str
    supposed: bool | None = None
    matters: tuple[Matter, ...] = ()
    filings: tuple[Filing, ...] = ()


class Seen(NamedTuple):
    """An answer as a fact's value, the sequences of the records that show it, and whether it can still change.

    `beyond` names the records of last year's book that it rests on as well.
    """

    value: str
    records: tuple[int, ...]
    final: bool
    beyond: str = ""


def witnessed_facts(rubric: Rubric, sight: Sight) -> list[JsonValue]:
    """One fact for each witnessed input of the rubric; none where nothing was to be seen yet.

    Its place is `book#records`, for example `guangzhou-baiyun/2021/real#41,44`; an answer that can still change is
    followed by the day up to which was looked: `guangzhou-baiyun/2021/real#41@2022-03-18`. One that rests on last
    year's book too ends with its records: ` <- guangzhou-baiyun/2020/real#40 HASH`.
    """
    facts: list[JsonValue] = []
    if any(declared.witnessed is not None for declared in rubric.inputs.values()):
        sight = _looked(sight)
    windows = [phase.matter for phase in rubric.phases if phase.id == MONITORING]
    for name, declared in rubric.inputs.items():
        seen = None if declared.witnessed is None else _ANSWERS[declared.witnessed](sight)
        if seen is not None and str(declared.witnessed).startswith(f"{MONITORING}."):
            seen = seen._replace(final=seen.final and all(_begun(sight, one) for one in windows))
        if seen is not None:
            numbers = ",".join(map(str, seen.records))
            until = "" if seen.final else f"@{local_day(sight.moment)}"
            place = f"{sight.book}#{numbers}{until}{seen.beyond}"
            facts.append(
                {"input": name, "value": seen.value, "unit": declared.unit, "origin": "witnessed", "place": place}
            )
    return facts


def _looked(sight: Sight) -> Sight:
    """The same with the department's matters and standing filings, which are looked up once."""
    here = {"book": sight.book, "department": sight.department}
    filings = tuple(filings_of(sight.session, **here))
    return replace(sight, matters=tuple(rows_with(sight.session, Matter, **here)), filings=filings)


def _filed(phase: str, *, in_time: bool) -> Callable[[Sight], Seen | None]:
    def answer(sight: Sight) -> Seen | None:
        """None while the phase has not begun; a phase with several windows was filed when each that began was."""
        opened = _opened(sight, phase)
        if not opened:
            return None
        filings = [[filing for filing in sight.filings if filing.phase == one.matter] for one in opened]
        missing = [one.sequence for one, filed in zip(opened, filings, strict=True) if not filed]
        if missing:
            supposed = phase == _SELF and sight.supposed is not None and (not in_time or sight.supposed)
            return Seen(_judged(good=supposed), tuple(sorted(missing)), final=False)
        # Lateness is judged on the first filing: a return by the bureau does not make a department late.
        good = not in_time or all(filed[0].days_late == 0 for filed in filings)
        return Seen(_judged(good=good), tuple(sorted(filed[0].sequence for filed in filings)), final=True)

    return answer


def _opened(sight: Sight, phase: str) -> list[Matter]:
    """The windows of a phase that have begun; of most phases there is one."""
    return [one for one in sight.matters if one.matter == phase or one.matter.startswith(f"{phase}/")]


def _begun(sight: Sight, window: str) -> bool:
    return any(one.matter == window for one in sight.matters)


def _answered_in_time(sight: Sight) -> Seen | None:
    missed = _missed(sight)
    return missed and missed._replace(value=_judged(good=missed.value == "0"))


def _missed(sight: Sight) -> Seen | None:
    """How many warnings were not answered by their day, as far as that day is over; none raised is none missed.

    None while no mid-year reading says whether there was anything to warn of.
    """
    reading = _last_reading(sight)
    if reading is None or reading.state != "made":
        return None
    tasks = _first_answers(sight)
    missed = [task.sequence for task, ended in tasks if local_day(ended or sight.moment) > task.due]
    shown = missed or [task.sequence for task, _ in tasks] or [reading.sequence]
    waiting = any(ended is None and local_day(sight.moment) <= task.due for task, ended in tasks)
    return Seen(str(len(missed)), tuple(sorted(set(shown))), final=not waiting)


def _last_reading(sight: Sight) -> Score | None:
    here = {"book": sight.book, "department": sight.department}
    return next(iter(last_with(sight.session, Score, "sequence", 1, **here, stage="monitoring")), None)


def _first_answers(sight: Sight) -> list[tuple[Task, str | None]]:
    """The first task of every warning, and when it ended: answered, or replaced by a newer reading."""
    warnings = sight.session.exec(
        select(RaisedWarning).where(
            col(RaisedWarning.book) == sight.book, col(RaisedWarning.department) == sight.department
        )
    )
    keys = [(sight.book, sight.department, warning.matter, "warning.answer", 1) for warning in warnings]
    tasks = [sight.session.get_one(Task, key) for key in keys]
    return [(task, task.done_at) for task in tasks]


def _not_returned(sight: Sight) -> Seen | None:
    returned = _returned(sight)
    return returned and returned._replace(value=_judged(good=returned.value == "0"))


def _returned(sight: Sight) -> Seen | None:
    """How often the targets were sent back; None while target setting has not begun."""
    targets = sight.session.get(Matter, (sight.book, sight.department, "targets"))
    if targets is None:
        return None
    # A return ends the answer that was awaited; so does a withdrawal, which is the department's own.
    returns = [task.sequence for task in _rounds(sight, "targets.approve") if task.ended_by == _RETURNED]
    return Seen(str(len(returns)), tuple(returns) or (targets.sequence,), final=targets.state == "done")


def _quality(sight: Sight) -> Seen | None:
    """The bureau's score of the approved targets; None while it gave none."""
    scored = sight.session.get(TargetQuality, (sight.book, sight.department))
    return None if scored is None else Seen(scored.score, (scored.sequence,), final=True)


def _rounds(sight: Sight, act: str) -> list[Task]:
    query = select(Task).where(
        col(Task.book) == sight.book,
        col(Task.department) == sight.department,
        col(Task.matter) == "targets",
        col(Task.act) == act,
    )
    return list(sight.session.exec(query.order_by(col(Task.round))))


def _repeated(sight: Sight) -> Seen | None:
    """How many findings are about rows that last year's were about; None where nothing was copied of last year."""
    standing = carried_of(sight.session, sight.book, sight.department)
    if standing is None:
        return None
    sequence, copy = standing
    again = repeated_findings(sight.session, sight.book, sight.department, copy)
    rows = {one.row for one in again}
    beyond = [f"{one.sequence} {one.hash}" for one in copy.findings if one.row in rows] or [f"{copy.until} {copy.hash}"]
    return Seen(
        str(len(again)),
        (sequence, *sorted(one.sequence for one in again)),
        final=findings_complete(sight.session, sight.book, sight.department),
        beyond=f" <- {copy.source}#{', #'.join(beyond)}",
    )


def _judged(*, good: bool) -> str:
    return "yes" if good else "no"


_ANSWERS: Final[dict[Witnessed, Callable[[Sight], Seen | None]]] = {
    "targets.filed": _filed("targets", in_time=False),
    "targets.filed-on-time": _filed("targets", in_time=True),
    "targets.not-returned": _not_returned,
    "targets.returned": _returned,
    "targets.quality": _quality,
    "monitoring.filed": _filed("monitoring", in_time=False),
    "monitoring.filed-on-time": _filed("monitoring", in_time=True),
    "warnings.answered-in-time": _answered_in_time,
    "warnings.not-answered-in-time": _missed,
    "self-evaluation.filed": _filed("self-evaluation", in_time=False),
    "self-evaluation.filed-on-time": _filed("self-evaluation", in_time=True),
    "findings.repeated": _repeated,
}
