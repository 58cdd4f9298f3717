"""Years that stand right before each operation, what each comes to undisturbed, and the anvil."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.support.crash.blows import Anvil, compiled, fresh
from tests.support.crash.operations import OPERATIONS
from tests.support.crash.remains import remains
from tests.support.desks import copied, desk_at
from tests.support.shijing import Shijing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from activities.signatures import DepartmentStart
    from audit.evaluators import Evaluators


class Undisturbed(NamedTuple):
    """Where the year stands before an operation, the write points that it goes through, and what remains of it."""

    template: Path
    points: tuple[str, ...]
    remains: dict[str, object]


@pytest.fixture(scope="package")
def anvil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anvil]:
    """The process that does the operations."""
    with Anvil(compiled(tmp_path_factory.mktemp("shim"))) as running:
        yield running


@pytest.fixture(scope="package")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory,
    empty_data: Path,
    opened_data: tuple[Path, DepartmentStart],
    evaluators: Evaluators,
    anvil: Anvil,
) -> Callable[[str], Undisturbed]:
    """Do an operation once with nothing in its way."""
    known: dict[str, Undisturbed] = {}
    room = tmp_path_factory.mktemp("crash")

    def once(name: str) -> Undisturbed:
        if name not in known:
            template = _before(OPERATIONS[name].until, room / name)
            data = fresh(template, room / f"{name}-done")
            answer = anvil.do(name, data)
            assert (answer.end, answer.error) == ("done", "")
            known[name] = Undisturbed(template, answer.points, remains(data))
        return known[name]

    def _before(until: str, folder: Path) -> Path:
        if not until:
            return copied(empty_data, folder)
        year = Shijing(desk_at(copied(opened_data[0], folder), evaluators), opened_data[1])
        year.play(until=until)
        year.desk.engine.dispose()
        return folder

    return once
