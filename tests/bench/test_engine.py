from __future__ import annotations

import pytest

from bench.engine import measure
from bench.every_shape import every_shape


@pytest.mark.thorough
def test_the_benchmark_measures_every_step_of_an_evaluation() -> None:
    medians = measure(every_shape(), count=5)
    assert {"engine", "interpreter", "settling"} <= medians.keys()
    assert all(taken > 0 for taken in medians.values())
