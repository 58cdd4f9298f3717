"""The sealed book of every release: what it left on a disk is opened, verified and replayed by today's program."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from audit.rebuild import bring_up
from audit.replay import Until, replay
from audit.upcast import payload_of
from audit.verifier import verify
from audit.verifier.verify_bundle import verify_bundle
from models.database import sqlite_engine
from models.ledger import LedgerRecord
from models.payloads import ScoreChanged
from tests.support.command_line import CommandLine
from tests.support.release_book import BUNDLE, BUNDLED, PACKED, RELEASES, unpack
from tests.support.tampered import dump

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

ROOT = Path(__file__).parents[2]
SEALED = sorted(path.name for path in RELEASES.iterdir() if (path / PACKED).exists())
BOOKS = (BUNDLED, "guangzhou-conghua/2022/rehearsal", "guangzhou-panyu/2023/rehearsal")


@pytest.fixture(scope="module", params=SEALED)
def release(request: pytest.FixtureRequest) -> str:
    """Every release that left a book."""
    version: str = request.param
    return version


@pytest.fixture
def old(release: str, tmp_path: Path) -> Path:
    """Its data folder, as it was left."""
    return unpack(release, tmp_path / "data")


@pytest.fixture(scope="module")
def opened(release: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Engine]]:
    """Its data folder, brought to today's form."""
    data = unpack(release, tmp_path_factory.mktemp("release") / "data")
    engine = sqlite_engine(data / "jixiao.db")
    bring_up(engine)
    yield data, engine
    engine.dispose()


def test_it_verifies_as_it_lies(old: Path) -> None:
    report = verify(old)
    assert report.ok
    assert tuple(book.book for book in report.books) == BOOKS


def test_its_projections_are_rebuilt_and_its_ledger_is_left_alone(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lasting = ("ledger", "head", "person", "committed_text")
    before = {table: dump(old / "jixiao.db", table) for table in lasting}
    with closing(sqlite3.connect(old / "jixiao.db")) as database:
        database.execute("DELETE FROM task")
        database.execute("ALTER TABLE review DROP COLUMN grade")
        database.commit()
    jixiao = CommandLine(monkeypatch, old)
    refused = jixiao("audit", "replay")
    assert (refused.code, "jixiao migrate" in refused.err) == (1, True)
    records = len(before["ledger"])
    assert f"{records} records were projected anew" in jixiao("migrate").out
    assert "already" in jixiao("migrate").out
    assert jixiao("audit", "replay").code == 0
    assert {table: dump(old / "jixiao.db", table) for table in lasting} == before


def test_it_has_every_table_that_the_models_declare(opened: tuple[Path, Engine]) -> None:
    with opened[1].begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


@pytest.mark.parametrize("book", BOOKS)
def test_it_replays_to_the_same_tables_and_scores(opened: tuple[Path, Engine], book: str) -> None:
    whole = replay(opened[1], book)
    assert (whole.mismatches, whole.records, whole.evaluations > 0) == ((), whole.of, True)
    early = replay(opened[1], book, Until(whole.of * 2 // 3))
    assert (early.mismatches, early.records, early.evaluations > 0) == ((), whole.of * 2 // 3, True)


def test_its_changed_scores_are_read_in_the_newest_form(opened: tuple[Path, Engine]) -> None:
    with opened[1].connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM ledger WHERE kind = 'score.changed'").mappings().all()
    changes = [payload_of(LedgerRecord(**row)) for row in rows]
    assert changes
    assert all(isinstance(change, ScoreChanged) for change in changes)


@pytest.mark.slow
def test_its_bundle_is_verified_by_its_own_program_and_by_todays(release: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(RELEASES / release / BUNDLE) as archive:
        archive.extractall(tmp_path)
    folder = next(tmp_path.rglob("verify.py")).parent
    own = subprocess.run([sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True, check=False)
    assert own.returncode == 0, own.stderr
    assert verify_bundle(folder).ok


def test_every_release_has_left_its_sealed_book() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    versions = [line.removeprefix("## [").partition("]")[0] for line in lines if line.startswith("## [")]
    assert [version for version in versions if version not in {"Unreleased", *SEALED}] == []
