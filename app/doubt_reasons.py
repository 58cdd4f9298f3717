"""Reasons for doubts as a person types them: CODE=words for every doubt of that code, CODE/ROW=words for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.errors import AppError, RequestRefusedError
from app.refusal_details import detail_of
from audit.facts_of import Whose, targets_of
from models.doubts import DoubtReason
from rules.core.admission import admit
from rules.core.errors import FactsError
from rules.core.reading import read_facts
from rules.precheck.find_doubts import find_doubts

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.texts import Texts
    from models.commands import Filed
    from models.projections import Task
    from rules.core.rubric import Rubric
    from rules.precheck.doubt import Doubt

REASONED: Final = frozenset({"self-evaluation.prepare", "self-evaluation.file"})


def with_reasons(desk: Desk, task: Task, rubric: Rubric, filed: Filed, texts: Texts, typed: tuple[str, ...]) -> Filed:
    """The filing with these reasons, each kept and committed, in place of those that it has for the same doubts.

    Raises AppError `precheck.no-doubt`, `task.malformed-option`, `task.text-needed`, and RequestRefusedError for
    figures that cannot be used at all.
    """
    if not typed:
        return filed
    doubts: dict[tuple[str, str], Doubt] = {(one.code, one.row): one for one in _doubts(desk, task, rubric, filed)}
    words = _words_by_doubt(doubts, typed)
    new = tuple(
        DoubtReason(code=code, row=row, reason=texts.required(f"doubt/{code}/{row}", text))
        for (code, row), text in words.items()
    )
    kept = tuple(one for one in filed.reasons if (one.code, one.row) not in words)
    return filed.model_copy(update={"reasons": (*kept, *new)})


def _doubts(desk: Desk, task: Task, rubric: Rubric, filed: Filed) -> tuple[Doubt, ...]:
    with desk.reading() as session:
        targets = targets_of(rubric, Whose(session, task.book, task.department))
    try:
        facts = read_facts({"department": task.department, **targets, **filed.lists})
        admit(rubric, facts)
    except FactsError as error:
        raise RequestRefusedError(error.code, error.params, [detail_of(one) for one in error.problems]) from error
    return find_doubts(rubric, facts)


def _words_by_doubt(doubts: dict[tuple[str, str], Doubt], typed: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """What is said of one doubt goes before what is said of all of its code."""
    general: dict[tuple[str, str], str] = {}
    single: dict[tuple[str, str], str] = {}
    for option in typed:
        named, equals, text = option.partition("=")
        code, slash, row = named.partition("/")
        if not equals or not code.strip() or bool(slash) != bool(row):
            raise AppError("task.malformed-option", given=option, wanted="CODE=… | CODE/ROW=…")
        meant = [key for key in doubts if key[0] == code and row in ("", key[1])]
        if not meant:
            known = ", ".join(one.named for one in doubts.values()) or "-"
            raise AppError("precheck.no-doubt", given=named, known=known)
        (single if row else general).update(dict.fromkeys(meant, text))
    return {**general, **single}
