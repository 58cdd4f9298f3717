"""Play the acts of a scenario in their order, each under its own key: playing again repeats nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.filing import filing_of
from models.commands import (
    Answer,
    Deed,
    Filed,
    Measure,
    NewEvidence,
    NewFinding,
    ReviewResult,
    WarningAnswer,
)
from rules.facts_file import load_facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pydantic import JsonValue

    from app.counter import Counter
    from app.rehearsal.clock import VirtualClock
    from app.scenario import PlayedAct
    from app.stage import Stage
    from models.commands import Content
    from models.receipts import Receipt
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric

# Just past the moment itself: a timer set to fire exactly then may still be in work.
_PAST = timedelta(minutes=1)
_PLACE = "演练"


class Player:
    """Brings each act to the counter on its day."""

    def __init__(self, stage: Stage, counter: Counter, clock: VirtualClock, folder: Path) -> None:
        self.stage = stage
        self.counter = counter
        self.clock = clock
        self.folder = folder
        self.facts: dict[str, Facts] = {}

    async def play(self, rubric: Rubric, tell: Callable[[int, PlayedAct, Receipt], None]) -> None:
        """Play every act; `tell` hears of each with its receipt."""
        for department in self.stage.scenario.departments:
            if department.facts is not None:
                self.facts[department.id] = load_facts(self.folder / department.facts)
        for position, act in enumerate(self.stage.scenario.acts):
            await self.clock.advance(act.department, act.at + _PAST)
            request = f"{act.department}/{position + 1:02d}/{act.act}"
            deed = Deed(
                actor=self.stage.actors[act.who],
                act=act.act,
                matter=act.matter or act.act.partition(".")[0],
                content=self._content(request, act, rubric),
            )
            receipt = await self.counter.act(self.stage.book, act.department, request, deed)
            tell(position, act, receipt)

    def _content(self, request: str, act: PlayedAct, rubric: Rubric) -> Content:
        match act.act:
            case "targets.file" | "self-evaluation.file" | "monitoring.file":
                return self._filing(act, rubric)
            case "evidence.add":
                return self._evidence(request, act)
            case "review.conclude":
                return self._review(request, act)
            case "finding.answer":
                return Measure(measure=self._commit(request, "measure", act.measure or ""))
            case "warning.answer":
                plan = self._commit(request, "plan", act.plan or "")
                return WarningAnswer.model_validate({"choice": act.choice, "plan": plan})
            case _:
                return Answer(opinion=None if act.opinion is None else self._commit(request, "opinion", act.opinion))

    def _filing(self, act: PlayedAct, rubric: Rubric) -> Filed:
        if act.act == "monitoring.file":
            return Filed(lists=_played(act))
        filed, _ = filing_of(rubric, self.facts[act.department], act.act)
        return filed

    def _evidence(self, request: str, act: PlayedAct) -> NewEvidence:
        content = (act.content or "").encode()
        return NewEvidence(
            row=act.row or "",
            sha256=self.stage.desk.evidence.put(content),
            size=len(content),
            media_type="text/plain",
            name=self._commit(request, "name", act.file or ""),
        )

    def _review(self, request: str, act: PlayedAct) -> ReviewResult:
        return ReviewResult(
            findings=tuple(
                NewFinding(finding=one.id, row=one.row, text=self._commit(request, f"finding/{one.id}", one.text))
                for one in act.findings
            )
        )

    def _commit(self, request: str, field: str, text: str) -> str:
        return self.counter.commit(self.stage.book, request, field, text)


def _played(act: PlayedAct) -> dict[str, JsonValue]:
    """Figures made up for the play say so."""
    facts: list[JsonValue] = [
        {"input": one.input, "value": one.value, "unit": one.unit, "origin": "scenario", "place": _PLACE}
        for one in act.facts
    ]
    results: list[JsonValue] = [
        {
            "indicator": one.indicator,
            "actual": one.actual,
            "unit": one.unit,
            "met": one.met,
            "origin": "scenario",
            "place": _PLACE,
        }
        for one in act.results
    ]
    return {"facts": facts, "results": results}
