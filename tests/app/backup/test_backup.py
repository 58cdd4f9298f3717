"""A backup is a data folder that verifies; whatever is wrong with one is found before anything is restored."""

from __future__ import annotations

import errno
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from app.backup.back_up import back_up
from app.backup.manifest import MANIFEST
from app.backup.restore import restore
from app.errors import AppError
from app.settings import Settings
from app.wiring import open_desk
from audit.replay import replay
from audit.verifier import verify
from models.errors import ModelsError
from models.ledger import Head
from tests.support.desks import copied, desk_at
from tests.support.shijing import BOOK, RECORDS
from tests.support.tampered import dump

if TYPE_CHECKING:
    from pathlib import Path

    from activities.signatures import DepartmentStart
    from audit.evaluators import Evaluators
    from tests.support.postgresql import Server
    from tests.support.shijing import Shijing

TABLES = ("ledger", "head", "person", "committed_text", "task", "score", "warning", "evidence")


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, played_data: tuple[Path, DepartmentStart], evaluators: Evaluators
) -> Path:
    """A backup of the played year and its keys, made while somebody has the database open; tests copy both."""
    room = tmp_path_factory.mktemp("made")
    desk = desk_at(copied(played_data[0], room / "data"), evaluators)
    with desk.reading() as session:
        session.get_one(Head, BOOK)
        back_up(Settings(data=room / "data"), desk, room / "backup", (room / "keys.json", "words"))
    desk.engine.dispose()
    return room


@pytest.fixture
def backed_up(made: Path, tmp_path: Path) -> Path:
    """The backup, with its keys in a file beside it."""
    shutil.copy(made / "keys.json", tmp_path)
    return copied(made / "backup", tmp_path / "backup")


def rows(data: Path, table: str) -> list[str]:
    """A table's rows in an order of their own: a copy may keep them in another."""
    return sorted(map(str, dump(data / "jixiao.db", table)))


def refused(settings: Settings, source: Path, sealed: tuple[Path, str] | None = None) -> AppError:
    with pytest.raises(AppError) as told:
        restore(settings, source, sealed)
    assert not settings.database.exists()
    return told.value


def test_a_backup_is_a_data_folder_that_verifies_and_replays(backed_up: Path) -> None:
    report = verify(backed_up)
    assert report.ok, report.first
    desk = open_desk(Settings(data=backed_up))
    assert replay(desk.engine, BOOK).mismatches == ()
    desk.engine.dispose()


