"""A made-up rubric that has every shape, every metric and bounds that repeat as decimals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from rules.core.interval import parse_interval
from rules.core.rubric import (
    Band,
    Check,
    Checklist,
    Colour,
    Document,
    Grade,
    IndicatorPaceRule,
    Indicators,
    Input,
    Item,
    Judged,
    Metric,
    Monitoring,
    Pace,
    PaceRule,
    Piecewise,
    Ratio,
    Rounding,
    Row,
    Rubric,
    Steps,
)

if TYPE_CHECKING:
    from rules.core.rubric import InputType

_SCALE: tuple[tuple[Literal["red", "yellow", "green", "blue"], str], ...] = (
    ("red", "[0, 60%)"),
    ("yellow", "[60%, 80%)"),
    ("green", "[80%, 120%)"),
    ("blue", "[120%, -)"),
)


def every_shape() -> Rubric:
    """The rubric, made anew."""
    return Rubric(
        schema=1,
        semantics=1,
        id="play/every-shape",
        version=1,
        name="各式评分",
        issuer="某区财政局",
        year=2021,
        variant="试验",
        document=Document("试验", inferred="试验所用"),
        points=Fraction(100),
        rounding=Rounding(2, 2),
        grades=(Grade("优", Fraction(90)), Grade("差", Fraction(0))),
        inputs=_inputs(),
        rows=(Row("measured", "计量", Fraction(40), _measured()), Row("told", "评议", Fraction(60), _told())),
        checks=_checks(),
        monitoring=_monitoring(),
    )


def _inputs() -> dict[str, Input]:
    kinds: dict[str, tuple[InputType, str]] = {
        "spent": ("money", "万元"),
        "budget": ("money", "万元"),
        "rate": ("percent", "%"),
        "incidents": ("count", "次"),
        "complete": ("judgement", ""),
        "new_projects": ("judgement", ""),
        "shortfall": ("points", "分"),
    }
    inputs = {name: Input(name, kind, unit) for name, (kind, unit) in kinds.items()}
    inputs["month"] = Input("month", "count", "月", least=Fraction(0), most=Fraction(12))
    inputs["variance"] = Input("variance", "percent", "%", least=Fraction(-1), optional=True)
    inputs["award"] = Input("award", "points", "分", least=Fraction(-5), most=Fraction(5))
    return inputs


def _measured() -> tuple[Row, ...]:
    ratio, pace = Metric(ratio=Ratio("spent", "budget")), Metric(pace=Pace("spent", "budget", "month"))
    rate, share = Metric(value="rate"), Metric(share_met=True)
    halved = (("none", "[0, 60%)", "zero"), ("part", "[60%, 150%]", "proportional"), ("over", "(150%, -)", "share 50%"))
    inner = (("low", "[0, 33.333333%]", "zero"), ("mid", "(33.333333%, 1)", "points 2"), ("full", "[1, 1]", "full"))
    signed = (("below", "(-, 10%]", "full"), ("above", "(10%, -)", "zero"))
    return (
        Row("execution", "执行率", Fraction(10), piecewise=_piecewise(ratio, halved)),
        Row("progress", "序时进度", Fraction(10), piecewise=_piecewise(pace, halved)),
        Row("completion", "完成率", Fraction(5), piecewise=_piecewise(share, inner)),
        Row("carry-over", "结转率", Fraction(5), piecewise=_piecewise(rate, signed)),
        Row("rate-steps", "差异率", Fraction(3), steps=Steps(rate, Fraction(1, 20), Fraction(7, 10), Fraction(1, 100))),
        Row("ratio-steps", "超支", Fraction(4), steps=Steps(ratio, Fraction(1, 10), Fraction(1), Fraction(1))),
        Row("incidents", "违规", Fraction(3), steps=Steps(Metric(value="incidents"), Fraction(1), Fraction(1))),
    )


def _told() -> tuple[Row, ...]:
    items = (
        Item("complete", "完整", Fraction(3), "complete"),
        Item("new-projects", "新增项目", Fraction(2), "new_projects", "zero"),
    )
    return (
        Row("papers", "编制", Fraction(5), checklist=Checklist(items)),
        Row("duties", "任务", Fraction(40), indicators=Indicators("full", Fraction(13, 10))),
        Row("rules", "制度", Fraction(10), judged=Judged("shortfall", "deduction")),
        Row("awards", "表彰", Fraction(5), bonus=True, judged=Judged("award", "score")),
    )


def _checks() -> tuple[Check, ...]:
    return (
        Check("pair", "差", {"rate": Fraction(1), "variance": Fraction(-1)}, Fraction(1)),
        Check("third", "加权", {"spent": Fraction(1, 2), "budget": Fraction(-3, 10)}, Fraction(0)),
    )


def _monitoring() -> Monitoring:
    colours = tuple(Colour(name, parse_interval(when)) for name, when in _SCALE)
    pace, ratio = Metric(pace=Pace("spent", "budget", "month")), Metric(ratio=Ratio("spent", "budget"))
    return Monitoring(
        spending=(
            PaceRule("pace", "序时", pace, colours),
            PaceRule("spending", "执行", ratio, colours),
            PaceRule("targets", "目标", Metric(share_met=True), colours),
        ),
        indicators=(
            IndicatorPaceRule("each", "指标", "month", (Colour("red", parse_interval("(-, 0)")), *colours)),
            IndicatorPaceRule("again", "指标", "incidents", colours),
        ),
    )


def _piecewise(metric: Metric, bands: tuple[tuple[str, str, str], ...]) -> Piecewise:
    return Piecewise(metric, tuple(Band(name, parse_interval(when), result) for name, when, result in bands))
