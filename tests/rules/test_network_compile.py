from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import rules
from bench.every_shape import every_shape
from rules.core.facts import Fact, Facts, Indicator, Result, Task
from rules.core.interval import parse_interval
from rules.core.rubric import (
    Band,
    Check,
    Checklist,
    Indicators,
    Item,
    Judged,
    Metric,
    Piecewise,
    Ratio,
    Row,
    Rubric,
    Steps,
)
from rules.engine import Network
from rules.errors import NetworkError, OutOfRangeError
from rules.network.networks import Networks
from rules.network.plan import Plan
from tests.support.sources import imported

ROOM = Path(rules.__file__).parent
SPENT, RATE = Metric(ratio=Ratio("spent", "budget")), Metric(value="rate")


def with_row(row: Row) -> Rubric:
    return replace(every_shape(), rows=(row,), checks=(), adjust=None)


def piecewise(metric: Metric) -> Row:
    return Row("a", "甲", Fraction(1), piecewise=Piecewise(metric, (Band("all", parse_interval("(-, -)"), "full"),)))


def fired(rubric: Rubric, facts: Facts) -> tuple[str, ...]:
    return Networks(Plan(rubric), Network).score(facts)


def money(name: str, value: str) -> Fact:
    return Fact(name, value, "figure", "第1页", "万元")


@pytest.mark.parametrize(
    ("rubric", "code", "params"),
    [
        (with_row(piecewise(Metric(value="nobody"))), "network.unknown-input", {"row": "a", "input": "nobody"}),
        (with_row(piecewise(Metric(value="complete"))), "network.not-a-number", {"row": "a", "input": "complete"}),
        (with_row(piecewise(Metric())), "network.no-metric", {"row": "a"}),
        (with_row(Row("a", "甲", Fraction(1))), "network.no-shape", {"row": "a"}),
        (
            with_row(Row("a", "甲", Fraction(1), checklist=Checklist((Item("i", "项", Fraction(1), "spent"),)))),
            "network.not-a-judgement",
            {"row": "a", "input": "spent"},
        ),
        (
            with_row(Row("a", "甲", Fraction(1), steps=Steps(RATE, Fraction(0), Fraction(1)))),
            "network.no-step",
            {"row": "a"},
        ),
        (
            with_row(Row("a", "甲", Fraction(1), steps=Steps(RATE, Fraction(1), Fraction(0)))),
            "network.no-step",
            {"row": "a"},
        ),
        (
            with_row(Row("a", "甲", Fraction(1), judged=Judged("nobody", "score"))),
            "network.unknown-input",
            {"row": "a", "input": "nobody"},
        ),
        (
            replace(every_shape(), checks=(Check("c", "核", {"nobody": Fraction(1)}, Fraction(0)),)),
            "network.unknown-input",
            {"row": "c", "input": "nobody"},
        ),
        (
            replace(
                every_shape(),
                rows=tuple(Row(each, each, Fraction(1), indicators=Indicators("zero")) for each in ("one", "two")),
            ),
            "network.two-indicator-rows",
            {"row": "two", "other": "one"},
        ),
        (
            with_row(
                replace(
                    piecewise(RATE),
                    piecewise=Piecewise(RATE, (Band("x", parse_interval("[0, 1]"), "full"),) * 2),
                )
            ),
            "network.doubled-rule",
            {"row": "a", "rule": "a/x"},
        ),
    ],
)
def test_what_cannot_be_compiled_is_refused_with_the_row(rubric: Rubric, code: str, params: dict[str, str]) -> None:
    with pytest.raises(NetworkError) as caught:
        Plan(rubric)
    assert (caught.value.code, caught.value.params) == (code, params)


def test_a_missing_figure_is_not_a_zero_and_comes_before_a_zero_denominator() -> None:
    rubric = with_row(piecewise(SPENT))
    assert fired(rubric, Facts("d")) == ("a/missing",)
    assert fired(rubric, Facts("d", (money("budget", "0"),))) == ("a/missing",)
    assert fired(rubric, Facts("d", (money("budget", "0"), money("spent", "0")))) == ("a/no-base",)
    assert fired(rubric, Facts("d", (money("budget", "1"), money("spent", "0")))) == ("a/all",)


def test_two_rows_with_one_condition_both_fire() -> None:
    other = replace(piecewise(SPENT), id="b")
    rubric = replace(with_row(other), rows=(piecewise(SPENT), other))
    assert fired(rubric, Facts("d")) == ("a/missing", "b/missing")


def test_the_last_step_owns_everything_above_and_a_row_without_points_has_one_step() -> None:
    steps = Steps(Metric(value="incidents"), Fraction(2), Fraction(1))
    rubric = with_row(Row("a", "甲", Fraction(5, 2), steps=steps))
    counted = {
        count: fired(rubric, Facts("d", (Fact("incidents", str(count), "figure", "第1页", "次"),)))
        for count in (0, 1, 2, 5, 6, 99)
    }
    steps_taken = {0: 0, 1: 0, 2: 1, 5: 2, 6: 3, 99: 3}
    assert counted == {count: (f"a/step-{step}",) for count, step in steps_taken.items()}
    nothing = with_row(Row("a", "甲", Fraction(0), steps=steps))
    assert fired(nothing, Facts("d", (Fact("incidents", "9", "figure", "第1页", "次"),))) == ("a/step-0",)


def quantity(comparator: str, target: str) -> Indicator:
    return Indicator("i", "t", "指标", "40", "figure", "第1页", comparator, target, "次", "linear")


SENTENCE = Indicator("i", "t", "指标", "40", "figure", "第1页")