@pytest.mark.usefixtures("played")
def test_what_is_restored_is_what_was_there(backed_up: Path, data: Path, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new")
    manifest, report = restore(settings, backed_up, (tmp_path / "keys.json", "words"))
    assert report.ok, report.first
    assert [(book.book, book.records) for book in manifest.books] == [(BOOK, RECORDS)]
    for table in TABLES:
        assert rows(settings.data, table) == rows(data, table), table
    for name in ("heads", "keys", "evidence"):
        old, new = data / name, settings.data / name
        files = sorted(path.relative_to(old) for path in old.rglob("*") if path.is_file())
        assert files == sorted(path.relative_to(new) for path in new.rglob("*") if path.is_file())
        assert files
        assert all((old / file).read_bytes() == (new / file).read_bytes() for file in files)
    assert {path.stat().st_mode & 0o777 for path in settings.keys.iterdir()} == {0o600}


@pytest.mark.usefixtures("played")
def test_without_their_file_the_keys_are_not_in_a_backup(backed_up: Path, data: Path) -> None:
    key = next((data / "keys").iterdir()).read_bytes()
    assert all(key not in path.read_bytes() for path in backed_up.rglob("*") if path.is_file())


def test_neither_backup_nor_restore_writes_over_anything(
    played: Shijing, backed_up: Path, data: Path, tmp_path: Path
) -> None:
    with pytest.raises(AppError, match=r"backup\.target-not-empty"):
        back_up(Settings(data=data), played.desk, backed_up)
    with pytest.raises(AppError, match=r"keys\.file-exists"):
        back_up(Settings(data=data), played.desk, tmp_path / "other", (tmp_path / "keys.json", "words"))
    assert not (tmp_path / "other").exists()
    with pytest.raises(AppError, match=r"restore\.folder-not-empty"):
        restore(Settings(data=data), backed_up)


def test_keys_that_are_not_there_are_refused_before_anything_is_copied(
    played: Shijing, data: Path, tmp_path: Path
) -> None:
    shutil.rmtree(data / "keys")
    for _ in range(2):
        with pytest.raises(AppError, match=r"keys\.none"):
            back_up(Settings(data=data), played.desk, tmp_path / "other", (tmp_path / "keys.json", "words"))
        assert not (tmp_path / "other").exists()
        (data / "keys").mkdir(exist_ok=True)


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("at", ["_copy_files", "_fill_database", "_erase_again", "write_durably"])
@pytest.mark.parametrize("is_there", [False, True])
def test_a_restore_that_finds_no_room_leaves_nothing_and_can_be_given_again(
    at: str, backed_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_there: bool
) -> None:
    settings, sealed = Settings(data=tmp_path / "new"), (tmp_path / "keys.json", "words")
    if is_there:
        settings.data.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(f"app.backup.restore.{at}", full)
        with pytest.raises(OSError, match="No space"):
            restore(settings, backed_up, sealed)
    assert (settings.data.exists(), [*settings.data.glob("*")]) == (is_there, [])
    assert restore(settings, backed_up, sealed)[1].ok


@pytest.mark.parametrize("at", ["_copy_folder", "_copy_ledger", "seal_keys", "write_manifest"])
def test_a_backup_that_finds_no_room_leaves_nothing_and_can_be_given_again(
    at: str, played: Shijing, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, target, sealed = Settings(data=data), tmp_path / "copy", (tmp_path / "keys.json", "words")
    with monkeypatch.context() as patch:
        patch.setattr(f"app.backup.back_up.{at}", full)
        with pytest.raises(OSError, match="No space"):
            back_up(settings, played.desk, target, sealed)
    assert (target.exists(), sealed[0].exists()) == (False, False)
    back_up(settings, played.desk, target, sealed)
    assert verify(target).ok


def test_the_bureaus_own_periods_are_backed_up_and_restored(played: Shijing, data: Path, tmp_path: Path) -> None:
    settings, new = Settings(data=data), Settings(data=tmp_path / "new")
    settings.retention.write_text("# 本局保管期限\n", encoding="utf-8")
    back_up(settings, played.desk, tmp_path / "copy")
    restore(new, tmp_path / "copy")
    assert new.retention.read_bytes() == settings.retention.read_bytes()


@pytest.mark.parametrize("folder", ["heads", "evidence", "."])
def test_a_backup_with_a_changed_file_is_not_restored(backed_up: Path, tmp_path: Path, folder: str) -> None:
    victim = max(path for path in (backed_up / folder).rglob("*") if path.is_file() and path.name != MANIFEST)
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    error = refused(Settings(data=tmp_path / "new"), backed_up)
    assert (error.code, error.params) == (
        "backup.damaged",
        {"file": victim.relative_to(backed_up).as_posix(), "count": "1"},
    )


def test_a_backup_that_lost_or_gained_a_file_is_not_restored(backed_up: Path, tmp_path: Path) -> None:
    lost = next((backed_up / "heads").rglob("*.head"))
    lost.unlink()
    (backed_up / "heads" / "new.pub").write_text("x")
    error = refused(Settings(data=tmp_path / "new"), backed_up)
    assert (error.code, error.params["count"]) == ("backup.damaged", "2")


def test_half_a_backup_is_none(backed_up: Path, tmp_path: Path) -> None:
    (backed_up / MANIFEST).unlink()
    assert refused(Settings(data=tmp_path / "new"), backed_up).code == "backup.incomplete"
    (backed_up / MANIFEST).write_text("{}")
    assert refused(Settings(data=tmp_path / "new"), backed_up).code == "backup.unreadable"


def test_a_backup_of_a_later_form_is_not_guessed_at(backed_up: Path, tmp_path: Path) -> None:
    document = json.loads((backed_up / MANIFEST).read_text())
    (backed_up / MANIFEST).write_text(json.dumps(document | {"format": 2}))
    assert refused(Settings(data=tmp_path / "new"), backed_up).code == "backup.unreadable"


@pytest.mark.parametrize("words", ["", "Words", "words "])
def test_other_words_do_not_open_the_keys(backed_up: Path, tmp_path: Path, words: str) -> None:
    error = refused(Settings(data=tmp_path / "new"), backed_up, (tmp_path / "keys.json", words))
    assert error.code == "keys.wrong-words"


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"salt": "x", "nonce": "x", "sealed": "x"}'])
def test_a_file_that_holds_no_keys_is_said_to_be_none(backed_up: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.json").write_bytes(content)
    error = refused(Settings(data=tmp_path / "new"), backed_up, (tmp_path / "other.json", "words"))
    assert error.code == "keys.unreadable"


def test_keys_whose_file_is_not_there_are_unreadable(backed_up: Path, tmp_path: Path) -> None:
    error = refused(Settings(data=tmp_path / "new"), backed_up, (tmp_path / "nowhere.json", "words"))
    assert error.code == "keys.unreadable"


def test_a_head_that_is_signed_while_the_copy_is_made_does_not_harm(
    shijing: Shijing, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Heads are copied first: what they vouch for is in the database that is copied after them."""

    def meanwhile(source: Path, target: Path, *rest: object, **options: object) -> Path:
        copied = copytree(source, target, *rest, **options)
        if source == data / "heads":
            shijing.play()
        return copied

    copytree = shutil.copytree
    monkeypatch.setattr("app.backup.back_up.shutil.copytree", meanwhile)
    manifest = back_up(Settings(data=data), shijing.desk, tmp_path / "backup")
    assert manifest.books[0].records == RECORDS
    report = verify(tmp_path / "backup")
    assert report.ok, report.first


@pytest.mark.slow
@pytest.mark.usefixtures("played")
def test_a_file_moves_to_a_server_and_back(backed_up: Path, data: Path, server: Server, tmp_path: Path) -> None:
    settings = server.settings(tmp_path / "server", server.database())
    _, report = restore(settings, backed_up)
    assert report.ok, report.first
    desk = open_desk(settings)
    back_up(settings, desk, tmp_path / "again")
    for table in TABLES:
        assert rows(tmp_path / "again", table) == rows(data, table), table
    with pytest.raises(ModelsError, match=r"database\.not-empty"):
        restore(settings.model_copy(update={"data": tmp_path / "other"}), backed_up)
    desk.engine.dispose()
