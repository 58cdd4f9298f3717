"""The content of an act as a person types it: facts from a file, texts committed before they travel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from app.doubt_reasons import REASONED, with_reasons
from app.errors import AppError
from app.filing import amendment_of, filing_of
from app.task_options import require_taken
from app.texts import Texts, words_in
from audit.filings import prepared_of
from deadlines.moves import FILINGS, WITH_OPINION
from models.commands import Answer, Content, Filed, ReviewedRow, ReviewResult, WarningAnswer
from models.disputes import Dispute, DisputeAnswer, DisputedRow, SettledRow
from models.findings import Measure, NewFinding
from models.projections import Department
from models.targets import Approval, Quality
from models.windows import kind_of
from rules.facts_file import load_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from activities.desk import Desk
    from models.projections import Task
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric

_FILINGS = frozenset(f"{phase}.{act}" for phase in FILINGS for act in ("prepare", "file"))


@dataclass(frozen=True, slots=True)
class DoTask:
    """What a person wants done; texts as typed, not yet committed. `seen` is the record up to which he saw it."""

    task: str
    login: str
    book: str | None
    act: str | None = None
    facts: Path | None = None
    opinion: str | None = None
    scores: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    upheld: tuple[str, ...] = ()
    measure: str | None = None
    choice: str | None = None
    plan: str | None = None
    quality: str | None = None
    owner: str | None = None
    done_by: str | None = None
    reasons: tuple[str, ...] = ()
    key: str | None = None
    seen: int | None = None


def content_of(desk: Desk, wanted: DoTask, task: Task, act: str, key: str) -> tuple[Content, tuple[str, ...]]:
    """The content, and the inputs left out because the system witnesses them itself.

    Raises AppError `precheck.unasked`, and `task.option-not-taken` for what belongs to another act.
    """
    if wanted.reasons and act not in REASONED:
        raise AppError("precheck.unasked", act=act)
    require_taken(wanted, act)
    if act in _FILINGS:
        return _filing(desk, wanted, task, act, key)
    texts = Texts(desk, task.book, key)
    if act == "self-evaluation.amend":
        reason = texts.required("opinion", wanted.opinion)
        return amendment_of(_rubric(desk, task), _facts(act, wanted.facts), reason)
    return _typed(texts, wanted, act), ()


def _typed(texts: Texts, wanted: DoTask, act: str) -> Content:
    """The content of an act that brings words only."""
    match act:
        case "review.conclude" | "acknowledgement.dispute" | "acknowledgement.answer":
            return _row_by_row(texts, wanted, act)
        case "finding.answer":
            return _measure(texts, wanted)
        case "warning.answer":
            if wanted.choice is None:
                raise AppError("task.choice-needed")
            plan = texts.required("plan", wanted.plan)
            return WarningAnswer.model_validate({"choice": wanted.choice, "plan": plan})
        case "targets.approve" if wanted.quality is not None:
            return _approval(texts, wanted.quality, wanted.opinion)
        case _ if act in WITH_OPINION:
            return Answer(opinion=texts.required("opinion", wanted.opinion))
        case _:
            return Answer(opinion=texts.optional("opinion", wanted.opinion))


def _measure(texts: Texts, wanted: DoTask) -> Measure:
    """What was done, and where it is still planned: what, by whom, until when."""
    try:
        return Measure(
            measure=texts.required("measure", wanted.measure),
            owner=texts.optional("owner", wanted.owner),
            done_by=wanted.done_by,
            plan=texts.optional("plan", wanted.plan),
            evidence=wanted.evidence,
        )
    except ValidationError as error:
        given, form = ", ".join([wanted.done_by or "-", *wanted.evidence]), "--done-by YYYY-MM-DD, --evidence SHA-256"
        raise AppError("task.malformed-option", given=given, wanted=form) from error


def _prepared(desk: Desk, task: Task) -> Filed | None:
    """What another person prepared, where two hands file: the approver files that and brings nothing of his own."""
    with desk.reading() as session:
        department = session.get_one(Department, (task.book, task.department))
        draft = prepared_of(session, task.book, task.department, task.matter)
    if not department.two_hands or draft is None:
        return None
    return Filed.model_validate_json(draft.document)


def _row_by_row(texts: Texts, wanted: DoTask, act: str) -> ReviewResult | Dispute | DisputeAnswer:
    match act:
        case "review.conclude":
            return _review(texts, wanted)
        case "acknowledgement.dispute":
            return _dispute(texts, wanted)
        case _:
            return _dispute_answer(texts, wanted)


def _rubric(desk: Desk, task: Task) -> Rubric:
    with desk.reading() as session:
        department = session.get_one(Department, (task.book, task.department))
        rubric, _ = desk.evaluators.of(session, task.book, department.rubric_hash)
    return rubric


def _filing(desk: Desk, wanted: DoTask, task: Task, act: str, key: str) -> tuple[Filed, tuple[str, ...]]:
    """What is filed or prepared, with the reasons for doubts about it."""
    prepared = None if act.endswith(".prepare") else _prepared(desk, task)
    if prepared is not None and wanted.facts is not None:
        raise AppError("task.prepared-is-filed", act=act, back=f"{kind_of(task.matter)}.send-back")
    rubric = _rubric(desk, task)
    filed, left_out = (prepared, ()) if prepared is not None else filing_of(rubric, _facts(act, wanted.facts), act)
    return with_reasons(desk, task, rubric, filed, Texts(desk, task.book, key), wanted.reasons), left_out


def _facts(act: str, facts: Path | None) -> Facts:
    if facts is None:
        raise AppError("task.facts-needed", act=act)
    return load_facts(facts)


def _approval(texts: Texts, score: str, reason: str | None) -> Approval:
    """The words are why the targets are as good as that, and decide with the score."""
    return Approval(quality=Quality(score=score, reason=texts.commit("reason/quality", words_in("opinion", reason))))


def _review(texts: Texts, wanted: DoTask) -> ReviewResult:
    return ReviewResult(
        rows=tuple(ReviewedRow(row=row, score=score, reason=reason) for row, score, reason in _scores(texts, wanted)),
        findings=tuple(
            NewFinding(finding=name, row=row, text=texts.required(f"finding/{name}", text))
            for name, row, text in (_parts(text, 3, "ID=ROW=…") for text in wanted.findings)
        ),
    )


def _dispute(texts: Texts, wanted: DoTask) -> Dispute:
    _some("dispute", wanted.disputes)
    rows = (_parts(text, 2, "ROW=…") for text in wanted.disputes)
    return Dispute(
        rows=tuple(DisputedRow(row=row, reason=texts.required(f"reason/{row}", reason)) for row, reason in rows),
        evidence=wanted.evidence,
    )


def _dispute_answer(texts: Texts, wanted: DoTask) -> DisputeAnswer:
    _some("uphold", (*wanted.scores, *wanted.upheld))
    changed = [SettledRow(row=row, score=score, reason=reason) for row, score, reason in _scores(texts, wanted)]
    upheld = (_parts(text, 2, "ROW=…") for text in wanted.upheld)
    kept = [SettledRow(row=row, reason=texts.required(f"reason/{row}", reason)) for row, reason in upheld]
    return DisputeAnswer(rows=(*changed, *kept))


def _scores(texts: Texts, wanted: DoTask) -> Iterator[tuple[str, str, str]]:
    """Each scored row with its score and the commitment of its reason."""
    for text in wanted.scores:
        row, score, reason = _parts(text, 3, "ROW=SCORE=…")
        yield row, score, texts.required(f"reason/{row}", reason)


def _some(field: str, given: tuple[str, ...]) -> None:
    if not given:
        raise AppError("task.text-needed", field=field)


def _parts(text: str, count: int, form: str) -> list[str]:
    parts = text.split("=", count - 1)
    if len(parts) != count or not all(part.strip() for part in parts):
        raise AppError("task.malformed-option", given=text, wanted=form)
    return parts
