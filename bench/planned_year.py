"""One made-up department's year under the rubric of Baiyun 2021: its acts, and what the ledger must say after them.

What is expected is counted from the plan and computed by the interpreter from the facts, without any workflow, activity
or database.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from app.rehearsal.mid_year import draw_progress, is_paced
from deadlines.deadline import due
from deadlines.ladder import Ladder, steps
from deadlines.local_time import at_local
from deadlines.rule import rule_of
from rules.core.change import changed_rows
from rules.core.evaluation import Evaluation
from rules.core.facts import Fact, Facts
from rules.core.semantics import interpret, interpret_monitoring, settle, settle_monitoring
from rules.core.writing import to_data
from rules.target_doubts import doubts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from deadlines.work_calendar import WorkCalendar
    from rules.core.rubric import Due, Phase, Rubric
    from rules.rubric_file import RubricFile

Act: TypeAlias = dict[str, object]

_PAST: Final = timedelta(minutes=1)
# Enrolment, the filler's appointment, the opening of five phases, the end of the year.
_ALWAYS: Final = 8
_PLACE: Final = "演练"
# Amended figures: each decides a row by itself.
_AMENDED: Final = ("carry_over_rate", "income_variance", "asset_use_rate", "average_execution")
_FINDINGS: Final = (("rules", "performance-rules"), ("carry", "carry-over"), ("assets", "asset-use"))
_LATE: Final = 0.2
_OFTEN: Final = 0.3


@dataclass(frozen=True, slots=True)
class PlannedDepartment:
    """A department's acts, the facts that it files, and what must come of them.

    `records` counts all of its records; `warnings` names those of its newest reading.
    """

    id: str
    facts: Facts
    acts: tuple[Act, ...]
    expected: Evaluation
    records: int
    warnings: frozenset[str]


class PlannedYear:
    """Draws one year: late or in time, returned or not, amended or not, warned, with findings or without."""

    def __init__(self, file: RubricFile, calendar: WorkCalendar, department: str, drawn: tuple[Facts, Facts]) -> None:
        """`drawn` are the facts that are filed, and others of which an amendment takes one."""
        self._file = file
        self._calendar = calendar
        self._department = department
        self._facts, self._other = (_typed(file.rubric, facts, department) for facts in drawn)
        self._acts: list[Act] = []
        self._witnessed: dict[str, str] = {}
        self._records = _ALWAYS
        self._warnings: frozenset[str] = frozenset()

    def draw(self, random: Random) -> PlannedDepartment:
        """Plan the year from its first act to its last."""
        filed = self._facts
        self._filing(random, "targets", "approve", lambda _number, _day: {})
        self._records += len(self._acts_of("targets.file")) * bool(doubts_of(filed.indicators))
        self._monitoring(random)
        filed_on = self._self_evaluation(random)
        scored = self._amend(random, filed_on, filed) if random.random() < _OFTEN else filed
        reviewed_on = self._review(random)
        final = self._reopen(random, reviewed_on, scored)
        self._rectify(random)
        acts = tuple(sorted(self._acts, key=lambda act: str(act["at"])))
        return PlannedDepartment(
            self._department, filed, acts, self._score(final), self._records + len(acts), self._warnings
        )

    def _filing(self, random: Random, phase_id: str, answer: str, content: Callable[[int, date], Act]) -> None:
        """File, perhaps be returned and file again, be answered; counts what the clock says meanwhile."""
        phase, opens = self._phase(phase_id)
        first_due = self._due(phase.due, opens)
        span = (first_due - opens).days
        late = random.random() < _LATE
        day = first_due + timedelta(random.randint(1, 9)) if late else opens + timedelta(random.randint(1, span))
        self._witness(phase_id, late=late)
        self._wait(opens, first_due, self._act(random, day, "filler", f"{phase_id}.file", content(1, day)))
        if random.random() < _LATE:
            back = day + timedelta(random.randint(1, 6))
            returned = self._act(random, back, "fuhe", f"{phase_id}.return", {"opinion": "请补正。"})
            self._wait(day, self._answer_due(phase, day), returned)
            again = back + timedelta(random.randint(1, 6))
            due_again = max(first_due, self._answer_due(phase, back))
            self._wait(back, due_again, self._act(random, again, "filler", f"{phase_id}.file", content(2, again)))
            day = again
        answered = day + timedelta(random.randint(1, 16))
        self._wait(day, self._answer_due(phase, day), self._act(random, answered, "fuhe", f"{phase_id}.{answer}", {}))

    def _monitoring(self, random: Random) -> None:
        readings: list[tuple[date, list[str]]] = []

        def read(number: int, day: date) -> Act:
            content, found = self._reading(random, number)
            readings.append((day, found))
            return content

        self._filing(random, "monitoring", "accept", read)
        self._warned(random, readings)

    def _reading(self, random: Random, number: int) -> tuple[Act, list[str]]:
        """Mid-year figures, and the names of the warnings that they raise."""
        spent = random.choice((0, 1000, 3499, 3500, 4666, 4667, 7000, 9000))
        typed = {
            "mid_year_budget": ("10000", "万元"),
            "mid_year_spent": (str(spent), "万元"),
            "mid_year_month": ("7", "月"),
        }
        facts = tuple(Fact(name, value, "scenario", _PLACE, unit) for name, (value, unit) in typed.items())
        results = tuple(draw_progress(random, one) for one in self._facts.indicators if is_paced(one))
        whole = replace(self._facts, facts=facts, results=results)
        rubric = self._file.rubric
        made = settle_monitoring(rubric, self._file.hash, whole, interpret_monitoring(rubric, whole))
        names = ["/".join(part for part in (f"warning/{number}", one.rule, one.about) if part) for one in made.warnings]
        told = [{"input": fact.input, "value": fact.value, "unit": fact.unit} for fact in facts]
        progress = [{"indicator": one.indicator, "actual": one.actual, "unit": one.unit} for one in results]
        return {"facts": told, "results": progress}, names

    def _warned(self, random: Random, readings: list[tuple[date, list[str]]]) -> None:
        """A newer reading replaces the warnings of the one before; the last one's are answered, late, or never."""
        phase, _ = self._phase("monitoring")
        self._records += len(readings)
        earlier: list[str] = []
        for place, (day, found) in enumerate(readings):
            self._records += bool(found or earlier)
            earlier = found
            last = place + 1 == len(readings)
            for name in found:
                until = self._answered(random, phase, name, day) if last else self._filed_at(readings[place + 1][0])
                self._wait(day, self._answer_due(phase, day), until)
        self._warnings = frozenset(readings[-1][1])

    def _answered(self, random: Random, phase: Phase, name: str, raised: date) -> datetime | None:
        """Answer a warning and accept the answer; None when nobody ever answers."""
        if random.random() < _LATE:
            return None
        day = raised + timedelta(random.randint(1, 20))
        at = self._act(
            random, day, "filler", "warning.answer", {"matter": name, "choice": "continue", "plan": "加快。"}
        )
        accepted = self._act(random, day + timedelta(random.randint(1, 9)), "fuhe", "warning.accept", {"matter": name})
        self._wait(day, self._answer_due(phase, day), accepted)
        return at

    def _self_evaluation(self, random: Random) -> date:
        phase, opens = self._phase("self-evaluation")
        last = self._due(phase.due, opens)
        late = random.random() < _LATE
        day = last + timedelta(random.randint(1, 6)) if late else opens + timedelta(random.randint(3, 25))
        self._witness("self-evaluation", late=late)
        if random.random() < _OFTEN:
            proof = {"row": "budget-completion", "file": "决算表.txt", "content": f"{self._department}的决算表。"}
            self._act(random, opens + timedelta(2), "filler", "evidence.add", proof)
        self._wait(opens, last, self._act(random, day, "filler", "self-evaluation.file", {}))
        self._records += 1
        return day

    def _amend(self, random: Random, after: date, facts: Facts) -> Facts:
        """File one figure anew; counts the new evaluation, and the change if there is one."""
        name = random.choice(_AMENDED)
        drawn = next(fact for fact in self._other.facts if fact.input == name)
        given = Fact(name, drawn.value, "scenario", _PLACE, drawn.unit)
        played = {"input": name, "value": given.value, "unit": given.unit}
        self._act(
            random, after + timedelta(1), "filler", "self-evaluation.amend", {"opinion": "更正。", "facts": [played]}
        )
        amended = replace(facts, facts=tuple(given if fact.input == name else fact for fact in facts.facts))
        self._records += 1 + self._changes(facts, amended)
        return amended

    def _review(self, random: Random) -> date:
        phase, opens = self._phase("review")
        day = opens + timedelta(random.randint(5, 32))
        findings = [{"id": one, "row": row, "text": "应当整改。"} for one, row in _FINDINGS if random.random() < _OFTEN]
        self._findings = [str(one["id"]) for one in findings]
        at = self._act(random, day, "fuhe", "review.conclude", {"findings": findings})
        self._wait(opens, self._due(phase.due, opens), at)
        return day

    def _reopen(self, random: Random, reviewed: date, facts: Facts) -> Facts:
        """An amendment that changes a row after the review has it concluded again."""
        if random.random() >= _LATE:
            return facts
        amended = self._amend(random, reviewed, facts)
        if self._changes(facts, amended):
            phase, _ = self._phase("review")
            day, again = reviewed + timedelta(1), reviewed + timedelta(3)
            self._wait(day, self._due(phase.due, day), self._act(random, again, "fuhe", "review.conclude", {}))
        return amended

    def _rectify(self, random: Random) -> None:
        phase, opens = self._phase("rectification")
        for finding in self._findings:
            matter = f"finding/{finding}"
            day = opens + timedelta(random.randint(1, 45))
            answer = {"matter": matter, "measure": "已整改。"}
            self._wait(opens, self._due(phase.due, opens), self._act(random, day, "filler", "finding.answer", answer))
            accepted = day + timedelta(random.randint(1, 20))
            at = self._act(random, accepted, "fuhe", "finding.accept", {"matter": matter})
            self._wait(day, self._answer_due(phase, day), at)

    def _act(self, random: Random, day: date, who: str, act: str, content: Mapping[str, object]) -> datetime:
        """In office hours, at least two minutes away from the hours at which the clock speaks."""
        at = datetime.combine(day, time(random.randint(10, 17), random.randint(0, 59)))
        person = f"filler-{self._department}" if who == "filler" else who
        self._acts.append({"at": at.isoformat(), "who": person, "department": self._department, "act": act, **content})
        return at_local(day, at.time())

    def _acts_of(self, name: str) -> list[Act]:
        return [act for act in self._acts if act["act"] == name]

    def _filed_at(self, day: date) -> datetime:
        """When the filing of that day was sent."""
        (at,) = (act["at"] for act in self._acts if act["act"] == "monitoring.file" and str(act["at"])[:10] == str(day))
        return at_local(day, datetime.fromisoformat(str(at)).time())

    def _wait(self, since: date, last: date, until: datetime | None) -> None:
        """Count the reminders and alerts of what is awaited; None: it never came."""
        phase = self._file.rubric.phases[0]
        ladder = steps(last, Ladder(phase.reminders, phase.overdue), at_local(since, time(0)))
        self._records += sum(until is None or step.at <= until + _PAST for step in ladder)

    def _phase(self, name: str) -> tuple[Phase, date]:
        phase = next(one for one in self._file.rubric.phases if one.id == name)
        return phase, date.fromisoformat(phase.opens)

    def _due(self, rule: Due, start: date) -> date:
        return due(start, rule_of(rule.date, rule.days, rule.kind), self._calendar).day

    def _answer_due(self, phase: Phase, day: date) -> date:
        return self._due(phase.review or phase.due, day)

    def _witness(self, phase: str, *, late: bool) -> None:
        self._witnessed |= {f"{phase}.filed": "yes", f"{phase}.filed-on-time": "no" if late else "yes"}

    def _score(self, facts: Facts) -> Evaluation:
        rubric = self._file.rubric
        seen = tuple(
            Fact(name, self._witnessed[one.witnessed], "witnessed", _PLACE)
            for name, one in rubric.inputs.items()
            if one.witnessed is not None
        )
        whole = replace(facts, facts=(*facts.facts, *seen))
        return settle(rubric, self._file.hash, whole, interpret(rubric, whole))

    def _changes(self, before: Facts, after: Facts) -> bool:
        earlier, later = (to_data(self._score(facts).rows) for facts in (before, after))
        if not isinstance(earlier, list) or not isinstance(later, list):
            raise TypeError
        rows: list[list[Mapping[str, object]]] = [
            [row for row in each if isinstance(row, dict)] for each in (earlier, later)
        ]
        return bool(changed_rows(rows[0], rows[1]))


def _typed(rubric: Rubric, facts: Facts, department: str) -> Facts:
    """What a department can file: nothing that the system sees itself, and targets that nobody else has set."""
    kept = tuple(fact for fact in facts.facts if rubric.inputs[fact.input].witnessed is None)
    own = tuple(replace(one, name=f"{one.name}{one.id}·{department}") for one in facts.indicators)
    return replace(facts, department=department, facts=kept, indicators=own)
