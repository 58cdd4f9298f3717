from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from activities.evidence_store import EvidenceStore
from audit.durable import make_folder_durably, write_durably


def test_a_file_is_whole_and_has_its_mode(tmp_path: Path) -> None:
    write_durably(tmp_path / "file", b"content", mode=0o600)
    assert (tmp_path / "file").read_bytes() == b"content"
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_crash_before_the_end_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_durably(tmp_path / "file", b"old")

    def crash(_descriptor: int) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(OSError, match="power cut"):
        write_durably(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"


def test_the_folder_is_synced_after_the_file_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[bool, bool]] = []

    def look(descriptor: int) -> None:
        synced.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), (tmp_path / "file").exists()))

    monkeypatch.setattr(os, "fsync", look)
    write_durably(tmp_path / "file", b"content")
    assert synced == [(False, False), (True, True)]


def test_the_same_evidence_sent_by_many_at_once_is_kept_once_and_whole(tmp_path: Path) -> None:
    content = os.urandom(1 << 20)
    store = EvidenceStore(tmp_path)
    together = Barrier(8)

    def put(_number: int) -> str:
        together.wait()
        return store.put(content)

    with ThreadPoolExecutor(8) as pool:
        (digest,) = set(pool.map(put, range(8)))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [store.path(digest)]
    assert store.path(digest).read_bytes() == content


def test_a_new_folder_is_on_the_disk_with_every_folder_above_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[str] = set()
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.add(str(Path(f"/proc/self/fd/{descriptor}").readlink())))
    make_folder_durably(tmp_path / "evidence" / "ab")
    assert synced == {str(tmp_path), str(tmp_path / "evidence")}
    synced.clear()
    make_folder_durably(tmp_path / "evidence" / "ab")
    assert synced == {str(tmp_path / "evidence")}
