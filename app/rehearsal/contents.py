"""What a played act brings: facts from the department's file or made up for the play, texts as commitments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from pydantic import JsonValue, TypeAdapter

from app.errors import AppError
from app.filing import filing_of
from app.rehearsal.newest_evaluation import newest_evaluation
from app.stage import Stage
from app.texts import Texts
from models.collecting import Collected, CollectionAsk, CollectionReturn
from models.commands import (
    Amendment,
    Answer,
    Content,
    Filed,
    ReviewedRow,
    ReviewResult,
    WarningAnswer,
)
from models.disputes import Dispute, DisputeAnswer, DisputedRow, SettledRow
from models.doubts import DoubtReason
from models.evidence import DemandedEvidence, NewEvidence
from models.findings import Measure, NewFinding
from models.targets import Adjustment
from rules.core.facts import Facts
from rules.core.reading import read_facts
from rules.core.rubric import Rubric
from rules.core.writing import to_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.behaviour import MidYear
    from app.scenario import PlayedAct

_PLACE: Final = "演练"
_JSON: Final[TypeAdapter[JsonValue]] = TypeAdapter(JsonValue)

Maker: TypeAlias = "Callable[[str, PlayedAct], Content]"


@dataclass(frozen=True)
class Contents:
    """Makes the content of each act of a scenario; rubrics and facts by department."""

    stage: Stage
    rubrics: dict[str, Rubric]
    facts: dict[str, Facts]

    def of(self, request: str, act: PlayedAct) -> Content:
        """The content; an act that is not listed here is an answer with an opinion."""
        makers: dict[str, Maker] = {
            **dict.fromkeys(("targets.prepare", "targets.file"), self._filed),
            **dict.fromkeys(("self-evaluation.prepare", "self-evaluation.file"), self._filed),
            "self-evaluation.amend": self._amended,
            **dict.fromkeys(("monitoring.prepare", "monitoring.file"), self._monitored),
            "evidence.add": self._evidence,
            "review.conclude": self._reviewed,
            "finding.answer": self._rectified,
            "warning.answer": self._warned,
            "acknowledgement.dispute": self._disputed,
            "acknowledgement.answer": self._settled,
            "adjustment.file": self._adjusted,
            "collection.ask": self._asked,
            "collection.answer": self._collected,
            "collection.return": self._sent_back,
        }
        return makers.get(act.act, self._answered)(request, act)

    def _filed(self, request: str, act: PlayedAct) -> Filed:
        filed, _ = filing_of(self.rubrics[act.department], self._facts(act), act.act)
        return filed.model_copy(update={"reasons": tuple(self._reasons(request, act))})

    def _reasons(self, request: str, act: PlayedAct) -> Iterator[DoubtReason]:
        for doubt, text in act.reasons.items():
            code, _, row = doubt.partition("/")
            yield DoubtReason(code=code, row=row, reason=self._commit(request, f"doubt/{doubt}", text))

    def _facts(self, act: PlayedAct) -> Facts:
        """The document's facts, those made up for the play in their places."""
        document = self.facts[act.department]
        made_up = read_facts({"department": document.department, **played_lists(act)}).facts
        replaced = {fact.input for fact in made_up}
        return replace(document, facts=(*(one for one in document.facts if one.input not in replaced), *made_up))

    def _monitored(self, _request: str, act: PlayedAct) -> Filed:
        return Filed(lists={**played_lists(act)})

    def _amended(self, request: str, act: PlayedAct) -> Amendment:
        lists = played_lists(act)
        lists["facts"] += [self._of_document(act.department, name) for name in act.from_document]
        return Amendment(lists={**lists}, reason=self._commit(request, "opinion", act.opinion))

    def _of_document(self, department: str, name: str) -> JsonValue:
        for fact in self.facts[department].facts:
            if fact.input == name:
                return _JSON.validate_python(to_data(fact))
        raise AppError("scenario.no-such-fact", department=department, input=name)

    def _evidence(self, request: str, act: PlayedAct) -> NewEvidence | DemandedEvidence:
        content = (act.content or "").encode()
        piece = NewEvidence(
            row=act.row or "",
            sha256=self.stage.desk.evidence.put(content),
            size=len(content),
            media_type="text/plain",
            name=self._commit(request, "name", act.file),
        )
        if act.demand is None:
            return piece
        return DemandedEvidence(**piece.model_dump(exclude={"kind"}), demand=act.demand)

    def _reviewed(self, request: str, act: PlayedAct) -> ReviewResult:
        rows = [(one.row, one.score, one.reason) for one in act.rows]
        rows += self._undecided(act) if act.undecided else []
        return ReviewResult(
            rows=tuple(
                ReviewedRow(row=row, score=score, reason=self._commit(request, f"reason/{row}", reason))
                for row, score, reason in rows
            ),
            findings=tuple(
                NewFinding(finding=one.id, row=one.row, text=self._commit(request, f"finding/{one.id}", one.text))
                for one in act.findings
            ),
        )

    def _undecided(self, act: PlayedAct) -> list[tuple[str, str, str]]:
        """Every leaf row that the newest evaluation leaves undecided, with its full points."""
        evaluation = newest_evaluation(self.stage.desk, self.stage.book, act.department)
        leaves = {row.id for row in self.rubrics[act.department].leaves()}
        given = {row.row for row in act.rows}
        return [
            (row.id, row.points, _PLACE)
            for row in (() if evaluation is None else evaluation.rows)
            if row.id in leaves - given and row.score is None
        ]

    def _disputed(self, request: str, act: PlayedAct) -> Dispute:
        return Dispute(
            rows=tuple(
                DisputedRow(row=one.row, reason=self._commit(request, f"reason/{one.row}", one.reason))
                for one in act.disputes
            )
        )

    def _settled(self, request: str, act: PlayedAct) -> DisputeAnswer:
        settled: list[tuple[str, str | None, str]] = [(one.row, one.score, one.reason) for one in act.rows]
        settled += [(one.row, None, one.reason) for one in act.upheld]
        return DisputeAnswer(
            rows=tuple(
                SettledRow(row=row, score=score, reason=self._commit(request, f"reason/{row}", reason))
                for row, score, reason in settled
            )
        )

    def _rectified(self, request: str, act: PlayedAct) -> Measure:
        return Measure(measure=self._commit(request, "measure", act.measure))

    def _warned(self, request: str, act: PlayedAct) -> WarningAnswer:
        plan = self._commit(request, "plan", act.plan)
        return WarningAnswer.model_validate({"choice": act.choice, "plan": plan})

    def _adjusted(self, request: str, act: PlayedAct) -> Adjustment:
        """Whole targets of the department's own document, their values made up for the play."""
        filed = {one.id: one for one in self.facts[act.department].indicators}
        unknown = [one.indicator for one in act.targets if one.indicator not in filed]
        if unknown:
            raise AppError("scenario.no-such-target", department=act.department, indicator=unknown[0])
        changed = tuple(
            replace(filed[one.indicator], target=one.target, origin="scenario", place=_PLACE) for one in act.targets
        )
        return Adjustment(
            lists={"indicators": _JSON.validate_python(to_data(changed))},
            document=act.document or "",
            reason=self._commit(request, "reason/adjustment", act.opinion),
        )

    def _asked(self, request: str, act: PlayedAct) -> CollectionAsk:
        if act.ask is None:
            raise AppError("scenario.nothing-asked", department=act.department, act=act.act)
        words = None if act.ask.words is None else self._commit(request, "words", act.ask.words)
        contributor = self.stage.actors[act.ask.contributor]
        return CollectionAsk(
            **act.ask.model_dump(exclude={"contributor", "words"}), contributor=contributor, words=words
        )

    def _collected(self, _request: str, act: PlayedAct) -> Collected:
        return Collected(lists={"facts": [*played_lists(act)["facts"]]})

    def _sent_back(self, request: str, act: PlayedAct) -> CollectionReturn:
        return CollectionReturn(opinion=self._commit(request, "opinion", act.opinion), due=act.due)

    def _answered(self, request: str, act: PlayedAct) -> Answer:
        return Answer(opinion=None if act.opinion is None else self._commit(request, "opinion", act.opinion))

    def _commit(self, request: str, field: str, text: str | None) -> str:
        return Texts(self.stage.desk, self.stage.book, request).commit(field, text or "")


def played_lists(act: PlayedAct | MidYear) -> dict[str, list[JsonValue]]:
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
            **{name: text for name, text in (("share", one.share), ("basis", one.basis)) if text is not None},
            "origin": "scenario",
            "place": _PLACE,
        }
        for one in act.results
    ]
    return {"facts": facts, "results": results}
