"""A made-up rubric that has every shape, every metric and bounds that repeat as decimals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from rules.core.interval import parse_interval
from rules.core.rubric import (
    Adjust,
    Applies,
    Band,
    CapBand,
    CapTotal,
    Check,
    Checklist,
    Colour,
    Document,
    Flat,
    Floor,
    FloorRule,
    GapRule,
    Grade,
    Growth,
    IncidentClass,
    Incidents,
    IndicatorPaceRule,
    Indicators,
    Input,
    Item,
    Judged,
    Mean,
    Metric,
    Monitoring,
    Pace,
    PaceRule,
    Piecewise,
    PriceBand,
    PriceTiers,
    Ratio,
    Rounding,
    Row,
    Rubric,
    Steps,
    Tier,
)

if TYPE_CHECKING:
    from rules.core.rubric import InputType

_SCALE: tuple[tuple[Literal["red", "yellow", "green", "blue"], str], ...] = (
    ("red", "[0, 60%)"),
    ("yellow", "[60%, 80%)"),
    ("green", "[80%, 120%)"),
    ("blue", "[120%, -)"),
)
_DEGREES = (
    ("low", "[0, 60%)", "zero"),
    ("part", "[60%, 100%)", "proportional"),
    ("full", "[100%, 150%]", "full"),
    ("over", "(150%, -)", "share 50%"),
)
_TIERS = (("a", "[80%, 100%]"), ("b", "[60%, 80%)"), ("c", "[0, 60%)"))


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
        rows=(Row("measured", "计量", Fraction(60), _measured()), Row("told", "评议", Fraction(40), _told())),
        checks=_checks(),
        monitoring=_monitoring(),
        applies=Applies("special_funds", parse_interval("[0, 0]"), "play/special-funds"),
        adjust=_adjust(),
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
    inputs |= {name: Input(name, "count", "个") for name in ("found", "repeated", "projects")}
    inputs["months"] = Input("months", "count", "月", least=Fraction(1), most=Fraction(4))
    inputs["quarters"] = Input("quarters", "series", "%", count="4")
    inputs["monthly"] = Input("monthly", "series", "%", most=Fraction(3, 2), count="months")
    inputs["special_funds"] = Input("special_funds", "money", "万元", optional=True)
    inputs["month"] = Input("month", "count", "月", least=Fraction(0), most=Fraction(12))
    inputs["variance"] = Input("variance", "percent", "%", least=Fraction(-1), optional=True)
    inputs["award"] = Input("award", "points", "分", least=Fraction(-5), most=Fraction(5))
    return inputs


def _measured() -> tuple[Row, ...]:
    ratio, pace = Metric(ratio=Ratio("spent", "budget")), Metric(pace=Pace("spent", "budget", "month"))
    rate, share = Metric(value="rate"), Metric(share_met=True)
    halved = (("none", "[0, 60%)", "zero"), ("part", "[60%, 150%]", "proportional"), ("over", "(150%, -)", "share 50%"))
    inner = (("low", "[0, 33.333333%]", "zero"), ("mid", "(33.333333%, 1)", "points 2"), ("full", "[1, 1]", "full"))
    thirds = (("low", "[0, 33.333333%)", "zero"), ("high", "[33.333333%, 100%]", "proportional"))
    quarters = (("low", "[0, 60%)", "share 10%"), ("high", "[60%, 100%]", "proportional"))
    growth = Metric(growth=Growth("spent", "budget"))
    signed = (("below", "(-, 10%]", "full"), ("above", "(10%, -)", "zero"))
    return (
        Row("execution", "执行率", Fraction(10), piecewise=_piecewise(ratio, halved)),
        Row("progress", "序时进度", Fraction(10), piecewise=_piecewise(pace, halved)),
        Row("completion", "完成率", Fraction(5), piecewise=_piecewise(share, inner)),
        Row("carry-over", "结转率", Fraction(5), piecewise=_piecewise(rate, signed)),
        Row("rate-steps", "差异率", Fraction(3), steps=Steps(rate, Fraction(1, 20), Fraction(7, 10), Fraction(1, 100))),
        Row("ratio-steps", "超支", Fraction(4), steps=Steps(ratio, Fraction(1, 10), Fraction(1), Fraction(1))),
        Row("yearly", "年均", Fraction(4), piecewise=_piecewise(Metric(mean=Mean("quarters", Fraction(1))), quarters)),
        Row("monthly", "月均", Fraction(4), piecewise=_piecewise(Metric(mean=Mean("monthly", Fraction(1))), thirds)),
        Row("raw-mean", "未封顶", Fraction(2), steps=Steps(Metric(mean=Mean("monthly")), Fraction(1, 3), Fraction(1))),
        Row("growth", "增长", Fraction(6), piecewise=_piecewise(growth, signed)),
        Row("growth-steps", "超支率", Fraction(2), steps=Steps(growth, Fraction(1, 20), Fraction(1, 2))),
        Row("incidents", "违规", Fraction(3), steps=Steps(Metric(value="incidents"), Fraction(1), Fraction(1))),
    )


def _told() -> tuple[Row, ...]:
    items = (
        Item("complete", "完整", Fraction(3), "complete"),
        Item("new-projects", "新增项目", Fraction(2), "new_projects", "zero"),
    )
    return (
        Row("papers", "编制", Fraction(5), checklist=Checklist(items)),
        Row("duties", "任务", Fraction(8), indicators=Indicators("full", Fraction(13, 10), select=("output",))),
        Row("benefits", "效益", Fraction(4), indicators=_rated()),
        Row("public", "满意度", Fraction(4), indicators=_rated_otherwise()),
        Row("findings", "审计", Fraction(4), incidents=_incidents()),
        Row("rules", "制度", Fraction(10), judged=Judged("shortfall", "deduction")),
        Row("awards", "表彰", Fraction(5), bonus=True, judged=Judged("award", "score")),
    )


def _rated() -> Indicators:
    """Upper bounds read as target over actual, "=" hit exactly, sentences in tiers."""
    return Indicators(
        "zero",
        Fraction(13, 10),
        select=("benefit",),
        bands=_bands(_DEGREES),
        tiers=tuple(Tier(name, parse_interval(when)) for name, when in _TIERS),
        none_filed="zero",
    )


def _rated_otherwise() -> Indicators:
    """Upper bounds read as two less actual over target, "=" a rate to be reached, sentences answered."""
    return Indicators(
        "full", select=("satisfaction",), bands=_bands(_DEGREES), lower_is_better="linear", equals="at-least"
    )


def _incidents() -> Incidents:
    classes = (
        IncidentClass("found", "发现问题", "found", Fraction(1, 2), Fraction(2)),
        IncidentClass("repeated", "屡次发生", "repeated", Fraction(1)),
    )
    bands = (
        PriceBand("few", parse_interval("[0, 3]"), factor=Fraction(2)),
        PriceBand("many", parse_interval("(3, 8]")),
        PriceBand("most", parse_interval("(8, -)"), each=Fraction(1, 10)),
    )
    return Incidents(classes, PriceTiers("projects", bands))


def _adjust() -> Adjust:
    bands = tuple(
        CapBand(name, parse_interval(when), None if most is None else Fraction(most))
        for name, when, most in (("half", "[0, 50%)", 59), ("most", "[50%, 80%)", 79), ("whole", "[80%, -)", None))
    )
    return Adjust(
        flat=(
            Flat("pair", "勾稽不符", "check/pair", Fraction(1)),
            Flat("over", "指标偏离", "*/*/over-completion", Fraction(2)),
            Flat("late", "未编制", "papers/complete/no", Fraction(1, 2)),
        ),
        cap_total=CapTotal("按执行率封顶", Metric(ratio=Ratio("spent", "budget")), bands),
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
            IndicatorPaceRule("each", "指标", "month", colours),
            IndicatorPaceRule("again", "指标", "incidents", colours),
        ),
        gaps=(GapRule("gap", "差距", Ratio("spent", "budget"), Fraction(1, 10)),),
        floors=(
            FloorRule(
                "floor", "下限", Ratio("spent", "budget"), "month", (Floor(4, Fraction(1, 4)), Floor(8, Fraction(3, 5)))
            ),
        ),
    )


def _piecewise(metric: Metric, bands: tuple[tuple[str, str, str], ...]) -> Piecewise:
    return Piecewise(metric, _bands(bands))


def _bands(bands: tuple[tuple[str, str, str], ...]) -> tuple[Band, ...]:
    return tuple(Band(name, parse_interval(when), result) for name, when, result in bands)
