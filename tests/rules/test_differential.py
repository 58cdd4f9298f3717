from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

import rules
from app.rehearsal.drawn_facts import Departments
from bench.every_shape import every_shape
from rules.core.admission import admit
from rules.core.semantics import interpret, interpret_monitoring
from rules.engine import Network
from rules.network.networks import Networks
from rules.network.plan import Plan
from rules.rubric_file import load_rubric

if TYPE_CHECKING:
    from rules.core.rubric import Rubric

pytestmark = pytest.mark.thorough

BAIYUN = Path(rules.__file__).parent / "rubrics" / "guangzhou-baiyun" / "2021" / "department.yaml"


def departments(rubric: Rubric, seed: int) -> Departments:
    return Departments(rubric, Random(seed))  # noqa: S311  # a seeded play, nothing secret


def last_parts(plan: Plan) -> set[str]:
    """Every rule that can fire; of indicators only the last part, because their ids are the department's own."""
    pace = {rule.id for program in plan.pace.values() for rule in program.rules}
    rows = [rule for program in plan.indicator.values() for rule in program.rules]
    return {rule.id for rule in (*plan.rows.rules, *plan.spending.rules, *plan.standing.rules, *rows)} | pace


def known_by(plan: Plan, fired: set[str]) -> set[str]:
    named = last_parts(plan)
    return {each if each in named else each.rpartition("/")[2] for each in fired}


@pytest.mark.parametrize(
    ("seed", "count"),
    [(0, 1_000), (1, 1_000), *(pytest.param(more, 4_000, marks=pytest.mark.soak) for more in range(5))],
)
def test_engine_and_interpreter_score_thousands_of_departments_alike(seed: int, count: int) -> None:
    rubric = load_rubric(BAIYUN).rubric
    networks, drawn = Networks(Plan(rubric), Network), departments(rubric, seed)
    for _ in range(count):
        facts = drawn.draw()
        assert networks.score(facts) == interpret(rubric, facts)


def test_engine_and_interpreter_read_the_mid_year_alike() -> None:
    rubric = load_rubric(BAIYUN).rubric
    networks, drawn = Networks(Plan(rubric), Network), departments(rubric, 11)
    for _ in range(1_500):
        facts = drawn.draw()
        assert networks.monitor(facts) == interpret_monitoring(rubric, facts)


@pytest.mark.parametrize(
    ("seed", "count"), [(12, 1_500), *(pytest.param(n, 5_000, marks=pytest.mark.soak) for n in range(12, 16))]
)
def test_engine_and_interpreter_agree_on_every_shape_and_every_rule_fires_once_at_least(seed: int, count: int) -> None:
    rubric = every_shape()
    plan = Plan(rubric)
    networks, drawn = Networks(plan, Network), departments(rubric, seed)
    seen: set[str] = set()
    for _ in range(count):
        facts = drawn.draw()
        scored, monitored = networks.score(facts), networks.monitor(facts)
        assert scored == interpret(rubric, facts)
        assert monitored == interpret_monitoring(rubric, facts)
        seen.update(scored, monitored)
    # No more than all indicators can be met, so this colour of that rule is out of reach.
    assert last_parts(plan) - known_by(plan, seen) == {"pace/targets/blue"}


def test_the_departments_that_are_compared_are_such_that_admission_lets_pass() -> None:
    for rubric in (load_rubric(BAIYUN).rubric, every_shape()):
        drawn = departments(rubric, 13)
        for _ in range(100):
            admit(rubric, drawn.draw())
