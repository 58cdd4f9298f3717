"""`jixiao score`: score facts without a server, beside what was published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from activities.counted_days import Counting, answered
from app.machine_clock import machine_clock
from cli.coverage import coverage_of
from cli.exit_codes import UNDECIDED
from cli.explaining import explain
from cli.options import AsJson
from cli.scores import print_remarks, print_scores, score_json
from cli.speaking import listed, print_json, voice
from deadlines.local_time import local_date
from deadlines.official import official_calendar
from rules.comparison import compare, load_published
from rules.core.errors import FactsError
from rules.core.missing import missing_inputs
from rules.errors import EngineError
from rules.evaluator import Evaluator
from rules.facts_file import load_facts_file
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from rules.core.evaluation import Evaluation
    from rules.core.facts import Facts
    from rules.core.rubric import Rubric
    from rules.facts_file import FactsFile
    from rules.rubric_file import RubricFile


def score(
    facts: Annotated[Path, typer.Argument(help="YAML / JSON", exists=True, dir_okay=False)],
    rubric: Annotated[Path, typer.Option("--rubric", help="评分标准 / rubric file", exists=True, dir_okay=False)],
    published: Annotated[
        Path | None, typer.Option("--published", help="公布的得分 / published scores", exists=True, dir_okay=False)
    ] = None,
    as_json: AsJson = False,
    reasons: Annotated[bool, typer.Option("--explain", help="逐行说明理由 / reasons row by row")] = False,
) -> None:
    """按评分标准计算得分 / Score facts by a rubric, row by row, beside the published scores."""
    rubric_file = load_rubric(rubric)
    facts_file = _counted(rubric_file.rubric, load_facts_file(facts))
    evaluation = evaluate(rubric_file, facts_file)
    beside = published or _beside(facts)
    if as_json:
        print_json(score_json(evaluation, compare(evaluation, load_published(published)) if published else None))
    else:
        compared = compare(evaluation, load_published(beside)) if beside else None
        print_scores(evaluation, compared)
        print_remarks(evaluation, compared)
        if reasons:
            explain(evaluation)
    _require_decided(rubric_file.rubric, facts_file.facts, evaluation)


def evaluate(rubric_file: RubricFile, facts_file: FactsFile) -> Evaluation:
    """Score by engine and interpreter; a difference is an error, facts that cannot be used are placed in the file."""
    evaluator = Evaluator(rubric_file.rubric, rubric_file.hash)
    try:
        outcome = evaluator.score(facts_file.facts)
    except FactsError as error:
        raise facts_file.located(error) from error
    if outcome.evaluation is None:
        difference = outcome.difference
        raise EngineError(difference.code if difference else "engine.silent")
    return outcome.evaluation


def _counted(rubric: Rubric, file: FactsFile) -> FactsFile:
    """The file with its days counted by the announced calendar, as of today: a year that is not known is a guess."""
    counting = Counting(official_calendar(range(rubric.year - 1, rubric.year + 3)), local_date(machine_clock()))
    try:
        return replace(file, facts=answered(rubric, file.facts, counting))
    except FactsError as error:
        raise file.located(error) from error


def _beside(facts: Path) -> Path | None:
    sibling = facts.with_name("published.yaml")
    return sibling if sibling.exists() else None


def _require_decided(rubric: Rubric, facts: Facts, evaluation: Evaluation) -> None:
    """End with the code for programs while something is open; what is only claimed wants no figures."""
    coverage = coverage_of(evaluation)
    if not coverage.open:
        return
    names = {f"results/{each.id}": each.name for each in facts.indicators}
    names |= {name: declared.name for name, declared in rubric.inputs.items()}
    missing = [f"{names[each]} ({each})" if each in names else each for each in missing_inputs(rubric, facts)]
    if missing:
        voice.note("score.undecided", rows=listed(coverage.open), missing=listed(missing))
    else:
        voice.note("score.undecidable", rows=listed(coverage.open))
    raise typer.Exit(UNDECIDED)
