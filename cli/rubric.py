"""`jixiao rubric`: check, test, show, compare and adopt a rubric; what a corrected one would change."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.orders import SignedOrder, send_order
from app.settings import Settings
from cli.exit_codes import REFUSED
from cli.failures import located_line, problem_lines
from cli.opening import existing_desk
from cli.options import AsJson, Key, Who
from cli.outlined import outline_json, show_outline
from cli.receipts import tell_receipt
from cli.rubric_switch import commands as switching
from cli.rubric_versions import diff, preview
from cli.speaking import print_json, voice
from models.commands import Adopt
from rules.cases import cases_path, run_cases
from rules.core.errors import RulesError
from rules.errors import EngineError
from rules.evaluator import Evaluator
from rules.lint import lint
from rules.outline import outline, outline_total
from rules.rubric_file import RubricFileError, load_rubric

if TYPE_CHECKING:
    from rules.cases import CaseResult
    from rules.core.evaluation import Evaluation, MonitoringEvaluation
    from rules.core.facts import Facts
    from rules.evaluator import Outcome

commands = typer.Typer(help="评分标准：检查、测试、展示、启用 / Check, test, show, adopt", no_args_is_help=True)
commands.command("diff")(diff)
commands.command("preview")(preview)
commands.add_typer(switching, name="switch")

Files = Annotated[list[Path], typer.Argument(help="评分标准文件 / rubric files", exists=True, dir_okay=False)]
Rubric = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]


@commands.command("check")
def check(files: Files, as_json: AsJson = False) -> None:
    """检查评分标准 / Find faults, each with file and line."""
    found: dict[str, list[str]] = {str(file): _faults(file) for file in files}
    if as_json:
        print_json({"files": found})
    else:
        for file, faults in found.items():
            for line in faults:
                voice.out.print(line)
            voice.say("rubric.faulty" if faults else "rubric.good", file=file, count=str(len(faults)), first="")
    if any(found.values()):
        raise typer.Exit(REFUSED)


def _faults(file: Path) -> list[str]:
    try:
        return [located_line(fault) for fault in lint(load_rubric(file))]
    except RubricFileError as error:
        return problem_lines(error)


@commands.command("test")
def run_cases_beside(files: Files, as_json: AsJson = False) -> None:
    """运行评分标准旁的用例 / Run the cases beside each rubric, engine and interpreter together."""
    results = {str(file): _run(file) for file in files}
    if as_json:
        print_json({file: [_case_json(one) for one in cases] for file, cases in results.items()})
    else:
        for file, cases in results.items():
            _show_cases(file, cases)
    if any(not case.passed for cases in results.values() for case in cases):
        raise typer.Exit(REFUSED)


def _run(file: Path) -> tuple[CaseResult, ...]:
    rubric_file = load_rubric(file)
    evaluator = Evaluator(rubric_file.rubric, rubric_file.hash)

    def score(facts: Facts) -> Evaluation:
        return _decided(evaluator.score(facts))

    def monitor(facts: Facts) -> MonitoringEvaluation:
        return _monitored(evaluator.monitor(facts))

    return run_cases(rubric_file, cases_path(file), score, monitor)


def _decided(outcome: Outcome[Evaluation]) -> Evaluation:
    if outcome.evaluation is None:
        raise EngineError(outcome.difference.code if outcome.difference else None)
    return outcome.evaluation


def _monitored(outcome: Outcome[MonitoringEvaluation]) -> MonitoringEvaluation:
    if outcome.evaluation is None:
        raise EngineError(outcome.difference.code if outcome.difference else None)
    return outcome.evaluation


def _show_cases(file: str, cases: tuple[CaseResult, ...]) -> None:
    for case in cases:
        if case.error is not None:
            words = voice.fill(case.error.code, case.error.params)
            voice.say("case.error", line=str(case.line), name=case.name, error=words)
        for one in case.differences:
            voice.say(
                "case.differs", line=str(case.line), name=case.name, about=one.about, wanted=one.wanted, found=one.found
            )
    passed = sum(case.passed for case in cases)
    voice.say("case.summary", file=file, passed=str(passed), failed=str(len(cases) - passed))


def _case_json(case: CaseResult) -> dict[str, object]:
    return {
        "name": case.name,
        "line": case.line,
        "passed": case.passed,
        "differences": [{"about": one.about, "wanted": one.wanted, "found": one.found} for one in case.differences],
        "error": case.error.code if isinstance(case.error, RulesError) else None,
    }


@commands.command("show")
def show(file: Rubric, as_json: AsJson = False) -> None:
    """展示评分标准 / Print the tree of rows with points, rules and sources."""
    rubric_file = load_rubric(file)
    tree, total = outline(rubric_file.rubric), outline_total(rubric_file.rubric)
    if as_json:
        print_json(outline_json(rubric_file, tree, total))
    else:
        show_outline(rubric_file, tree, total)


@commands.command("adopt")
def adopt(
    file: Rubric,
    login: Who,
    document: Annotated[str, typer.Option("--document", help="启用依据的文件 / the document that says so")],
    book: Annotated[str, typer.Option("--book", help="账册 / book")],
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """启用评分标准 / Put a rubric in force in a book of the running service."""
    _, desk = existing_desk()
    text = load_rubric(file).text.decode("utf-8")
    digest = sha256(f"{document}\x00{text}".encode()).hexdigest()
    chosen = key or f"adopt/{digest[:16]}"
    receipt = send_order(Settings(), desk, SignedOrder(book, login, chosen, Adopt(yaml=text, document=document)))
    tell_receipt(receipt, chosen, as_json=as_json)
