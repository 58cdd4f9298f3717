"""The tamper matrix over an exported bundle whose manifest was written anew, read by its own program."""

from __future__ import annotations

import random
import shutil
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from tests.support.tamper.alterations import alterations
from tests.support.tamper.bundles import Bundle, fits
from tests.support.tamper.copies import DAMAGED, SOUND, Case, Found, Outcome, Scene
from tests.support.tamper.files import Files, damaged
from tests.support.tamper.odd_payloads import odd
from tests.support.tamper.sampling import sampled
from tests.support.tamper.structures import Structures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from activities.signatures import DepartmentStart

pytestmark = pytest.mark.thorough

# Beside the damage itself the bundle's program tells which scores no longer follow, and who had no right to write.
_COMPUTED = frozenset(
    {"score-differs", "rubric-differs", "doubts-differ", "unauthorised", "out-of-turn", "lateness-differs"}
)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, played_data: tuple[Path, DepartmentStart]) -> Bundle:
    """The played year, taken away."""
    room = tmp_path_factory.mktemp("taken")
    scene = Scene(shutil.copytree(played_data[0], room / "altered"))
    return Bundle(shutil.copytree(played_data[0], room / "data"), room / "bundle", scene.whole)


@pytest.fixture
def bundle(exported: Bundle) -> Bundle:
    """The bundle as it was exported."""
    exported.restore()
    return exported


def cases_of(bundle: Bundle) -> list[Case]:
    """Every damage of the records that a bundle can hold."""
    last = len(bundle.whole.rows)
    sizes = sorted(int(path.stem) for path in (bundle.folder / "heads").glob("*/*.head"))
    structures = Structures(bundle.whole, sizes, (1, 2, 20, 25, 39, last - 1, last))
    return [case for case in chain(alterations(bundle.whole), structures.cases()) if fits(case, bundle.whole)]


def unexpected(bundle: Bundle, cases: Sequence[Case]) -> list[object]:
    """The cases of which the program says something else first."""
    wrong: list[object] = []
    for case in cases:
        outcome = bundle.outcome(case)
        found = [one for one in outcome.found if one.kind not in _COMPUTED]
        if (outcome.code, found[:1]) != (DAMAGED, [case.first]):
            wrong.append((case.name, case.first, outcome))
    return wrong


def test_a_damaged_record_of_a_bundle_is_named_as_in_the_ledger(bundle: Bundle) -> None:
    cases = sampled(cases_of(bundle), 300)
    assert len(cases) > 5
    assert unexpected(bundle, cases) == []


@pytest.mark.soak
def test_any_damaged_record_of_a_bundle_is_named_as_in_the_ledger(bundle: Bundle) -> None:
    assert unexpected(bundle, sampled(cases_of(bundle), 3)) == []


def answered(bundle: Bundle, seed: int, count: int) -> int:
    """How many odd payloads, made to fit chain, tree and head row, the program gave an answer to."""
    dice, answers = random.Random(seed), 0  # noqa: S311  # a fixed seed, not a secret
    for _ in range(count):
        rows = [*bundle.whole.rows]
        at = dice.choice([place for place, row in enumerate(rows) if row["payload"] != b"{}"])
        _, rows[at] = odd(rows[at], dice)
        bundle.put(bundle.whole.rewritten(rows))
        answers += bundle.verify().code in {0, 1}
    return answers


def test_an_odd_payload_is_told_and_never_stops_the_program(bundle: Bundle) -> None:
    assert answered(bundle, 4, 25) == 25


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_no_odd_payload_stops_the_program(bundle: Bundle, seed: int) -> None:
    assert answered(bundle, seed, 150) == 150


def test_a_damaged_file_of_a_bundle_is_named_though_the_manifest_is_new(bundle: Bundle) -> None:
    proof = {path.name: path for path in (bundle.folder / "evidence").rglob("*") if path.is_file()}
    (number,) = (int(row["sequence"]) for row in bundle.whole.rows if row["kind"] == "evidence.added")
    files = Files(bundle.folder, dict.fromkeys(proof, number))
    for case in sampled(chain(files.evidence(), files.heads(), files.keys()), 12):
        with damaged(case):
            bundle.list_files()
            outcome = bundle.verify()
        # A bundle may leave evidence out, and less than all heads.
        left_out = case.content is None and "pub" not in case.name
        wanted = (SOUND, ()) if left_out else (DAMAGED, (case.first,))
        assert (case.name, (outcome.code, outcome.found[:1])) == (case.name, wanted)


def test_a_bundle_is_held_against_the_head_that_was_kept(bundle: Bundle, kept: Path, made: Scene) -> None:
    assert len(made.whole.rows) > len(bundle.whole.rows)
    older = bundle.verify("--checkpoint", str(kept / "checkpoint"))
    # The head that was kept in this test is of a longer and another book.
    assert older == Outcome(DAMAGED, (Found("truncated", len(bundle.whole.rows) + 1, "held"),), older.proved)
    own = max((bundle.folder / "heads").glob("*/*.head"))
    assert bundle.verify("--checkpoint", str(own)) == bundle.verify()
