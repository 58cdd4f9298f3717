"""The optional parts of a rubric as they are read: each only where the file writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.core.demand import Demand
from rules.core.evaluation import Reason
from rules.core.rubric import Row
from rules.outline_rest import outline_demands, outline_rest
from rules.rubric_file import load_rubric
from tests.support.two_years import later_text
from tests.support.windowed import windowed

if TYPE_CHECKING:
    from rules.rubric_file import RubricFile

_FLOORS = """\
  floors:
    - id: floor
      name: 支出进度下限
      ratio: {of: mid_year_spent, to: mid_year_budget}
      month: mid_year_month
      floors:
        - {month: 6, least: 50%}
"""
_GAPS = """\
  gaps:
    - {id: gap, name: 目标与支出差距, ratio: {of: mid_year_spent, to: mid_year_budget}, apart: 10%}
"""
_REST = """
precheck: {reasons: demanded, limits: [{of: annual_spent, to: annual_budget}]}
results:
  tiers:
    - {grade: 优, tier: priority}
    - {grade: 良, tier: protect}
    - {grade: 中, tier: reduce}
    - {grade: 差, tier: cancel}
"""


def rest(text: str) -> dict[str, tuple[Reason, ...]]:
    return {part.name: part.lines for part in outline_rest(load_rubric(text.encode()).rubric)}


def test_a_rubric_without_optional_parts_has_no_rest(department: RubricFile) -> None:
    assert outline_rest(department.rubric) == ()


def test_windows_and_suspension_are_told_with_their_days(department: RubricFile) -> None:
    found = rest(windowed(department.text.decode()))
    assert list(found) == ["windows", "suspend"]
    assert [one.params["matter"] for one in found["windows"]] == ["monitoring/2021-10", "monitoring/2021-11"]
    assert found["suspend"] == (Reason("suspend-working", {"days": "5"}),)


def test_a_gap_is_told_with_its_width(department: RubricFile) -> None:
    found = rest(department.text.decode().replace("monitoring:\n", f"monitoring:\n{_GAPS}", 1))
    assert list(found) == ["gaps"]
    (line,) = found["gaps"]
    assert (line.code, line.params["name"], line.params["apart"]) == ("gap-yellow", "目标与支出差距", "10%")


def test_doubts_about_targets_are_told_with_their_threshold(department: RubricFile) -> None:
    found = rest(f"{department.text.decode()}\ntargets: {{far: 20%, without_indicators: refused}}\n")
    assert found == {"targets": (Reason("targets-far", {"far": "20%"}), Reason("targets-none-refused", {}))}


def test_floors_doubts_and_tiers_are_told_with_their_bounds(department: RubricFile) -> None:
    text = department.text.decode().replace("monitoring:\n", f"monitoring:\n{_FLOORS}", 1) + _REST
    found = rest(text)
    assert list(found) == ["floors", "precheck", "results"]
    assert [one.code for one in found["floors"]] == ["floors-red", "floor"]
    assert found["floors"][1].params == {"month": "6", "least": "50%"}
    assert found["precheck"] == (
        Reason("reasons-demanded", {}),
        Reason("precheck-completion", {"least": "80%", "most": "120%"}),
        Reason("precheck-apart", {"times": "1000"}),
        Reason("precheck-repeated", {"digits": "4"}),
        Reason("precheck-limit", {"of": "全年执行数", "to": "全年预算数"}),
    )
    assert [(one.code, one.params["grade"]) for one in found["results"]] == [
        ("result-priority", "优"),
        ("result-protect", "良"),
        ("result-reduce", "中"),
        ("result-cancel", "差"),
    ]


def test_what_is_copied_from_last_year_is_told_by_what_it_is() -> None:
    (lines,) = rest(later_text()).values()
    assert [(one.params["id"], one.code, one.params["of"]) for one in lines] == [
        ("last_carry_over", "carried-figure", "carry_over"),
        ("last_filing", "carried-row", "filing"),
        ("last_findings", "carried-findings", ""),
        ("last_score", "carried-final-score", ""),
        ("unmended", "carried-unmended", "unmended"),
    ]


def test_a_demand_says_whether_anything_can_be_filed_without_it(department: RubricFile) -> None:
    row = department.rubric.leaves()[0]
    demands = (Demand("contract", "合同"), Demand("receipt", "验收单", 2, required=True))
    assert outline_demands(Row(row.id, row.name, row.points, demands=demands)) == (
        Reason("demand", {"name": "合同", "kind": "contract", "count": "1"}),
        Reason("demand-required", {"name": "验收单", "kind": "receipt", "count": "2"}),
    )
