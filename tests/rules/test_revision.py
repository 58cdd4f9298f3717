"""Two versions of a rubric beside each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rules.core.rubric import Due
from rules.revision import RevisedInput, RevisedPhase, RevisedRow, Revision, revision
from rules.rubric_file import load_rubric
from tests.support.shijing import rubric_file
from tests.support.windowed import windowed

if TYPE_CHECKING:
    from rules.core.rubric import Row, Rubric

RUBRIC = rubric_file().rubric
WINDOWED = windowed(rubric_file().text.decode())
FIRST = RUBRIC.rows[0].rows[0].rows[0]


def with_first(*rows: Row) -> Rubric:
    """The rubric with these rows in the place of its first leaf."""
    management, *others = RUBRIC.rows
    funds, *rest = management.rows
    changed = replace(funds, rows=(*rows, *funds.rows[1:]))
    return replace(RUBRIC, rows=(replace(management, rows=(changed, *rest)), *others))


def test_a_rubric_does_not_differ_from_itself() -> None:
    assert revision(RUBRIC, RUBRIC) == Revision((), (), (), grades=False)


def test_a_row_with_other_points_keeps_its_rule() -> None:
    found = revision(RUBRIC, with_first(replace(FIRST, points=FIRST.points + 1)))
    assert found.rows == (RevisedRow("budget-completion", "预算完成率", "changed", "2", "3", rule=False),)


def test_a_row_that_is_renamed_only_is_told_with_the_same_points_and_rule() -> None:
    (row,) = revision(RUBRIC, with_first(replace(FIRST, name="预算完成"))).rows
    assert (row.name, row.points_before, row.points_after, row.rule) == ("预算完成", "2", "2", False)


def test_a_row_in_the_place_of_another_is_one_added_and_one_removed() -> None:
    found = revision(RUBRIC, with_first(replace(FIRST, id="completion")))
    assert [(one.id, one.change, one.points_before, one.points_after) for one in found.rows] == [
        ("completion", "added", None, "2"),
        ("budget-completion", "removed", "2", None),
    ]


def test_inputs_are_compared_by_their_ids() -> None:
    inputs = {name: one for name, one in RUBRIC.inputs.items() if name != "work_performance"}
    inputs["annual_spent"] = replace(inputs["annual_spent"], unit="元")
    assert revision(RUBRIC, replace(RUBRIC, inputs=inputs)).inputs == (
        RevisedInput("annual_spent", "全年执行数", "changed"),
        RevisedInput("work_performance", "工作表现加减分", "removed"),
    )


def test_a_phase_is_told_with_its_opening_and_its_due_day_on_both_sides() -> None:
    phases = tuple(
        replace(one, due=Due(days=30, kind="working")) if one.id == "review" else one for one in RUBRIC.phases
    )
    assert revision(RUBRIC, replace(RUBRIC, phases=phases)).phases == (
        RevisedPhase("review", "changed", "2022-03-28 … +20 working", "2022-03-28 … +30 working"),
    )


def test_windows_of_one_phase_are_told_apart() -> None:
    moved = WINDOWED.replace("opens: 2021-12-01", "opens: 2021-12-06")
    first, later = (load_rubric(text.encode()).rubric for text in (WINDOWED, moved))
    assert revision(first, later).phases == (
        RevisedPhase("monitoring/2021-11", "changed", "2021-12-01 … +10 working", "2021-12-06 … +10 working"),
    )
