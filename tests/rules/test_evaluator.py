from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

import rules
from app.rehearsal.drawn_facts import Departments
from bench.every_shape import every_shape
from rules import engine
from rules.core.errors import FactsError
from rules.core.facts import Fact, Facts, Result
from rules.core.score import score
from rules.core.semantics import interpret
from rules.engine import Network
from rules.errors import EngineError, NetworkError, OutOfRangeError
from rules.evaluator import Difference, Evaluator, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.core.rubric import Rubric
    from rules.network.conjunction import Conjunction

HASH = "0" * 64
ROOT = Path(rules.__file__).parent.parent


@pytest.fixture
def rubric() -> Rubric:
    return every_shape()


@pytest.fixture
def facts(rubric: Rubric) -> Facts:
    return Departments(rubric, Random(3)).draw()  # noqa: S311  # a seeded play, nothing secret


class Faulty(Network):
    """Loses the last firing of every answer until it has been discarded `heals_after` times."""

    heals_after = 1
    discarded = 0

    def fire(self, values: Sequence[int]) -> tuple[int, ...]:
        fired = super().fire(values)
        return fired if self.discarded >= self.heals_after else fired[:-1]

    def discard(self) -> None:
        self.discarded += 1
        super().discard()


class Incurable(Faulty):
    heals_after = 1000


class Broken(Network):
    def fire(self, values: Sequence[int]) -> tuple[int, ...]:
        super().fire(values)
        raise EngineError("engine.not-drained")


def test_the_evaluation_is_the_standard_librarys_to_the_last_byte(rubric: Rubric, facts: Facts) -> None:
    assert Evaluator(rubric, HASH).score(facts) == Outcome(score(rubric, HASH, facts))


def test_what_was_fired_is_what_the_evaluation_lists(rubric: Rubric, facts: Facts) -> None:
    outcome = Evaluator(rubric, HASH).score(facts)
    assert outcome.evaluation is not None
    assert outcome.evaluation.fired == interpret(rubric, facts)


def test_monitoring_lists_every_rule_for_every_indicator(rubric: Rubric, facts: Facts) -> None:
    outcome = Evaluator(rubric, HASH).monitor(facts)
    assert outcome.evaluation is not None
    alone = len(rubric.monitoring.spending) + len(rubric.monitoring.floors)
    each = len(rubric.monitoring.indicators) + len(rubric.monitoring.gaps)
    watched = alone + each * len(facts.indicators)
    assert len(outcome.evaluation.fired) == watched


def test_the_two_readers_agree_that_a_figure_below_zero_is_no_progress(rubric: Rubric, facts: Facts) -> None:
    watched = replace(facts.indicators[0], profile="linear", comparator=">=", target="10", unit="次")
    result = Result(watched.id, "figure", "第2页", actual="-5", unit="次")
    changed = replace(
        facts,
        facts=tuple(replace(each, value="6") if each.input == "month" else each for each in facts.facts),
        indicators=(watched, *facts.indicators[1:]),
        results=(result, *(each for each in facts.results if each.indicator != watched.id)),
    )
    outcome = Evaluator(rubric, HASH).monitor(changed)
    assert outcome.evaluation is not None
    (warning,) = (each for each in outcome.evaluation.warnings if (each.rule, each.about) == ("each", watched.id))
    assert (warning.colour, warning.reason.params["metric"]) == ("red", "0%")


def test_facts_that_cannot_be_used_never_reach_the_engine(rubric: Rubric) -> None:
    def unused(_conjunctions: Sequence[Conjunction]) -> Network:
        raise AssertionError

    unknown = Facts("d", (Fact("no_such_input", "1", "figure", "第1页"),))
    with pytest.raises(FactsError):
        Evaluator(rubric, HASH, unused).score(unknown)


def test_a_fault_that_a_rebuild_heals_still_gives_the_evaluation(rubric: Rubric, facts: Facts) -> None:
    outcome = Evaluator(rubric, HASH, Faulty).score(facts)
    assert outcome == Outcome(score(rubric, HASH, facts), rebuilt=True)


def test_a_planted_fault_is_a_difference_with_both_lists(rubric: Rubric, facts: Facts) -> None:
    outcome = Evaluator(rubric, HASH, Incurable).score(facts)
    assert outcome.evaluation is None
    assert outcome.rebuilt
    assert outcome.difference is not None
    assert outcome.difference.code == "engine.differs"
    assert outcome.difference.interpreter == interpret(rubric, facts)
    lost = outcome.difference.interpreter[-1]
    assert lost.startswith("adjust/cap/")
    assert lost not in outcome.difference.engine


def test_a_planted_fault_in_monitoring_is_a_difference_too(rubric: Rubric, facts: Facts) -> None:
    outcome = Evaluator(rubric, HASH, Incurable).monitor(facts)
    assert outcome.evaluation is None
    assert outcome.difference is not None
    assert outcome.difference.code == "engine.differs"


def test_a_good_network_works_after_a_difference(rubric: Rubric, facts: Facts) -> None:
    assert Evaluator(rubric, HASH, Incurable).score(facts).evaluation is None
    assert Evaluator(rubric, HASH).score(facts).evaluation is not None


def test_an_engine_that_fails_twice_is_a_difference_with_the_errors_code(rubric: Rubric, facts: Facts) -> None:
    outcome = Evaluator(rubric, HASH, Broken).score(facts)
    wanted = Difference("engine.not-drained", (), interpret(rubric, facts))
    assert outcome == Outcome(difference=wanted, rebuilt=True)


