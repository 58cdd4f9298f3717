"""The whole domain against a model: whatever is done in whatever order, product, model, fold and verifier agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis.stateful import run_state_machine_as_test

from tests.domain.checks import Watch
from tests.domain.machine import Domain
from tests.domain.reached import Reached
from tests.domain.tour import tour

if TYPE_CHECKING:
    from tests.domain.stages import Stages


def wander(stages: Stages, reached: Reached, examples: int, steps: int, seed: int | None = None) -> None:
    """Let machines do so many examples of so many steps; without a seed always the same ones."""

    class Machine(Domain):
        pass

    Machine.stages, Machine.reached = stages, reached
    seeded = Machine if seed is None else hypothesis.seed(seed)(Machine)
    settings = hypothesis.settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=seed is None,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seeded, settings=settings)


def walk(stages: Stages, reached: Reached) -> None:
    """Go the whole tour, and look at everything at every other stop: what is wrong at one is wrong at the next."""
    world = stages.at("opened")
    watch = Watch(world)
    try:
        for stop, _ in enumerate(tour(world)):
            world.pass_time()
            if stop % 2:
                watch.look(world)
        watch.end(world)
        reached.count(world)
    finally:
        watch.close()
        world.close()


@pytest.mark.thorough
def test_product_and_model_agree_whatever_is_done_and_everything_is_reached(stages: Stages) -> None:
    reached = Reached()
    walk(stages, reached)
    wander(stages, reached, examples=12, steps=50)
    # Whoever adds a state, an act, an order or a record kind makes the machine or the tour reach it.
    assert reached.missing() == set()


@pytest.mark.soak
def test_product_and_model_agree_over_many_more_steps(stages: Stages, seed: int) -> None:
    wander(stages, Reached(), examples=30, steps=100, seed=seed)
