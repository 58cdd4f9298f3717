"""One book with every kind of record, damaged in every way; each test leaves it as it found it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from audit.verifier.evidence import PROOFS
from tests.support.tamper.files import Files
from tests.support.tamper.structures import Structures
from tests.support.tamper.whole_book import SECOND_PROOF, sign, signed_until, whole_book

if TYPE_CHECKING:
    from pathlib import Path

    from activities.signatures import DepartmentStart
    from tests.support.tamper.copies import Scene


@pytest.fixture(scope="package")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the auditor keeps what the bureau cannot reach."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory, played_data: tuple[Path, DepartmentStart], kept: Path) -> Scene:
    """The book as it was written; the auditor has its last head and the public key."""
    scene = whole_book(played_data[0], tmp_path_factory.mktemp("tamper") / "data")
    sign(scene, scene.whole).rename(kept / "checkpoint")
    for public in (scene.data / "heads").glob("*.pub"):
        (kept / "key").write_bytes(public.read_bytes())
    return scene


@pytest.fixture
def scene(made: Scene) -> Scene:
    """The book as it was written, in its place."""
    made.put(made.whole)
    return made


@pytest.fixture
def checkpoint(kept: Path) -> tuple[str, str]:
    """How the auditor names the head that was kept."""
    return "--checkpoint", str(kept / "checkpoint")


@pytest.fixture
def own_key(kept: Path) -> tuple[str, str]:
    """How the auditor names the key that was kept."""
    return "--keys", str(kept / "key")


@pytest.fixture
def structures(made: Scene) -> Structures:
    """Every damage of the book's structure: at its ends, around signed heads, and in the unsigned tail."""
    last = len(made.whole.rows)
    until = signed_until(made.whole)
    sizes = sorted(int(path.stem) for path in (made.data / "heads").glob("*/*.head"))
    return Structures(made.whole, sizes, (1, 2, 20, 25, 39, until, until + 1, last - 1, last))


@pytest.fixture
def files(scene: Scene) -> Files:
    """The files beside the database."""
    (first,) = (
        (path.name, int(row["sequence"]))
        for path in (scene.data / "evidence").rglob("*")
        for row in scene.whole.rows
        if row["kind"] in PROOFS and row["subject_evidence"] == path.name
    )
    second = (hashlib.sha256(SECOND_PROOF).hexdigest(), first[1])
    number = next(int(row["sequence"]) for row in scene.whole.rows if str(row["key"]).endswith("/second-proof"))
    return Files(scene.data, dict([first, (second[0], number)]))
