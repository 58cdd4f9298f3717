"""Numbers of rubrics and of published scores, damaged: refused with their line, never read as something else."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from rules.comparison import load_published
from rules.lint import lint
from rules.located import FileError
from rules.rubric_file import load_rubric
from tests.support.damages import DAMAGES, Damage, Spot, file_damages, numbers

if TYPE_CHECKING:
    from rules.located import Located

ROOT: Final = Path(__file__).parents[2]
RUBRICS: Final = sorted(
    path for path in (ROOT / "rules/rubrics").rglob("*.yaml") if not path.name.endswith(".cases.yaml")
)
PUBLISHED: Final = sorted((ROOT / "scenarios").rglob("published.yaml"))
SEED: Final = 20260113
# A rubric writes its shares in per cent.
NUMBERS: Final = tuple(
    one for one in DAMAGES if one.expected == "refused" and "number" in one.kinds and one.name != "per cent inside"
)

files = pytest.mark.parametrize("path", [*RUBRICS, *PUBLISHED], ids=lambda path: "/".join(path.parts[-3:]))


def problems(raw: bytes, path: Path, folder: Path) -> tuple[Located, ...]:
    """Every problem that reading and lint find; empty when there is none."""
    file = folder / path.name
    file.write_bytes(raw)
    try:
        if path in PUBLISHED:
            load_published(file)
            return ()
        return tuple(lint(load_rubric(file)))
    except FileError as error:
        return error.problems


def damaged(text: str, damage: Damage, limit: int | None, seed: str) -> list[tuple[Spot, bytes]]:
    places = [(spot, source) for spot in numbers(text) if (source := damage.source(spot)) is not None]
    if limit is not None:
        places = Random(seed).sample(places, min(limit, len(places)))  # noqa: S311  # a sample
    return [(spot, spot.replaced(text, source).encode()) for spot, source in places]


def unnoticed(path: Path, damage: Damage, folder: Path, limit: int | None = None) -> list[str]:
    """Every damaged number that nothing is said about at its line."""
    places = damaged(path.read_text(encoding="utf-8"), damage, limit, f"{SEED}/{path.name}/{damage.name}")
    found = [(spot, problems(raw, path, folder)) for spot, raw in places]
    return [
        f"line {spot.line} {spot.key} {spot.value}: {told[:1]}"
        for spot, told in found
        if spot.line not in {one.line for one in told}
    ]


@pytest.mark.parametrize("kind", [RUBRICS, PUBLISHED], ids=["rubric", "published"])
@pytest.mark.parametrize("damage", NUMBERS, ids=lambda damage: damage.name)
def test_a_damaged_number_of_a_rubric_or_of_published_scores_is_told_at_its_line(
    kind: list[Path], damage: Damage, tmp_path: Path
) -> None:
    path = Random(f"{SEED}/{damage.name}").choice(kind)  # noqa: S311  # a sample
    assert unnoticed(path, damage, tmp_path, 1) == []


@pytest.mark.soak
@files
@pytest.mark.parametrize("damage", NUMBERS, ids=lambda damage: damage.name)
def test_every_number_of_a_rubric_bears_every_damage(path: Path, damage: Damage, tmp_path: Path) -> None:
    assert unnoticed(path, damage, tmp_path) == []


@pytest.mark.parametrize("path", [RUBRICS[0], PUBLISHED[0]], ids=["rubric", "published"])
def test_a_damaged_file_of_a_rubric_or_of_published_scores_is_refused_by_name(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    before = problems(text.encode(), path, tmp_path)
    for name, (raw, code) in file_damages(text).items():
        found = problems(raw, path, tmp_path)
        if code is None:
            assert found == before, name
        elif name != "no list":
            assert code in {one.problem.code for one in found}, (name, found)
