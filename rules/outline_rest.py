"""The parts of a rubric beside its rows, to read: what is copied, watched, doubted, and what results lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.core.evaluation import Reason
from rules.core.numbers import plain
from rules.core.tiers import tiers_of
from rules.wording import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.demand import Demand
    from rules.core.monitoring import FloorRule, GapRule
    from rules.core.rubric import Row, Rubric


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the rubric that is written in it: its name among the words of an outline, and what it says."""

    name: str
    lines: tuple[Reason, ...]


def outline_rest(rubric: Rubric) -> tuple[Part, ...]:
    """Return the optional parts that the rubric has, in the order of a year; none for a rubric that has none."""
    parts = (
        Part("carried", tuple(_carried(rubric))),
        Part("windows", tuple(_windows(rubric))),
        Part("floors", tuple(line for rule in rubric.monitoring.floors for line in _floors(rule, rubric))),
        Part("gaps", tuple(_gap(rule, rubric) for rule in rubric.monitoring.gaps)),
        Part("suspend", tuple(_suspend(rubric))),
        Part("targets", tuple(_targets(rubric))),
        Part("precheck", tuple(_precheck(rubric))),
        Part("results", tuple(_results(rubric))),
    )
    return tuple(part for part in parts if part.lines)


def outline_demands(row: Row) -> tuple[Reason, ...]:
    """Return what a row demands as proof."""
    return tuple(_demand(each) for each in row.demands)


def _demand(demand: Demand) -> Reason:
    code = "demand-required" if demand.required else "demand"
    return Reason(code, {"name": demand.name, "kind": demand.kind, "count": str(demand.at_least)})


def _carried(rubric: Rubric) -> Iterator[Reason]:
    for name, declared in rubric.inputs.items():
        if declared.carried is not None:
            kind, _, of = declared.carried.partition("/")
            code = "carried-unmended" if of == "unmended" else f"carried-{kind}"
            yield Reason(code, {"input": declared.name, "id": name, "of": of})


def _windows(rubric: Rubric) -> Iterator[Reason]:
    for phase in rubric.phases:
        if phase.window is not None:
            yield Reason("window", {"name": phase.name, "matter": phase.matter, "opens": phase.opens})


def _floors(rule: FloorRule, rubric: Rubric) -> Iterator[Reason]:
    of, to = _name(rule.ratio.of, rubric), _name(rule.ratio.to, rubric)
    yield Reason(f"floors-{rule.colour}", {"name": rule.name, "of": of, "to": to})
    for each in rule.floors:
        yield Reason("floor", {"month": str(each.month), "least": written(each.least, rate=True)})


def _gap(rule: GapRule, rubric: Rubric) -> Reason:
    of, to = _name(rule.ratio.of, rubric), _name(rule.ratio.to, rubric)
    apart = written(rule.apart, rate=True)
    return Reason(f"gap-{rule.colour}", {"name": rule.name, "of": of, "to": to, "apart": apart})


def _suspend(rubric: Rubric) -> Iterator[Reason]:
    suspend = rubric.monitoring.suspend
    if suspend is not None:
        yield Reason(f"suspend-{suspend.kind}", {"days": str(suspend.days)})


def _targets(rubric: Rubric) -> Iterator[Reason]:
    if rubric.targets is not None:
        yield Reason("targets-far", {"far": written(rubric.targets.far, rate=True)})
        yield Reason(f"targets-none-{rubric.targets.without_indicators}", {})


def _precheck(rubric: Rubric) -> Iterator[Reason]:
    precheck = rubric.precheck
    if precheck is None:
        return
    yield Reason(f"reasons-{precheck.reasons}", {})
    least, most = written(precheck.least_completion, rate=True), written(precheck.most_completion, rate=True)
    yield Reason("precheck-completion", {"least": least, "most": most})
    yield Reason("precheck-apart", {"times": plain(precheck.apart)})
    yield Reason("precheck-repeated", {"digits": str(precheck.repeated_digits)})
    for limit in precheck.limits:
        yield Reason("precheck-limit", {"of": _name(limit.of, rubric), "to": _name(limit.to, rubric)})


def _results(rubric: Rubric) -> Iterator[Reason]:
    if rubric.results is not None:
        for grade, tier in tiers_of(rubric).items():
            yield Reason(f"result-{tier}", {"grade": grade})


def _name(name: str, rubric: Rubric) -> str:
    return rubric.inputs[name].name if name in rubric.inputs else name
