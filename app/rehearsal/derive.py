"""The acts of a department's year, derived from how it behaves, under the rubric's own deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from activities.asked_until import Asking, asked_until
from activities.turn import phase_of
from app.behaviour import HOLDING, RETURNED, Behaviour
from app.rehearsal.doubt_reasons import played_reasons
from app.rehearsal.foreseen_warnings import foreseen_warnings
from app.rehearsal.own_days import OwnDays
from app.scenario import PlayedAct
from deadlines.local_time import at_local
from deadlines.moves import ACKNOWLEDGEMENT, course_of
from deadlines.work_calendar import WorkCalendar
from rules.core.facts import Facts
from rules.core.row_inputs import row_inputs
from rules.core.rubric import Rubric

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    name: str
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
        self._warned: dict[str, tuple[str, str]] = {}
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
        due = self._until(phase.matter, "open", opens)
        return self._rounds(_Matter(phase.matter, f"{phase.id}.file", answer, earliest, due, self._content(phase.id)))

    def _monitoring(self, phase: Phase, since: date) -> date | None:
        done = self._filing(phase, since, "monitoring.accept")
        read = [act.at for act in self.acts if act.act == "monitoring.file"]
        if not read or read[-1].date() < date.fromisoformat(phase.opens):
            return done
        found = foreseen_warnings(
            self._subject.rubric, self._subject.facts, self._subject.behaves.mid_year, (phase.matter, len(read))
        )
        self._replace(read[-1], {warning.subject for warning in found})
        for warning in found:
            earliest, due = read[-1].date() + timedelta(1), self._until(warning.matter, "open", read[-1].date())
            content = {"choice": "continue", "plan": _SAID}
            self._rounds(_Matter(warning.matter, "warning.answer", "warning.accept", earliest, due, content))
            self._warned[warning.matter] = warning.subject
        return done

    def _replace(self, read: datetime, found: set[tuple[str, str]]) -> None:
        """A newer reading stands in the place of warnings that it finds again: nobody answers them any more."""
        gone = {matter for matter, subject in self._warned.items() if subject in found}
        self.acts = [act for act in self.acts if act.at < read or act.matter not in gone]

    def _self_evaluation(self, phase: Phase, since: date) -> date | None:
        done = self._filing(phase, since, None)
        if done is None:
            return None
        first = next(act for act in self.acts if act.act == "self-evaluation.file")
        for row, demand, piece in self._to_be_proved():
            proof = {"row": row, "demand": demand, "file": f"{row}.txt", "content": f"{_SAID}{row} {piece}"}
            self._act("evidence.add", first.at.date(), matter="self-evaluation", **proof)
        if self._subject.behaves.amend:
            done += timedelta(1)
            self._act("self-evaluation.amend", done, opinion=_SAID, facts=self._subject.behaves.amend)
        return done

    def _to_be_proved(self) -> Iterator[tuple[str, str | None, int]]:
        """What rows demand before anything is filed, and a proof of every figure of last year, which nobody copied."""
        inputs = self._subject.rubric.inputs
        carried = {name for name, one in inputs.items() if one.carried is not None}
        for row in self._subject.rubric.leaves():
            demanded = [one for one in row.demands if one.required]
            yield from ((row.id, one.kind, piece) for one in demanded for piece in range(one.at_least))
            if carried & row_inputs(row) and not demanded:
                yield row.id, None, 0

    def _review(self, phase: Phase, since: date) -> date | None:
        opens = max(date.fromisoformat(phase.opens), since + timedelta(1))
        for _ in range(self._subject.behaves.returned.get("self-evaluation.file", 0)):
            self._act("self-evaluation.return", opens, opinion=_SAID)
            due, earliest = self._until("self-evaluation", "open", opens, again=True), opens + timedelta(1)
            filed = self._days.of("self-evaluation.file", earliest, due, again=True)
            content = self._content("self-evaluation")
            self._file(_Matter("self-evaluation", "self-evaluation.file", None, earliest, due, content), filed)
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
            content = {"measure": _SAID}
            self._rounds(_Matter(f"finding/{finding}", "finding.answer", "finding.accept", opens, due, content))
        return opens

    def _rounds(self, matter: _Matter) -> date | None:
        """File, be returned as often as it is said, file again, be answered; the day on which it is done."""
        day = self._days.day(matter.file, matter.earliest, matter.due)
        self._file(matter, day)
        if day is None or matter.answer is None:
            return day
        for _ in range(self._subject.behaves.returned.get(matter.file, 0)):
            back = self._days.of(RETURNED[matter.file], day, self._until(matter.name, "filed", day))
            self._act(RETURNED[matter.file], back, matter=matter.name, opinion=_SAID)
            due = max(matter.due, self._until(matter.name, "open", back, again=True))
            day = self._days.of(matter.file, back + timedelta(1), due, again=True)
            self._file(matter, day)
        answered = self._days.day(matter.answer, day, self._until(matter.name, "filed", day))
        self._act(matter.answer, answered, matter=matter.name, opinion=_SAID)
        return answered

    def _file(self, matter: _Matter, day: date | None) -> None:
        phase, verb = matter.file.split(".")
        if self._subject.approver is not None and verb == "file":
            self._act(f"{phase}.prepare", day, matter=matter.name, **matter.content)
        self._act(matter.file, day, matter=matter.name, **matter.content)

    def _content(self, phase: str) -> dict[str, object]:
        """What is filed besides the document's own facts."""
        subject, given = self._subject, self._subject.behaves.mid_year
        match phase:
            case "monitoring":
                return {"facts": given.facts, "results": given.results}
            case "self-evaluation":
                return {"reasons": played_reasons(subject.rubric, subject.facts, _SAID)}
            case _:
                return {}

    def _until(self, matter: str, state: str, since: date, *, again: bool = False) -> date:
        asking = Asking(course_of(matter), state, since, again=again)
        return asked_until(phase_of(self._subject.rubric, matter), asking, self._subject.calendar).day

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
