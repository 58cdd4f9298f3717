"""Shijing's year just before a chosen act: played once for each act, and copied for every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.collecting import Collecting
from tests.support.shijing import Shijing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.templates import Templates

    Before = Callable[[str], Shijing]


@pytest.fixture
def before(tmp_path: Path, templates: Templates) -> Iterator[Before]:
    """The year right before an act of the scenario is done; its phase is open and its deadline has spoken."""
    years: list[Shijing] = []

    def before_act(act: str) -> Shijing:
        years.append(templates.take(Shijing, act, tmp_path / f"before-{len(years)}"))
        return years[-1]

    yield before_act
    for year in years:
        year.desk.engine.dispose()


@pytest.fixture
def collecting(before: Before) -> Collecting:
    """The self-evaluation is open and nothing has been asked."""
    return Collecting(before("evidence.add"))