def test_a_poisoned_handle_is_rebuilt_and_nobody_loses_a_score(rubric: Rubric, facts: Facts) -> None:
    networks: list[Network] = []

    def remembered(conjunctions: Sequence[Conjunction]) -> Network:
        networks.append(Network(conjunctions))
        return networks[-1]

    evaluator = Evaluator(rubric, HASH, remembered)
    first = evaluator.score(facts)
    handles = networks[0]._handles[:]
    networks[0]._handles[:] = [99_999] * len(handles)
    assert evaluator.score(facts) == replace(first, rebuilt=True)
    assert evaluator.score(facts) == first
    engine._delete(handles)


def test_a_closed_evaluator_holds_nothing_and_builds_anew_when_asked(rubric: Rubric, facts: Facts) -> None:
    evaluator = Evaluator(rubric, HASH)
    first = evaluator.score(facts)
    networks = evaluator._local.networks
    assert networks is not None
    evaluator.close()
    decider = networks._rows.decider
    assert isinstance(decider, Network)
    assert decider._handles == []
    assert evaluator.score(facts) == first


def test_a_figure_beyond_the_engines_range_names_row_and_inputs(rubric: Rubric) -> None:
    large = Facts(
        "d",
        (
            Fact("spent", "999999999999.999999", "figure", "第1页", "万元"),
            Fact("budget", "0.000001", "figure", "第1页", "万元"),
        ),
    )
    with pytest.raises(OutOfRangeError) as caught:
        Evaluator(rubric, HASH).score(large)
    assert caught.value.code == "engine.out-of-range"
    assert caught.value.params["row"] in {"execution", "ratio-steps", "growth-steps", "third"}
    assert caught.value.params["input"] == "budget, spent"
    assert abs(int(caught.value.params["value"])) > 2**53


def test_an_unknown_semantics_version_is_not_compiled(rubric: Rubric) -> None:
    with pytest.raises(NetworkError) as caught:
        Evaluator(replace(rubric, semantics=2), HASH)
    assert (caught.value.code, caught.value.params) == ("network.unknown-semantics", {"version": "2", "known": "1"})


@pytest.mark.thorough
def test_four_threads_share_an_evaluator_and_each_gets_its_own_answers(rubric: Rubric) -> None:
    evaluator = Evaluator(rubric, HASH)
    wrong: list[object] = []
    done: list[int] = []

    def work(seed: int) -> None:
        departments = Departments(rubric, Random(seed))  # noqa: S311  # a seeded play, nothing secret
        for _ in range(100):
            drawn = departments.draw()
            outcome = evaluator.score(drawn)
            if outcome.rebuilt or outcome.evaluation is None or outcome.evaluation.fired != interpret(rubric, drawn):
                wrong.append(outcome)
            done.append(seed)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(done) == 400


GROWTH = """
import resource
import sys
from random import Random
from app.rehearsal.drawn_facts import Departments
from bench.every_shape import every_shape
from rules.evaluator import Evaluator

rubric = every_shape()
departments = Departments(rubric, Random(8))
drawn = [departments.draw() for _ in range(20)]
evaluator = Evaluator(rubric, "")

def fire(rounds):
    for number in range(rounds):
        evaluator._networks().score(drawn[number % 20])

def come_and_go(times):
    for _ in range(times):
        brief = Evaluator(rubric, "")
        brief.score(drawn[0])
        brief.close()

def growth(work, few, many):
    work(few)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    work(many)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

firings, rubrics = map(int, sys.argv[1:])
print(growth(fire, 200, firings), growth(come_and_go, 10, rubrics))
"""


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("firings", "rubrics", "most"),
    [("2000", "20", (1_600, 4_000)), pytest.param("5000", "60", (4_000, 8_000), marks=pytest.mark.soak)],
)
def test_memory_stays_flat_over_thousands_of_firings_and_many_rubrics(
    firings: str, rubrics: str, most: tuple[int, int]
) -> None:
    """In a process of its own, because the peak that is measured is the process's."""
    command = [sys.executable, "-c", GROWTH, firings, rubrics]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    grown_firing, grown_coming = map(int, printed.stdout.split())
    assert grown_firing < most[0]
    assert grown_coming < most[1]


@pytest.mark.parametrize(
    ("spent", "budget", "rule"),
    [
        ("59.996", "100", "execution/none"),
        ("59.999999", "100", "execution/none"),
        ("60", "100", "execution/part"),
        ("0.6", "1", "execution/part"),
        ("60.000001", "100", "execution/part"),
        ("150", "100", "execution/part"),
        ("150.000001", "100", "execution/over"),
        ("150.004", "100", "execution/over"),
        ("24091.53", "16061.02", "execution/part"),
        ("24091.54", "16061.02", "execution/over"),
        ("9636.61", "16061.02", "execution/none"),
        ("9636.62", "16061.02", "execution/part"),
        ("1", "0", "execution/no-base"),
        ("1", None, "execution/missing"),
    ],
)
def test_a_bound_is_met_by_the_raw_figures_and_not_by_a_rounded_rate(
    rubric: Rubric, spent: str, budget: str | None, rule: str
) -> None:
    filed = [Fact("spent", spent, "figure", "第1页", "万元")]
    if budget is not None:
        filed.append(Fact("budget", budget, "figure", "第1页", "万元"))
    outcome = Evaluator(rubric, HASH).score(Facts("d", tuple(filed)))
    assert outcome.evaluation is not None
    assert [each for each in outcome.evaluation.fired if each.startswith("execution/")] == [rule]
