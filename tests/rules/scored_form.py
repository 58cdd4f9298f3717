"""The form of `tests.rules.form`, scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.score import score
from tests.rules.form import form

if TYPE_CHECKING:
    from rules.core.evaluation import Evaluation, RowScore
    from rules.core.facts import Facts


FORM = form()
RUBRIC = FORM.rubric


def scored(given: Facts) -> Evaluation:
    return score(RUBRIC, FORM.hash, given)


def row(evaluation: Evaluation, name: str) -> RowScore:
    return next(each for each in evaluation.rows if each.id == name)
