"""Shijing's year just before a chosen act: played once for each act, and copied for every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.ledger import Head
from models.values import instant
from tests.support.clock import StepClock
from tests.support.collecting import Collecting
from tests.support.desks import copied, desk_at
from tests.support.shijing import BOOK, Shijing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from activities.signatures import DepartmentStart
    from audit.evaluators import Evaluators

    Before = Callable[[str], Shijing]


@pytest.fixture(scope="session")
def templates() -> dict[str, Path]:
    """Data folders by the act that they were played up to."""
    return {}


@pytest.fixture
def before(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    opened_data: tuple[Path, DepartmentStart],
    evaluators: Evaluators,
    templates: dict[str, Path],
) -> Iterator[Before]:
    """The year right before an act of the scenario is done; its phase is open and its deadline has spoken."""
    opened, start = opened_data
    years: list[Shijing] = []

    def take_up(data: Path) -> Shijing:
        clock = StepClock()
        year = Shijing(desk_at(data, evaluators, clock), start)
        with year.desk.reading() as session:
            clock.now = instant(session.get_one(Head, BOOK).recorded_at)
        return year

    def before_act(act: str) -> Shijing:
        if act not in templates:
            templates[act] = copied(opened, tmp_path_factory.mktemp("before") / "data")
            year = take_up(templates[act])
            year.play(until=act)
            year.desk.engine.dispose()
        years.append(take_up(copied(templates[act], tmp_path / f"before-{len(years)}")))
        return years[-1]

    yield before_act
    for year in years:
        year.desk.engine.dispose()


@pytest.fixture
def collecting(before: Before) -> Collecting:
    """The self-evaluation is open and nothing has been asked."""
    return Collecting(before("evidence.add"))