def came(actual: str | None = None, met: str | None = None, applies: str = "yes") -> Result:
    return Result("i", "figure", "第2页", actual, "次", met, applies)


@pytest.mark.parametrize(
    ("indicator", "result", "outcomes"),
    [
        (quantity(">=", "30"), None, ["missing"]),
        (quantity(">=", "30"), came(), ["missing"]),
        (quantity(">=", "30"), came("29.999999"), ["unmet"]),
        (quantity(">=", "30"), came("30"), ["met"]),
        (quantity(">=", "30"), came("38.999999"), ["met"]),
        (quantity(">=", "30"), came("39"), ["met", "over-completion"]),
        (quantity(">=", "30"), came("99", applies="no"), ["not-applicable"]),
        (quantity(">=", "0"), came("5"), ["met"]),
        (quantity(">=", "-4"), came("-8"), ["unmet"]),
        (quantity("<=", "3"), came("3"), ["met"]),
        (quantity("<=", "3"), came("3.01"), ["unmet"]),
        (quantity("<=", "3"), came("99"), ["unmet"]),
        (quantity("=", "100"), came("100.0"), ["met"]),
        (quantity("=", "100"), came("100.01"), ["unmet"]),
        (quantity("=", "100"), came("99.99"), ["unmet"]),
        (SENTENCE, None, ["missing"]),
        (SENTENCE, came(), ["missing"]),
        (SENTENCE, came(met="yes"), ["met"]),
        (SENTENCE, came(met="no"), ["unmet"]),
        (SENTENCE, came(applies="no"), ["not-applicable"]),
    ],
)
def test_an_indicator_comes_out_in_exactly_one_way(
    indicator: Indicator, result: Result | None, outcomes: list[str]
) -> None:
    rubric = with_row(Row("duties", "任务", Fraction(40), indicators=Indicators("zero", Fraction(13, 10))))
    facts = Facts("d", (), (Task("t", "任务", "第1页"),), (indicator,), (result,) if result else ())
    assert fired(rubric, facts) == tuple(f"duties/i/{name}" for name in outcomes)


@pytest.mark.parametrize(
    ("indicator", "result", "month", "colour"),
    [
        (quantity(">=", "30"), came("15"), "6", "green"),
        (quantity(">=", "30"), came("11.999999"), "6", "yellow"),
        (quantity(">=", "30"), came("12"), "6", "green"),
        (quantity(">=", "30"), came("18"), "6", "blue"),
        (quantity(">=", "30"), came("-0.000001"), "6", "red"),
        (quantity(">=", "30"), came("-999999999"), "6", "red"),
        (quantity(">=", "-30"), came("-12"), "6", "no-base"),
        (quantity(">=", "-30"), came("1"), "6", "no-base"),
        (quantity(">=", "-30"), came("1"), None, "missing"),
        (quantity("<=", "3"), came("-4"), None, "green"),
        (quantity(">=", "30"), came("15"), None, "missing"),
        (quantity(">=", "30"), came(), "6", "missing"),
        (quantity(">=", "30"), came("15"), "0", "no-base"),
        (quantity(">=", "0"), came("15"), "6", "no-base"),
        (quantity("<=", "3"), came("3"), None, "green"),
        (quantity("<=", "3"), came("4"), None, "red"),
        (quantity("<=", "3"), None, "6", "missing"),
        (quantity("=", "3"), came("3"), "6", "not-linear"),
        (quantity(">=", "3"), came(applies="no"), "6", "not-linear"),
        (replace(quantity(">=", "3"), profile="year-end"), None, "6", "not-linear"),
        (SENTENCE, None, "6", "not-linear"),
    ],
)
def test_an_indicator_has_exactly_one_colour_in_mid_year(
    indicator: Indicator, result: Result | None, month: str | None, colour: str
) -> None:
    rubric = every_shape()
    watched = replace(rubric.monitoring, spending=(), floors=(), gaps=(), indicators=rubric.monitoring.indicators[:1])
    filed = (Fact("month", month, "figure", "第1页", "月"),) if month else ()
    facts = Facts("d", filed, (Task("t", "任务", "第1页"),), (indicator,), (result,) if result else ())
    networks = Networks(Plan(replace(rubric, monitoring=watched)), Network)
    assert networks.monitor(facts) == (f"pace/each/i/{colour}",)


def test_an_indicator_beyond_the_engines_range_is_named() -> None:
    rubric = with_row(Row("duties", "任务", Fraction(40), indicators=Indicators("zero", Fraction("1.000001"))))
    large = quantity(">=", "999999999999.999999")
    facts = Facts("d", (), (Task("t", "任务", "第1页"),), (large,), (came("0.000001"),))
    with pytest.raises(OutOfRangeError) as caught:
        fired(rubric, facts)
    assert (caught.value.params["row"], caught.value.params["input"]) == ("duties", "i")


def test_one_file_imports_the_engine() -> None:
    importing = [file.name for file in ROOM.rglob("*.py") if "durable_rules_engine" in imported(file)]
    assert importing == ["engine.py"]


def test_compiler_and_interpreter_share_only_the_rubrics_types_and_numbers() -> None:
    shared = {
        f"rules.core.{name}" for name in ("rubric", "shapes", "monitoring", "facts", "interval", "numbers", "errors")
    }
    of_compiler = {name for file in (ROOM / "network").glob("*.py") for name in imported(file)}
    assert {name for name in of_compiler if name.startswith("rules.core")} <= shared
    of_core = {name for file in (ROOM / "core").rglob("*.py") for name in imported(file)}
    assert not {name for name in of_core if name.startswith(("rules.network", "rules.engine", "rules.evaluator"))}
