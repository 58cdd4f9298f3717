"""The whole domain against a model: whatever is done in whatever order, product, model, fold and verifier agree."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from audit.verifier import ed25519
from tests.domain.machine import Domain
from tests.domain.reached import NOT_REACHED, Reached, everything
from tests.domain.stages import Stages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module", autouse=True)
def known_signatures() -> Iterator[None]:
    """The verifier's own arithmetic of curves is slow; whether a signature is good does not change between two looks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ed25519, "is_valid", cache(ed25519.is_valid))
        yield


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory, empty_data: Path) -> Stages:
    return Stages(empty_data, tmp_path_factory.mktemp("domain"))


def run(stages: Stages, examples: int, steps: int, **more: object) -> Reached:
    reached = Reached()

    class Machine(Domain):
        pass

    Machine.stages, Machine.reached = stages, reached
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
            print_blob=True,
            database=None,
            **more,
        ),
    )
    return reached


def test_product_and_model_agree_whatever_is_done(stages: Stages) -> None:
    reached = run(stages, 12, 40, derandomize=True)
    assert reached.missing() == set(NOT_REACHED)
