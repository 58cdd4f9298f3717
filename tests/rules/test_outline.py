from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rules.core.evaluation import Reason
from rules.outline import Outline, outline
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from rules.rubric_file import RubricFile


def leaves(rows: tuple[Outline, ...]) -> dict[str, Outline]:
    found: dict[str, Outline] = {}
    for row in rows:
        found |= leaves(row.rows) if row.rows else {row.id: row}
    return found


def test_the_outline_holds_every_row_in_order_with_its_points(department: RubricFile) -> None:
    tree = outline(department.rubric)
    assert [(row.id, row.points) for row in tree] == [("management", "45"), ("performance", "55")]
    assert list(leaves(tree)) == [row.id for row in department.rubric.leaves()]
    assert all(row.rule for row in leaves(tree).values())
    assert not any(row.rule for row in tree)


def test_a_rule_is_told_in_the_bounds_that_the_file_writes(department: RubricFile) -> None:
    rows = leaves(outline(department.rubric))
    assert rows["budget-completion"].rule == (
        Reason("metric-ratio", {"of": "全年执行数", "to": "全年预算数"}),
        Reason("band-proportional", {"when": "[0%, 100%)", "amount": ""}),
        Reason("band-full", {"when": "[100%, -)", "amount": ""}),
    )
    assert rows["carry-over"].rule[2] == Reason("band-points", {"when": "(10%, 20%]", "amount": "1"})
    assert rows["income-variance"].rule[1] == Reason("steps", {"start": "0%", "each": "5%", "deduct": "0.5"})
    assert rows["target-completion"].rule[0] == Reason("metric-share-met", {})
    assert rows["target-completion"].rule[2].params["when"] == "100%"
    assert rows["duties"].rule[1] == Reason("indicators-over-completion", {"bound": "130%"})


def test_items_say_what_not_applicable_is_worth_and_what_the_system_witnesses(department: RubricFile) -> None:
    rows = leaves(outline(department.rubric))
    assert [part.code for part in rows["budget-preparation"].rule] == ["item", "item", "item-not-applicable-full"]
    assert {part.code for part in rows["monitoring-and-evaluation"].rule} == {"item-witnessed"}
    assert rows["performance-rules"].rule[0].code == "judged-deduction"
    assert rows["work-performance"].rule[0].params == {"input": "工作表现加减分", "least": "-5", "most": "5"}
    assert rows["work-performance"].bonus


def test_what_is_inferred_is_told(department: RubricFile) -> None:
    rows = leaves(outline(department.rubric))
    assert "分档未印" in (rows["carry-over"].inferred or "")
    assert rows["budget-completion"].inferred is None
    assert rows["budget-completion"].place == "自评报告二、（二）1.（1）①"


def test_a_pace_can_be_told_as_a_rows_metric(rubric_text: str) -> None:
    pace = "metric: {pace: {of: mid_year_spent, to: mid_year_budget, month: mid_year_month}}"
    text = rubric_text.replace("metric: {ratio: {of: annual_spent, to: annual_budget}}", pace)
    rows = leaves(outline(load_rubric(text.encode()).rubric))
    assert rows["budget-completion"].rule[0] == Reason(
        "metric-pace", {"of": "年中累计支出", "to": "年中预算数", "month": "监控截至月份"}
    )


@pytest.mark.parametrize(
    ("clock", "code"),
    [
        ("{days: 20}", "clock-calendar"),
        ("{days: 20, roll: true}", "clock-calendar-roll"),
        ("{days: 20, kind: working}", "clock-working"),
    ],
)
def test_an_item_with_a_clock_says_that_it_may_be_two_days_and_within_which_term(
    rubric_text: str, clock: str, code: str
) -> None:
    line = "source: 门户网站}\n  accounts_published_in_full"
    text = rubric_text.replace(line, line.replace("}", f", clock: {clock}}}"))
    found = leaves(outline(load_rubric(text.encode(), "clocked.yaml").rubric))["accounts-disclosure"].rule
    assert [part.code for part in found] == ["item", code, "item"]
    assert found[1].params == {"input": "部门预决算在规定时限内公开", "days": "20"}
