"""The cases beside a rubric: a few figures, and what the rubric must answer to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rules.core.errors import NumberError, Problem, RulesError
from rules.core.evaluation import Evaluation, MonitoringEvaluation, Remark
from rules.core.facts import Fact, Facts, Indicator, Result, Task
from rules.core.numbers import exact
from rules.core.records import ReadError, read
from rules.decoding import read_limited
from rules.located import FileError, Source, Tree
from rules.yaml_source import compose

if TYPE_CHECKING:
    from pathlib import Path

    from rules.rubric_file import RubricFile

Score = Callable[[Facts], Evaluation]
Monitor = Callable[[Facts], MonitoringEvaluation]
UNDECIDED = "undecided"


class CasesFileError(FileError):
    """A file of cases cannot be read: `problems` lists every fault with file, line and column."""

    code = "cases-file.malformed"


@dataclass(frozen=True, slots=True)
class Expect:
    """What a case must give; what is left out is not looked at.

    `rows` gives the score of a row's id, or "undecided". `remarks` are codes, with "/" and the id of what they are
    about where they have one; `warnings` are "rule colour" or "rule/indicator colour". Both lists are complete.
    """

    rows: dict[str, str] = field(default_factory=dict)
    total: str | None = None
    of: str | None = None
    grade: str | None = None
    remarks: tuple[str, ...] | None = None
    warnings: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `facts` gives inputs their values; unit, origin and place are filled in.

    `indicators` and `results` stand as in a facts file; task, origin and place may be left out.
    """

    name: str
    expect: Expect
    facts: dict[str, str] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that came out otherwise: what, as wanted, as found."""

    about: str
    wanted: str
    found: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How a case went; `line` is where it begins. `error` says that it could not be scored at all."""

    name: str
    line: int
    differences: tuple[Difference, ...] = ()
    error: RulesError | None = None

    @property
    def passed(self) -> bool:
        """Whether everything came out as wanted."""
        return self.error is None and not self.differences


def run_cases(file: RubricFile, cases: Path, score: Score, monitor: Monitor) -> tuple[CaseResult, ...]:
    """Run every case of a file with the evaluator that is given. Raises CasesFileError, OSError."""
    read_cases, source = _load(cases)
    return tuple(
        _run(file, case, source.marks[(position,)][0], score, monitor) for position, case in enumerate(read_cases)
    )


def cases_path(rubric: Path) -> Path:
    """Where the cases of a rubric file stand: beside it, as <name>.cases.yaml."""
    return rubric.with_suffix(".cases.yaml")


def _load(path: Path) -> tuple[tuple[Case, ...], Source]:
    try:
        source = compose(read_limited(path), str(path))
    except FileError as error:
        raise CasesFileError(error.problems) from error
    problems: list[Problem] = []
    cases: list[Case] = []
    for position, tree in enumerate(source.tree if isinstance(source.tree, list) else ()):
        try:
            cases.append(read(Case, _completed(tree), (position,)))
        except ReadError as error:
            problems.extend(error.problems)
    problems += [*_bad_numbers(cases), *_repeated(cases)]
    if not cases and not problems:
        problems.append(Problem("cases.none", ()))
    if problems:
        raise CasesFileError(source.locate_all(problems))
    return tuple(cases), source


def _completed(tree: Tree) -> Tree:
    """Fill in what a case need not say of its indicators and results."""
    if not isinstance(tree, dict):
        return tree
    place = {"origin": "scenario", "place": tree.get("name") or ""}
    completed = dict(tree)
    for key, defaults in (("indicators", {**place, "task": "task"}), ("results", place)):
        entries = tree.get(key)
        if isinstance(entries, list):
            filled: list[Tree] = [{**_named(each), **each} if isinstance(each, dict) else each for each in entries]
            completed[key] = [{**defaults, **each} if isinstance(each, dict) else each for each in filled]
    return completed


def _named(entry: dict[str, Tree]) -> dict[str, Tree]:
    return {"name": entry["id"]} if "id" in entry else {}


def _bad_numbers(cases: Iterable[Case]) -> Iterator[Problem]:
    for position, case in enumerate(cases):
        numbers = [(("rows", row), text) for row, text in case.expect.rows.items() if text != UNDECIDED]
        for path, text in [*numbers, (("total",), case.expect.total), (("of",), case.expect.of)]:
            try:
                exact(text or "0")
            except NumberError:
                yield Problem("read.bad-number", (position, "expect", *path), value=text or "")


def _repeated(cases: list[Case]) -> Iterator[Problem]:
    names = [case.name for case in cases]
    for position, name in enumerate(names):
        if names.index(name) != position:
            yield Problem("cases.name-twice", (position, "name"), name=name)


def _run(file: RubricFile, case: Case, line: int, score: Score, monitor: Monitor) -> CaseResult:
    facts = _facts(file, case)
    try:
        differences = tuple(_scored(case.expect, score(facts)))
        if case.expect.warnings is not None:
            differences += tuple(_warned(case.expect.warnings, monitor(facts)))
    except RulesError as error:
        return CaseResult(case.name, line, error=error)
    return CaseResult(case.name, line, differences)


def _facts(file: RubricFile, case: Case) -> Facts:
    inputs = file.rubric.inputs
    units = {name: inputs[name].unit if name in inputs else "" for name in case.facts}
    seen = {name for name, one in inputs.items() if (one.witnessed, one.carried) != (None, None)}
    facts = tuple(
        Fact(name, value, "witnessed" if name in seen else "scenario", case.name, units[name])
        for name, value in case.facts.items()
    )
    tasks = tuple(Task(task, task, case.name) for task in dict.fromkeys(each.task for each in case.indicators))
    return Facts(case.name, facts, tasks, case.indicators, case.results)


def _scored(expect: Expect, evaluation: Evaluation) -> Iterator[Difference]:
    rows = {row.id: row for row in evaluation.rows}
    for row, wanted in expect.rows.items():
        found = "" if row not in rows else rows[row].score or UNDECIDED
        if not _same(wanted, found):
            yield Difference(row, wanted, found)
    pairs = (("total", expect.total, evaluation.total), ("of", expect.of, evaluation.of))
    for about, wanted_number, found in pairs:
        if wanted_number is not None and not _same(wanted_number, found):
            yield Difference(about, wanted_number, found)
    if expect.grade is not None and expect.grade != (evaluation.grade or UNDECIDED):
        yield Difference("grade", expect.grade, evaluation.grade or UNDECIDED)
    if expect.remarks is not None:
        yield from _lists("remarks", expect.remarks, map(_label, evaluation.remarks))


def _warned(wanted: tuple[str, ...], evaluation: MonitoringEvaluation) -> Iterator[Difference]:
    found = (f"{each.rule}/{each.about} {each.colour}".replace("/ ", " ") for each in evaluation.warnings)
    return _lists("warnings", wanted, found)


def _lists(about: str, wanted: tuple[str, ...], found: Iterable[str]) -> Iterator[Difference]:
    texts = ", ".join(sorted(wanted)), ", ".join(sorted(found))
    if texts[0] != texts[1]:
        yield Difference(about, *texts)


def _label(remark: Remark) -> str:
    about = remark.reason.params.get("id")
    return f"{remark.id}/{about}" if about else remark.id


def _same(wanted: str, found: str) -> bool:
    if UNDECIDED in (wanted, found) or not found:
        return wanted == found
    return exact(wanted) == exact(found)
