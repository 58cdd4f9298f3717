"""Shijing's year 2021, played by calling the activities themselves: no Temporal, fixed clocks, fixed salts.

Playing it twice writes the same book to the last byte.
"""

from __future__ import annotations

from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING

from app.filing import filing_of
from deadlines.local_time import at_local
from models.commands import (
    Answer,
    Filed,
    ReviewResult,
    WarningAnswer,
)
from models.findings import Measure, NewFinding
from models.values import instant_text
from rules.facts_file import load_facts
from tests.support.year import (
    BOOK,
    DEPARTMENT,
    FOLDER,
    PEOPLE,
    RECORDS,
    Year,
    awaited_of,
    local,
    rubric_file,
    scenario,
    turn_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from app.scenario import PlayedAct
    from models.commands import Content
    from rules.core.facts import Facts
    from tests.support.templates import Templates

__all__ = [
    "BOOK",
    "DEPARTMENT",
    "PEOPLE",
    "RECORDS",
    "Shijing",
    "awaited_of",
    "local",
    "rubric_file",
    "scenario",
    "shijing_facts",
    "turn_of",
]


@cache
def shijing_facts() -> Facts:
    """What the department published about its year."""
    return load_facts(FOLDER / "facts.yaml")


class Shijing(Year):
    """The department of the shipped scenario: what it files, what the bureau answers, and the whole year.

    With `templates` a year that has just been opened is not played up to an act, but copied from one that was.
    """

    templates: Templates | None = None

    def filing(self, act: str) -> Filed:
        """What the department files in this act, from its published figures."""
        return filing_of(rubric_file().rubric, shijing_facts(), act)[0]

    def mid_year(self, **figures: str) -> Filed:
        """A mid-year filing with the scenario's figures, some of them changed."""
        played = next(one for one in scenario().acts if one.act == "monitoring.file")
        facts = [
            {"input": one.input, "value": figures.get(one.input, one.value), "unit": one.unit, **_MADE_UP}
            for one in played.facts
        ]
        results = [
            {"indicator": one.indicator, "actual": one.actual, "unit": one.unit, "met": one.met, **_MADE_UP}
            for one in played.results
        ]
        return Filed.model_validate({"lists": {"facts": facts, "results": results}})

    # -- the whole year -----------------------------------------------------------------------------------------

    def play(self, until: str = "", without: Iterable[str] = ()) -> None:
        """Play the scenario's acts with the clock's words between them, up to and without the act `until`.

        `without` leaves acts out that nobody waits for.
        """
        if until and not without and self.templates is not None and self.templates.bring(self, until):
            return
        for number, played in enumerate(scenario().acts, 1):
            if played.act in without:
                continue
            self._open_phases(played.at)
            self.climb(played.at)
            if played.act == until:
                return
            request = f"{DEPARTMENT}/{number:02d}/{played.act}"
            who = "filler" if played.who == "tianbao" else "reviewer"
            matter = played.matter or played.act.partition(".")[0]
            self.act(matter, played.act, self._content(request, played), who, instant_text(played.at), request)
        self.conclude()

    def _open_phases(self, until: datetime) -> None:
        """Open every phase whose day has come and whose forerunner is done, with the clock's words before it."""
        before = "done"
        for plan in self.start.plans if self.start else ():
            opens = at_local(date.fromisoformat(plan.opens), time())
            state = self.turn(plan.phase).state
            if state == "unopened" and before == "done" and opens <= until:
                self.climb(opens)
                state = turn_of(self.open_phase(plan.phase), plan.phase).state
            before = state

    def _content(self, request: str, played: PlayedAct) -> Content:
        match played.act:
            case "targets.file" | "self-evaluation.file":
                return self.filing(played.act)
            case "monitoring.file":
                return self.mid_year()
            case "evidence.add":
                return self.proof(request, played.row or "", (played.content or "").encode(), played.file or "")
            case "review.conclude":
                return self.review(request, played)
            case _:
                return self._answer(request, played)

    def _answer(self, request: str, played: PlayedAct) -> Content:
        match played.act:
            case "finding.answer":
                return self.measure(request, played.measure or "")
            case "warning.answer":
                return self.plan_for(request, played.plan or "", played.choice or "")
            case _:
                opinion = None if played.opinion is None else self.commit(request, "opinion", played.opinion)
                return Answer(opinion=opinion)

    def review(self, request: str, played: PlayedAct) -> ReviewResult:
        """A review that changes no row and orders the scenario's findings."""
        return ReviewResult(
            findings=tuple(
                NewFinding(finding=one.id, row=one.row, text=self.commit(request, one.id, one.text))
                for one in played.findings
            )
        )

    def measure(self, request: str, text: str) -> Measure:
        """What was done about a finding."""
        return Measure(measure=self.commit(request, "measure", text))

    def plan_for(self, request: str, text: str, choice: str = "continue") -> WarningAnswer:
        """An answer to a warning."""
        return WarningAnswer.model_validate({"choice": choice, "plan": self.commit(request, "plan", text)})


_MADE_UP = {"origin": "scenario", "place": "演练"}
