"""The acts of a department's year, derived from how it behaves, under the rubric's own deadlines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from activities.asked_until import Asking, asked_until
from activities.turn import phase_of
from app.behaviour import HOLDING, RETURNED, Behaviour
from app.rehearsal.foreseen_warnings import foreseen_warnings
from app.rehearsal.own_days import OwnDays
from app.scenario import PlayedAct
from deadlines.local_time import at_local
from deadlines.moves import ACKNOWLEDGEMENT
from deadlines.work_calendar import WorkCalendar
from rules.core.facts import Facts
from rules.core.row_inputs import row_inputs
from rules.core.rubric import Rubric

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.core.rubric import Phase

_SAID: Final = "演练。"
_OF_THE_DEPARTMENT: Final = time(10)
_BEFORE: Final = time(9, 30)
_OF_THE_BUREAU: Final = time(15)


@dataclass(frozen=True)
class Subject:
    """A department that behaves: who acts for it (`approver` where two hands file), and what it can file."""

    department: str
    behaves: Behaviour
    rubric: Rubric
    facts: Facts
    calendar: WorkCalendar
    filler: str
    reviewer: str
    approver: str | None = None


@dataclass(frozen=True)
class _Matter:
    """A matter that is filed and answered: its acts, the earliest day, and the day on which the first is due."""

    course: str
    file: str
    answer: str | None
    earliest: date
    due: date
    content: Mapping[str, object] = field(default_factory=dict)


def derived_acts(subject: Subject) -> tuple[PlayedAct, ...]:
    """Every act of the year in the order of time; after an act that never comes, nothing that waits for it.

    Whatever stands beside the phases and would come after the year's end (a warning's late answer) is left out: it
    stays open.
    """
    year = _Year(subject)
    ends = year.play()
    kept = (act for act in year.acts if ends is None or act.at <= ends)
    return tuple(sorted(kept, key=lambda act: act.at))


class _Year:
    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._days = OwnDays(subject.behaves, subject.calendar)
        self._findings = [(f"f{number}", row) for number, row in enumerate(subject.behaves.found, start=1)]
        self.acts: list[PlayedAct] = []

    def play(self) -> datetime | None:
        """Phase by phase, warnings and the answer to the final score beside them; the year's end, if it has one."""
        steps = {
            "targets": lambda phase, since: self._filing(phase, since, "targets.approve"),
            "monitoring": self._monitoring,
            "self-evaluation": self._self_evaluation,
            "review": self._review,
            "rectification": self._rectification,
        }
        since: date | None = date.min
        for phase in self._subject.rubric.phases:
            since = steps[phase.id](phase, since)
            if since is None:
                return None
        return self._ends()

    def _ends(self) -> datetime | None:
        """The year ends with what its phases wait for, and not before the last of them has begun."""
        if not self._subject.behaves.ends():
            return None
        opens = date.fromisoformat(self._subject.rubric.phases[-1].opens)
        return max([at_local(opens, time(0)), *(act.at for act in self.acts if act.act in HOLDING)])

    def _filing(self, phase: Phase, since: date, answer: str | None) -> date | None:
        opens = date.fromisoformat(phase.opens)
        earliest = opens if opens > since else since + timedelta(1)
        due = self._until(phase.id, "open", opens)
        content = self._mid_year() if phase.id == "monitoring" else {}
        return self._rounds(_Matter(phase.id, f"{phase.id}.file", answer, earliest, due, content))

    def _monitoring(self, phase: Phase, since: date) -> date | None:
        done = self._filing(phase, since, "monitoring.accept")
        read = [act.at.date() for act in self.acts if act.act == "monitoring.file"]
        for name in self._warnings(len(read)):
            due = self._until("warning", "open", read[-1])
            content = {"matter": name, "choice": "continue", "plan": _SAID}
            self._rounds(
                _Matter("warning", "warning.answer", "warning.accept", read[-1] + timedelta(1), due, content)
            )
        return done

    def _warnings(self, reading: int) -> tuple[str, ...]:
        subject = self._subject
        return foreseen_warnings(subject.rubric, subject.facts, subject.behaves.mid_year, reading) if reading else ()

    def _self_evaluation(self, phase: Phase, since: date) -> date | None:
        done = self._filing(phase, since, None)
        if done is None:
            return None
        first = next(act for act in self.acts if act.act == "self-evaluation.file")
        for row in self._to_be_proved():
            proof = {"row": row, "file": f"{row}.txt", "content": _SAID, "matter": "self-evaluation"}
            self._act("evidence.add", first.at.date(), **proof)
        if self._subject.behaves.amend:
            done += timedelta(1)
            self._act("self-evaluation.amend", done, opinion=_SAID, facts=self._subject.behaves.amend)
        return done

    def _to_be_proved(self) -> list[str]:
        """Rows with figures of last year, which nobody copied in: they are stated, and need a proof."""
        inputs = self._subject.rubric.inputs
        carried = {name for name, one in inputs.items() if one.carried is not None}
        return [row.id for row in self._subject.rubric.leaves() if carried & row_inputs(row)]

    def _review(self, phase: Phase, since: date) -> date | None:
        opens = max(date.fromisoformat(phase.opens), since + timedelta(1))
        for _ in range(self._subject.behaves.returned.get("self-evaluation.file", 0)):
            self._act("self-evaluation.return", opens, opinion=_SAID)
            due = self._until("self-evaluation", "open", opens, again=True)
            filed = self._days.of("self-evaluation.file", opens + timedelta(1), due, again=True)
            self._act("self-evaluation.file", filed)
            opens = filed + timedelta(1)
        day = self._days.day("review.conclude", opens, self._until("review", "open", opens))
        if day is None:
            return None
        findings = [{"id": one, "row": row, "text": _SAID} for one, row in self._findings]
        self._act("review.conclude", day, findings=findings, undecided="full")
        self._acknowledge(day)
        return day

    def _acknowledge(self, concluded: date) -> None:
        if self._subject.rubric.acknowledgement is None:
            return
        disputed = [{"row": row, "reason": _SAID} for row in self._subject.behaves.dispute]
        due = self._until(ACKNOWLEDGEMENT, "open", concluded)
        earliest = concluded + timedelta(1)
        if not disputed:
            day = self._days.day("acknowledgement.confirm", earliest, due)
            self._act("acknowledgement.confirm", day)
            return
        day = self._days.day("acknowledgement.dispute", earliest, due)
        self._act("acknowledgement.dispute", day, disputes=disputed)
        if day is not None:
            due = self._until(ACKNOWLEDGEMENT, "filed", day)
            self._act("acknowledgement.answer", self._days.day("acknowledgement.answer", day, due), upheld=disputed)

    def _rectification(self, phase: Phase, since: date) -> date | None:
        opens = max(date.fromisoformat(phase.opens), since + timedelta(1))
        due = self._until(phase.id, "open", date.fromisoformat(phase.opens))
        for finding, _ in self._findings:
            content = {"matter": f"finding/{finding}", "measure": _SAID}
            self._rounds(_Matter("finding", "finding.answer", "finding.accept", opens, due, content))
        return opens

    def _rounds(self, matter: _Matter) -> date | None:
        """File, be returned as often as it is said, file again, be answered; the day on which it is done."""
        day = self._days.day(matter.file, matter.earliest, matter.due)
        self._file(matter, day)
        returns = self._subject.behaves.returned.get(matter.file, 0) if matter.answer else 0
        for _ in range(returns if day is not None else 0):
            back = self._days.of(RETURNED[matter.file], day or matter.due, self._until(matter.course, "filed", day))
            self._act(RETURNED[matter.file], back, opinion=_SAID, **_named(matter))
            due = max(matter.due, self._until(matter.course, "open", back, again=True))
            day = self._days.of(matter.file, back + timedelta(1), due, again=True)
            self._file(matter, day)
        if day is None or matter.answer is None:
            return day
        day = self._days.day(matter.answer, day, self._until(matter.course, "filed", day))
        self._act(matter.answer, day, opinion=_SAID, **_named(matter))
        return day

    def _file(self, matter: _Matter, day: date | None) -> None:
        phase = matter.file.removesuffix(".file")
        if self._subject.approver is not None and phase != matter.file:
            self._act(f"{phase}.prepare", day, **matter.content)
        self._act(matter.file, day, **matter.content)

    def _mid_year(self) -> dict[str, object]:
        given = self._subject.behaves.mid_year
        return {"facts": given.facts, "results": given.results}

    def _until(self, course: str, state: str, since: date | None, *, again: bool = False) -> date:
        phase = phase_of(self._subject.rubric, course)
        return asked_until(phase, Asking(course, state, since or date.min, again=again), self._subject.calendar).day

    def _act(self, act: str, day: date | None, **content: object) -> None:
        """Write it down; an act that never comes is none."""
        if day is None:
            return
        who, hour = self._who(act)
        written = {"at": datetime.combine(day, hour).isoformat(), "who": who, "act": act, **content}
        self.acts.append(PlayedAct.model_validate({**written, "department": self._subject.department}))

    def _who(self, act: str) -> tuple[str, time]:
        verb, subject = act.rpartition(".")[2], self._subject
        if act in ("acknowledgement.answer", "review.conclude") or verb in ("approve", "accept", "return"):
            return subject.reviewer, _OF_THE_BUREAU
        if verb == "file" and subject.approver is not None:
            return subject.approver, _OF_THE_DEPARTMENT
        return subject.filler, _BEFORE if verb in ("prepare", "add") else _OF_THE_DEPARTMENT


def _named(matter: _Matter) -> dict[str, object]:
    return {"matter": matter.content["matter"]} if "matter" in matter.content else {}
