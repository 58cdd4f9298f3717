"""The tamper matrix of the records: every column of every kind, every damage of their order."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from models.payloads import FORMS
from tests.audit.verifier.plain_ledger import COLUMNS
from tests.support.tamper.alterations import alterations
from tests.support.tamper.copies import DAMAGED, SOUND, Outcome
from tests.support.tamper.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.tamper.copies import Case, Found, Scene
    from tests.support.tamper.structures import Structures

pytestmark = pytest.mark.thorough

# A number that is taken and a book that is not there are told of more than once.
_ECHOING = (": sequence,", ": book,")


def unexpected(scene: Scene, cases: Sequence[Case], checkpoint: tuple[str, str]) -> list[object]:
    """The cases of which verify says something else first, without the checkpoint or with it."""
    wrong: list[object] = []
    for case in cases:
        for arguments, wanted in (((), case.first), (checkpoint, case.held)):
            outcome = scene.outcome(case, *arguments)
            if not _is_wanted(outcome, wanted):
                wrong.append((case.name, arguments, wanted, outcome))
    sys.stdout.write(f"{len(cases)} damages, {len(wrong)} not as wanted\n")
    return wrong


def _is_wanted(outcome: Outcome, wanted: Found | None) -> bool:
    if wanted is None:
        return (outcome.code, outcome.found) == (SOUND, ())
    return (outcome.code, outcome.found[:1]) == (DAMAGED, (wanted,))


def test_the_book_of_the_matrix_holds_every_kind_of_record(scene: Scene) -> None:
    assert {row["kind"] for row in scene.whole.rows} == {kind for kind, _ in FORMS}


def test_the_book_of_the_matrix_is_whole(
    scene: Scene, checkpoint: tuple[str, str], own_key: tuple[str, str], structures: Structures
) -> None:
    assert scene.verify() == Outcome(SOUND, (), max(structures.signed))
    assert scene.verify(*own_key) == scene.verify()
    assert scene.verify(*checkpoint) == Outcome(SOUND, (), len(scene.whole.rows))


def test_the_matrix_alters_every_column_of_every_kind(scene: Scene) -> None:
    names = {case.name.rpartition(",")[0] for case in alterations(scene.whole)}
    kinds = {kind for kind, _ in FORMS} | {"the last"}
    assert names == {f"{kind}: {column}" for kind in kinds for column in COLUMNS}


def test_an_altered_column_is_named_with_its_record(scene: Scene, checkpoint: tuple[str, str]) -> None:
    cases = sampled(alterations(scene.whole), 100)
    assert len(cases) > 30
    assert unexpected(scene, cases, checkpoint) == []


def test_a_damaged_order_is_named_with_its_first_record(
    scene: Scene, structures: Structures, checkpoint: tuple[str, str]
) -> None:
    cases = sampled(structures.cases(), 8)
    assert len(cases) > 15
    assert unexpected(scene, cases, checkpoint) == []


@pytest.mark.soak
@pytest.mark.parametrize("column", COLUMNS)
def test_any_place_of_a_column_of_any_kind_is_named_with_its_record(
    scene: Scene, column: str, checkpoint: tuple[str, str]
) -> None:
    cases = [case for case in alterations(scene.whole) if f": {column}, " in case.name]
    assert len(cases) >= 2 * len(FORMS)
    assert unexpected(scene, cases, checkpoint) == []


@pytest.mark.soak
def test_one_alteration_is_one_damage(scene: Scene) -> None:
    cases = [case for case in alterations(scene.whole) if not any(echo in case.name for echo in _ECHOING)]
    assert [case.name for case in cases if scene.outcome(case).found != (case.first,)] == []


@pytest.mark.soak
def test_any_damage_of_the_order_is_named_with_its_first_record(
    scene: Scene, structures: Structures, checkpoint: tuple[str, str]
) -> None:
    assert unexpected(scene, list(structures.cases()), checkpoint) == []
