"""Shijing's year 2021, played by calling the activities themselves: no Temporal, fixed clocks, fixed salts.

Playing it twice writes the same book to the last byte.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from app.filing import filing_of
from models.commands import (
    Answer,
    Filed,
    NewEvidence,
    NewFinding,
    Rectification,
    RectifiedFinding,
    ReviewResult,
)
from models.values import instant_text
from rules.facts_file import load_facts
from tests.support.year import BOOK, DEPARTMENT, FOLDER, PEOPLE, RECORDS, Year, local, rubric_file, scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.scenario import PlayedAct
    from models.commands import Content
    from models.receipts import Turn
    from rules.core.facts import Facts

__all__ = ["BOOK", "DEPARTMENT", "PEOPLE", "RECORDS", "Shijing", "local", "rubric_file", "scenario", "shijing_facts"]


@cache
def shijing_facts() -> Facts:
    """What the department published about its year."""
    return load_facts(FOLDER / "facts.yaml")


class Shijing(Year):
    """The department of the shipped scenario: what it files, what the bureau answers, and the whole year."""

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
        turn: Turn | None = None
        for number, played in enumerate(scenario().acts, 1):
            if played.act in without:
                continue
            if turn is None or turn.state == "done":
                turn = self.open_phase(_phase_after(turn)).turn
            self.climb(turn, played.at)
            if played.act == until:
                return
            assert turn is not None
            request = f"{DEPARTMENT}/{number:02d}/{played.act}"
            who = "filler" if played.who == "tianbao" else "reviewer"
            content = self._content(request, played)
            turn = self.act(turn.phase, played.act, content, who, instant_text(played.at), request).turn
        self.conclude()

    def _content(self, request: str, played: PlayedAct) -> Content:
        match played.act:
            case "targets.file" | "self-evaluation.file":
                return self.filing(played.act)
            case "monitoring.file":
                return self.mid_year()
            case "evidence.add":
                return self.proof(request, played.row or "", (played.content or "").encode(), played.file or "")
            case "review.conclude":
                return ReviewResult(
                    findings=tuple(
                        NewFinding(finding=one.id, row=one.row, text=self.commit(request, one.id, one.text))
                        for one in played.findings
                    )
                )
            case "rectification.file":
                return self.rectified(request, played.measures)
            case _:
                opinion = None if played.opinion is None else self.commit(request, "opinion", played.opinion)
                return Answer(opinion=opinion)

    def proof(self, request: str, row: str, content: bytes, name: str) -> NewEvidence:
        """Store a file and say what it proves."""
        return NewEvidence(
            row=row,
            sha256=self.desk.evidence.put(content),
            size=len(content),
            media_type="text/plain",
            name=self.commit(request, "name", name),
        )

    def rectified(self, request: str, measures: Mapping[str, str]) -> Rectification:
        """A rectification report with a measure for each finding."""
        return Rectification(
            findings=tuple(
                RectifiedFinding(finding=finding, measure=self.commit(request, finding, text))
                for finding, text in measures.items()
            )
        )


_MADE_UP = {"origin": "scenario", "place": "演练"}


def _phase_after(turn: Turn | None) -> str:
    phases: list[str] = [phase.id for phase in rubric_file().rubric.phases]
    return phases[0 if turn is None else phases.index(turn.phase) + 1]
