"""The crash matrix: an operation struck at any of its write points, then sent again, comes to the same."""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from audit.verifier import verify
from tests.support.crash.blows import FAULTS, KILLS, Anvil, Blow, blows, fresh
from tests.support.crash.operations import OPERATIONS
from tests.support.crash.remains import leftovers, remains
from tests.support.seeds import chosen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.audit.crash.conftest import Undisturbed

    Once = Callable[[str], Undisturbed]

pytestmark = pytest.mark.slow

# What a failing disk comes out as: of the operating system, or of SQLite.
_OF_THE_DISK = re.compile(r"OSError\(|OperationalError\(|DatabaseError\(")


def require_same(anvil: Anvil, blow: Blow, whole: Undisturbed, data: Path) -> str:
    """Strike, look, send again, compare; returns how the struck one ended."""
    fresh(whole.template, data)
    answer = anvil.do(blow.operation, data, blow.at, blow.fault)
    assert (answer.end == "killed") == (blow.fault in KILLS), (blow, answer)
    if answer.end == "failed":
        assert _OF_THE_DISK.match(answer.error), (blow, answer)
        assert leftovers(data) == [], blow
    damages = {damage.kind for book in verify(data).books for damage in book.damages}
    # A book that has just been opened is not signed yet.
    assert damages <= ({"head-missing"} if blow.operation == "open" else set()), (blow, damages)
    again = anvil.do(blow.operation, data)
    assert (again.end, again.error) == ("done", ""), blow
    report = verify(data)
    assert report.ok, (blow, report.first)
    assert remains(data) == whole.remains, blow
    return answer.end


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_that_is_struck_and_sent_again_comes_to_the_same(
    anvil: Anvil, undisturbed: Once, operation: str, tmp_path: Path
) -> None:
    whole = undisturbed(operation)
    every = blows(operation, whole.points)
    for blow in every[len(every) // 5 :: len(every) // 3]:
        require_same(anvil, blow, whole, tmp_path / "data")


def test_the_write_points_are_those_of_the_database_and_of_files_beside_it(undisturbed: Once) -> None:
    assert len(undisturbed("seal").points) > 10
    calls = {call for name in ("phase-end", "evidence") for call in undisturbed(name).points}
    kinds = {call.partition(" ")[0] for call in calls}
    assert kinds == {"open", "write", "pwrite", "fsync", "fdatasync", "ftruncate", "rename", "mkdir", "unlink"}
    places = {call.partition(" ")[2].partition("/")[0] for call in calls}
    assert places == {"jixiao.db", "jixiao.db-wal", "jixiao.db-shm", "heads", "evidence"}


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_any_write_point_may_be_the_last_or_fail(
    anvil: Anvil, undisturbed: Once, operation: str, fault: str, tmp_path: Path
) -> None:
    whole = undisturbed(operation)
    wanted = set(chosen(len(whole.points)))
    ended: Counter[str] = Counter()
    for blow in blows(operation, whole.points):
        if blow.fault == fault and blow.at in wanted:
            ended[require_same(anvil, blow, whole, tmp_path / "data")] += 1
    sys.stdout.write(f"{operation} {fault}: {ended.total()} of {len(whole.points)} points, {dict(ended)}\n")
