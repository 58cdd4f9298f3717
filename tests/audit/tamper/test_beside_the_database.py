"""The tamper matrix of the files beside the database: evidence, signed heads, keys."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest

from tests.support.tamper.copies import DAMAGED, SOUND, Found, Outcome
from tests.support.tamper.files import STRANGER, FileCase, Files, damaged, restored, sign_anew
from tests.support.tamper.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.support.tamper.copies import Scene


pytestmark = pytest.mark.thorough


def unexpected(scene: Scene, cases: Iterable[FileCase], *arguments: str) -> list[object]:
    """The cases of which verify says something else first."""
    wrong: list[object] = []
    for case in cases:
        with damaged(case):
            outcome = scene.verify(*arguments)
        wanted = (SOUND, ()) if case.first is None else (DAMAGED, (case.first,))
        if (outcome.code, outcome.found[:1]) != wanted:
            wrong.append((case.name, case.first, outcome))
    return wrong


def test_a_damaged_evidence_file_is_named_with_its_record_and_its_path(scene: Scene, files: Files) -> None:
    cases = list(files.evidence())
    assert len(cases) == 2 * 10
    assert unexpected(scene, cases) == []


def test_an_evidence_file_is_missed_though_the_auditor_kept_a_head(
    scene: Scene, files: Files, checkpoint: tuple[str, str]
) -> None:
    assert unexpected(scene, (case for case in files.evidence() if case.content is None), *checkpoint) == []


def test_a_folder_in_the_place_of_evidence_is_no_evidence(scene: Scene, files: Files) -> None:
    case = next(files.evidence())
    with restored(scene.data / "evidence"):
        case.path.unlink()
        case.path.mkdir()
        assert scene.verify().found == (case.first and case.first._replace(kind="evidence-missing"),)


def test_a_damaged_head_or_key_is_named(scene: Scene, files: Files) -> None:
    assert unexpected(scene, sampled(chain(files.heads(), files.keys()), 10)) == []


@pytest.mark.soak
def test_any_damage_of_any_head_or_key_is_named(scene: Scene, files: Files, checkpoint: tuple[str, str]) -> None:
    assert unexpected(scene, chain(files.heads(), files.keys())) == []
    assert unexpected(scene, chain(files.heads(), files.keys()), *checkpoint) == []


def test_without_the_last_head_less_is_vouched_for(scene: Scene, files: Files) -> None:
    gone = [case for case in files.heads() if case.content is None]
    with damaged(gone[-1]):
        assert scene.verify() == Outcome(SOUND, (), int(gone[-2].path.stem))


def test_no_heads_at_all_are_a_damage(scene: Scene) -> None:
    with restored(scene.data / "heads"):
        for path in (scene.data / "heads").glob("*/*.head"):
            path.unlink()
        outcome = scene.verify()
    (found,) = outcome.found
    assert (outcome.code, found.kind, found.sequence) == (DAMAGED, "head-missing", None)


def test_a_stranger_who_signs_everything_is_found_by_the_key_that_was_kept(
    scene: Scene, own_key: tuple[str, str], checkpoint: tuple[str, str]
) -> None:
    with restored(scene.data / "heads"):
        sign_anew(scene.data, STRANGER)
        assert scene.verify().code == SOUND
        outcome = scene.verify(*own_key)
        # The book itself was not touched.
        assert scene.verify(*checkpoint).code == SOUND
    first = min((scene.data / "heads").glob("*/*.head"))
    assert outcome.code == DAMAGED
    assert outcome.found[0] == Found("head-forged", int(first.stem), first.relative_to(scene.data).as_posix())
