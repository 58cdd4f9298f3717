"""What acts bring: the content for the product beside its picture for the model, and the fault that refuses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from models.commands import (
    Amendment,
    Answer,
    Filed,
    ReviewedRow,
    ReviewResult,
    WarningAnswer,
)
from models.disputes import Dispute, DisputeAnswer, DisputedRow, SettledRow
from models.evidence import EvidenceVersion, NewEvidence
from models.findings import Measure, NewFinding
from models.targets import Adjustment
from tests.domain.scoring import PLACES, Reading, Sheet, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from activities.evidence_store import EvidenceStore
    from models.commands import Content
    from tests.domain.effects import Verdict

# Free text travels as a commitment only; nobody opens these.
WORDS: Final = "0" * 64
_UNITS: Final = {"carry": "%", "deduction": "分", "used": "", "mid_month": "月"}


class Brought(NamedTuple):
    """A content, its picture, and the code that it must be refused with once everything else is in order."""

    content: Content
    picture: Any = None
    fault: str | None = None


def targets(lamps: int) -> Brought:
    """The year's two targets: so many lamps, and a survey that a person judges."""
    survey = {"id": "survey", "task": "streets", "name": "满意度调查已完成", "points": "8", **_FORM}
    lists = {
        "tasks": [{"id": "streets", "name": "街道照明", "place": "申报表"}],
        "indicators": [_lamps_target(lamps), survey],
    }
    return Brought(_filed(lists), lamps)


def adjusted(lamps: int, wanted: int) -> Brought:
    """So many lamps instead of those that are wanted now."""
    lists = {"indicators": [_lamps_target(lamps)]}
    content = Adjustment.model_validate({"lists": lists, "document": "12号", "reason": WORDS})
    return Brought(content, lamps, "adjustment.unchanged" if lamps == wanted else None)


_FORM: Final = {"origin": "figure", "place": "申报表"}


def _lamps_target(lamps: int) -> dict[str, str]:
    number = {"comparator": ">=", "target": str(lamps), "unit": "盏", "profile": "linear"}
    return {"id": "lamps", "task": "streets", "name": "路灯", "points": "12", **number, **_FORM}


def reading(picture: Reading) -> Brought:
    """A mid-year report; the budget is always 100."""
    figures = {"mid_spent": picture.spent, "mid_budget": 100, "mid_month": picture.month}
    return Brought(_filed({"facts": facts(figures), "results": [_lamps(picture.lamps)]}), picture)


def sheet(picture: Sheet) -> Brought:
    """A self-evaluation; the deduction may be left out where the row is claimed."""
    fault = "facts.malformed" if picture.deduction is None and picture.claim is None else None
    return Brought(_filed(_lists(picture.__dict__)), picture, fault)


def filing(picture: int | Reading | Sheet) -> Brought:
    """What a department files: targets, a mid-year report or a self-evaluation."""
    match picture:
        case Reading():
            return reading(picture)
        case Sheet():
            return sheet(picture)
        case _:
            return targets(picture)


def amended(changes: Mapping[str, int | str]) -> Brought:
    """Figures that replace filed ones."""
    content = Amendment.model_validate({"lists": _lists(changes), "reason": WORDS})
    return Brought(content, dict(changes), None if changes else "amendment.empty")


def typed_witness() -> Brought:
    """A self-evaluation that types what only the book may witness."""
    lists = _lists(Sheet().__dict__)
    return Brought(_filed({**lists, "facts": [*lists["facts"], _fact("evaluated_in_time", "yes")]}), None, _FACTS)


_FACTS: Final = "facts.malformed"


def answer(*, with_words: bool = True, needs_words: bool = False) -> Brought:
    """A return or an approval."""
    fault = "act.opinion-needed" if needs_words and not with_words else None
    return Brought(Answer(opinion=WORDS if with_words else None), None, fault)


def evidence(store: EvidenceStore, row: str = "spending", *, stored: bool = True) -> Brought:
    """A file that a row rests on; stored, or only spoken of."""
    content = "证明".encode()
    digest = store.put(content) if stored else "f" * 64
    proof = NewEvidence(row=row, sha256=digest, size=len(content), media_type="text/plain", name=WORDS)
    return Brought(proof, row, None if stored else "evidence.not-stored")


def version(store: EvidenceStore, supersedes: int | None) -> Brought:
    """A new version of the piece in a record; None for a record that is no evidence."""
    content = "盖章的证明".encode()
    piece = {"row": "spending", "sha256": store.put(content), "size": len(content), "media_type": "text/plain"}
    newer = EvidenceVersion(**piece, name=WORDS, supersedes=supersedes or 1, reason=WORDS)
    return Brought(newer, "spending", "evidence.unknown-piece" if supersedes is None else None)


def verdict(picture: Verdict) -> Brought:
    """A review with its scores and findings."""
    rows = tuple(
        ReviewedRow(row=PLACES[name], score=text(score), reason=WORDS) for name, score in picture.scores.items()
    )
    findings = tuple(NewFinding(finding=name, row=row, text=WORDS) for name, row in picture.findings.items())
    return Brought(ReviewResult(rows=rows, findings=findings), picture)


def dispute(names: tuple[str, ...], *, known: bool = True) -> Brought:
    """Leaves of a final score that are disputed; `known` is whether the file that it rests on is on record."""
    rows = tuple(DisputedRow(row=PLACES[name], reason=WORDS) for name in names)
    files = () if known else ("e" * 64,)
    return Brought(Dispute(rows=rows, evidence=files), names, None if known else "dispute.unknown-evidence")


def settlement(picture: Mapping[str, Fraction | None]) -> Brought:
    """The bureau's answer: another score of each leaf, or None where the score is upheld."""
    scores = {name: None if score is None else text(score) for name, score in picture.items()}
    rows = tuple(SettledRow(row=PLACES[name], score=score, reason=WORDS) for name, score in scores.items())
    return Brought(DisputeAnswer(rows=rows), picture)


def choice(chosen: str) -> Brought:
    """An answer to a warning."""
    return Brought(WarningAnswer.model_validate({"choice": chosen, "plan": WORDS}), chosen)


def measure() -> Brought:
    """What was done about a finding."""
    return Brought(Measure(measure=WORDS))


def _filed(lists: Mapping[str, Any]) -> Filed:
    return Filed.model_validate({"lists": lists})


def _lists(said: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    given = {name: value for name, value in said.items() if value is not None}
    results = [_lamps(given["lamps"])] if "lamps" in given else []
    if "survey" in given:
        results.append({"indicator": "survey", "met": given["survey"], "origin": "statement", "place": "第2页"})
    claims = [{"row": "manners", "score": str(given["claim"]), "place": "第3页"}] if "claim" in given else []
    figures = {name: value for name, value in given.items() if name not in ("lamps", "survey", "claim")}
    return {"facts": facts(figures), "results": results, "claims": claims}


def _lamps(actual: int) -> dict[str, str]:
    return {"indicator": "lamps", "actual": str(actual), "unit": "盏", "origin": "figure", "place": "第2页"}


def facts(figures: Mapping[str, object]) -> list[dict[str, str]]:
    """The figures as a filing tells them."""
    return [_fact(name, str(value)) for name, value in figures.items()]


def _fact(name: str, value: str) -> dict[str, str]:
    origin = "statement" if value in ("yes", "no") else "figure"
    unit = "" if origin == "statement" else _UNITS.get(name, "万元")
    return {"input": name, "value": value, "unit": unit, "origin": origin, "place": "第1页"}
