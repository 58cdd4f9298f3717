"""Prove it again: every score of a book computed once more from its records and rubrics by the plain interpreter."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from audit.verifier.canonical import Json
from audit.verifier.doubted import Doubts
from audit.verifier.filed import Filed
from audit.verifier.redraw import redrawn
from audit.verifier.report import Damage
from audit.verifier.shape import ShapeError, mapping, number, rows, text
from rules.core.admission import admit
from rules.core.errors import RulesError
from rules.core.numbers import exact
from rules.core.reading import read_rubric
from rules.core.review import final_score
from rules.core.rubric import Rubric
from rules.core.semantics import interpret, interpret_monitoring, settle, settle_monitoring
from rules.core.tiers import tier_of
from rules.core.writing import are_written_alike, to_data

if TYPE_CHECKING:
    from audit.verifier.report import Kind
    from audit.verifier.turns import Entry
    from rules.core.writing import Tree

_DAMAGES: Final[dict[str, Kind]] = {
    "rubric.adopted": "rubric-differs",
    "sample.drawn": "sample-differs",
    "result.suggested": "result-differs",
    "targets.doubted": "doubts-differ",
}
_CORRECTED: Final = "correction.approved"
_FINAL: Final = frozenset({"review.concluded", "acknowledgement.answered", "result.suggested", _CORRECTED})
_SUGGESTED: Final = ("total", "grade", "tier")
_STUMBLES: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_STAGES: Final = frozenset({"score", "monitoring"})


@dataclass(slots=True)
class Standing:
    """How a department stands: its newest score, and the final score of its newest review, with their records.

    `judged` is the score that the final one rests on: evaluated anew meanwhile, it may not be the newest any more.
    """

    score: tuple[int, dict[str, Json]] | None = None
    judged: tuple[int, dict[str, Json]] | None = None
    final: tuple[int, dict[str, Json]] | None = None


@dataclass(slots=True)
class Rescoring:
    """Takes the records of one book in their order; keeps for each department what stands, not what was."""

    book: str
    rubrics: dict[str, Rubric] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)
    scores: int = 0
    readings: int = 0
    undecided: int = 0
    reviews: int = 0
    doubted: int = 0
    _filed: dict[str, Filed] = field(default_factory=dict)
    # Of each department whose newest evaluation is undecided the record that says so: nothing is graded on it.
    _open: dict[str, int] = field(default_factory=dict)
    _doubts: Doubts = field(default_factory=Doubts)
    # Of each department the hash of the rubric that its year runs under.
    _under: dict[str, str] = field(default_factory=dict)

    def take(self, entry: Entry) -> list[Damage]:
        """Return what comes out otherwise than the record says, or cannot be computed from those before it."""
        try:
            reason = self._reason(entry)
        except ShapeError as error:
            reason = {"missing": str(error)}
        except RulesError as error:
            reason = {"code": error.code}
        except _STUMBLES as error:
            # Nobody has checked a rubric or a payload that somebody else wrote: where they break the reckoning, it is
            # this record that cannot be computed again, and the rest is still to be read.
            reason = {"stumbled": type(error).__name__}
        if reason is None:
            return []
        return [Damage(_DAMAGES.get(entry.kind, "score-differs"), self.book, entry.sequence, "record", reason)]

    def _reason(self, entry: Entry) -> dict[str, str] | None:
        if entry.kind == "rubric.adopted":
            return self._adopt(entry.payload)
        if entry.kind == "sample.drawn":
            return redrawn(entry.payload)
        if not entry.department:
            return None
        if entry.kind == "evaluation.made":
            return self._made(entry)
        if entry.kind == "evaluation.undecided":
            return self._left_undecided(entry)
        self._put_under(entry)
        self._of(entry.department).take(entry)
        self._doubts.take(entry)
        return self._reviewing(entry) or self._on_undecided(entry)

    def _put_under(self, entry: Entry) -> None:
        named = {"department.enrolled": "rubric_hash", "department.switched": "to_hash"}.get(entry.kind)
        if named is not None:
            self._under[entry.department] = text(entry.payload, named)

    def _doubted(self, entry: Entry) -> dict[str, str] | None:
        """What looked doubtful in targets must look so again, by the threshold of the department's rubric."""
        self.doubted += 1
        return self._doubts.differing(entry, self._in_force(entry.department))

    def _reviewing(self, entry: Entry) -> dict[str, str] | None:
        """What gives a final score, or another one, or doubts what was set."""
        match entry.kind:
            case "targets.doubted":
                return self._doubted(entry)
            case "correction.approved":
                return self._corrected(entry)
            case "acknowledgement.answered":
                return self._settled(entry)
            case "review.concluded":
                return self._reviewed(entry)
            case "result.suggested":
                return self._suggested(entry)
            case _:
                return None

    def _on_undecided(self, entry: Entry) -> dict[str, str] | None:
        """Nothing is graded or settled on an evaluation without agreement, nor on the one before it."""
        undecided = self._open.get(entry.department)
        if undecided is None or entry.kind not in _FINAL:
            return None
        if entry.kind == _CORRECTED and mapping(entry.payload, "right").get("kind") != "score":
            return None
        return {"undecided": str(undecided)}

    def _adopt(self, payload: Json) -> dict[str, str] | None:
        """Whoever names a rubric names the hash of its bytes, which must be those in the book."""
        wanted, found = text(payload, "hash"), sha256(text(payload, "yaml").encode()).hexdigest()
        if wanted != found:
            return {"wanted": wanted, "found": found}
        self.rubrics[wanted] = read_rubric(text(payload, "canonical").encode())
        return None

    def _made(self, entry: Entry) -> dict[str, str] | None:
        payload, department = entry.payload, entry.department
        stage, rubric_hash = text(payload, "stage"), text(payload, "rubric_hash")
        again: dict[str, Tree] = {
            "stage": stage,
            "cause": number(payload, "cause"),
            "rubric_hash": rubric_hash,
            "evaluation": self._evaluated(entry, stage, rubric_hash),
        }
        evaluation = mapping(payload, "evaluation")
        if stage == "score":
            self.scores += 1
            self._open.pop(department, None)
            standing = self.standings.setdefault(department, Standing())
            standing.score = (entry.sequence, evaluation)
        else:
            self.readings += 1
            self._of(department).read_in_mid_year(entry.sequence, made=True)
        if are_written_alike(again, payload):
            return None
        return {"stage": stage, "stored": _total(evaluation), "computed": _total(again["evaluation"])}

    def _evaluated(self, entry: Entry, stage: str, rubric_hash: str) -> Tree:
        rubric = self._rubric(rubric_hash)
        facts = self._of(entry.department).facts(rubric, self._phase(entry, stage), entry.happened_at)
        admit(rubric, facts)
        if stage == "score":
            return to_data(settle(rubric, rubric_hash, facts, interpret(rubric, facts)))
        return to_data(settle_monitoring(rubric, rubric_hash, facts, interpret_monitoring(rubric, facts)))

    def _left_undecided(self, entry: Entry) -> dict[str, str] | None:
        """Where engine and interpreter disagreed there is no score; the interpreter's rules must come out again."""
        self.undecided += 1
        payload = entry.payload
        stage, rubric = text(payload, "stage"), self._rubric(text(payload, "rubric_hash"))
        facts = self._of(entry.department).facts(rubric, self._phase(entry, stage), entry.happened_at)
        if stage == "monitoring":
            self._of(entry.department).read_in_mid_year(entry.sequence, made=False)
        if stage == "score":
            self._open[entry.department] = entry.sequence
        admit(rubric, facts)
        fired = interpret(rubric, facts) if stage == "score" else interpret_monitoring(rubric, facts)
        stored = payload.get("interpreter") if isinstance(payload, dict) else None
        return None if stored == list(fired) else {"stage": stage, "computed": " ".join(fired)}

    def _reviewed(self, entry: Entry) -> dict[str, str] | None:
        self.reviews += 1
        payload = entry.payload
        changes = {text(row, "row"): text(row, "score") for row in rows(mapping(payload, "content"), "rows")}
        return self._on_the_newest(entry, mapping(payload, "review"), changes)

    def _corrected(self, entry: Entry) -> dict[str, str] | None:
        """A corrected review is the one that stood with another score of one row."""
        right = mapping(entry.payload, "right")
        if right.get("kind") != "score":
            return None
        standing = self.standings.setdefault(entry.department, Standing())
        before = [] if standing.final is None else rows(standing.final[1], "rows")
        changes = {text(row, "row"): text(row, "score") for row in before if row.get("row") != right.get("row")}
        if right.get("score") is not None:
            changes[text(right, "row")] = text(right, "score")
        return self._on_the_newest(entry, mapping(entry.payload, "review"), changes)

    def _settled(self, entry: Entry) -> dict[str, str] | None:
        """A settled dispute is the review that stood with other scores of some rows, or changes nothing."""
        given = {
            text(row, "row"): text(row, "score")
            for row in rows(mapping(entry.payload, "content"), "rows")
            if row.get("score") is not None
        }
        if not given:
            return None
        standing = self.standings.setdefault(entry.department, Standing())
        before = [] if standing.final is None else rows(standing.final[1], "rows")
        rules = {} if standing.judged is None else {text(row, "id"): row for row in rows(standing.judged[1], "rows")}
        changes = {text(row, "row"): text(row, "score") for row in before} | given
        for name, score in given.items():
            rule = rules[name].get("score") if name in rules else None
            if isinstance(rule, str) and exact(rule) == exact(score):
                del changes[name]
        return self._final(entry, mapping(entry.payload, "review"), changes)

    def _suggested(self, entry: Entry) -> dict[str, str] | None:
        """A suggestion rests on the final score that stands, and on the tier that its grade earns."""
        standing = self.standings.get(entry.department, Standing())
        if standing.final is None:
            return {"wanted": "review", "found": "-"}
        sequence, outcome = standing.final
        grade = text(outcome, "grade")
        wanted = (str(sequence), text(outcome, "total"), grade, tier_of(self._in_force(entry.department), grade))
        found = (str(number(entry.payload, "review")), *(text(entry.payload, name) for name in _SUGGESTED))
        return None if wanted == found else {"wanted": " ".join(wanted), "found": " ".join(found)}

    def _on_the_newest(self, entry: Entry, outcome: dict[str, Json], changes: dict[str, str]) -> dict[str, str] | None:
        standing = self.standings.setdefault(entry.department, Standing())
        standing.judged = standing.score
        return self._final(entry, outcome, changes)

    def _final(self, entry: Entry, outcome: dict[str, Json], changes: dict[str, str]) -> dict[str, str] | None:
        standing = self.standings.setdefault(entry.department, Standing())
        standing.final = (entry.sequence, outcome)
        if standing.judged is None or number(outcome, "evaluation_sequence") != standing.judged[0]:
            return {"evaluation": str(outcome.get("evaluation_sequence"))}
        evaluation = standing.judged[1]
        rubric = self._in_force(entry.department)
        try:
            final = final_score(rubric, rows(evaluation, "rows"), changes, rows(evaluation, "adjustments"))
        except KeyError as missing:
            # An evaluation that is not what was computed, told at its own record, may lack what a review looks up.
            raise ShapeError(str(missing)) from missing
        stored = (text(outcome, "total"), text(outcome, "grade"))
        if stored != (final.total, final.grade):
            return {"stored": " ".join(stored), "computed": f"{final.total} {final.grade}"}
        # Beside what the reviewer scored stands the reason, which only commits to a text.
        shown = [{name: value for name, value in row.items() if name != "reason"} for row in rows(outcome, "rows")]
        return None if shown == to_data(final.rows) else {"rows": str(len(shown)), "computed": str(len(final.rows))}

    def _in_force(self, department: str) -> Rubric:
        """The rubric that the department's year runs under by now, whichever its newest score was made by."""
        return self._rubric(self._under.get(department, ""))

    def _rubric(self, rubric_hash: str) -> Rubric:
        if rubric_hash not in self.rubrics:
            raise ShapeError("rubric")
        return self.rubrics[rubric_hash]

    def _phase(self, entry: Entry, stage: str) -> str:
        """The phase that an evaluation read."""
        if stage not in _STAGES:
            raise ShapeError("stage")
        return "self-evaluation" if stage == "score" else self._of(entry.department).window_read()

    def _of(self, department: str) -> Filed:
        return self._filed.setdefault(department, Filed(self.book, department))


def _total(evaluation: object) -> str:
    total = evaluation.get("total") if isinstance(evaluation, dict) else None
    return str(total or "-")
