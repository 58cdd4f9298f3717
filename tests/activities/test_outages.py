"""Disk and clock fail while an act is written: nothing accepted is lost, and the same act is done or told again."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from activities.conclude import sign_head
from audit.durable import write_durably
from audit.errors import AuditError
from audit.note import public_line
from audit.verifier.verify_books import verify
from models.ledger import Head
from models.sending import connection_of
from tests.support.clock import STARTS
from tests.support.shijing import BOOK, local, scenario
from tests.support.tampered import dump

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk
    from app.scenario import PlayedAct
    from models.receipts import Receipt
    from tests.support.clock import StepClock
    from tests.support.shijing import Shijing


def file_targets(year: Shijing) -> Receipt:
    return year.act("targets", "targets.file", year.filing("targets.file"), "filler", local("2020-11-03"), "filed")


def sound(year: Shijing, data: Path) -> bool:
    return verify(data, (BOOK,)).ok and not year.replayed().mismatches


def pages(year: Shijing, most: str) -> None:
    """Let the writers' file grow no further than this, or than it is."""
    with year.desk.writing(BOOK, 1) as book:
        cursor = connection_of(book.session).connection.cursor()
        cursor.execute("PRAGMA page_count")
        (count,) = cursor.fetchone() or (0,)
        cursor.execute(f"PRAGMA max_page_count={most or count}")
        cursor.close()


def test_on_a_full_disk_nothing_is_written_and_the_same_act_is_done_when_there_is_room(
    shijing: Shijing, data: Path
) -> None:
    shijing.open_phase("targets")
    before = dump(data / "jixiao.db", "ledger")
    pages(shijing, "")
    with pytest.raises(OperationalError, match="full"):
        file_targets(shijing)
    assert dump(data / "jixiao.db", "ledger") == before
    pages(shijing, "1000000")
    receipt = file_targets(shijing)
    assert file_targets(shijing) == receipt
    assert sound(shijing, data)


@pytest.mark.parametrize("call", ["fsync", "open"])
def test_a_head_that_cannot_be_signed_leaves_the_record_and_the_next_try_gives_its_receipt(
    shijing: Shijing, data: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    shijing.open_phase("targets")
    file_targets(shijing)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(f"audit.durable.os.{call}", full)
        with pytest.raises(OSError, match="No space"):
            approve(shijing)
    written = len(dump(data / "jixiao.db", "ledger"))
    receipt = approve(shijing)
    assert receipt.sequence == written == len(dump(data / "jixiao.db", "ledger"))
    assert [path.name for path in (data / "heads").rglob(".*")] == []
    assert verify(data, (BOOK,)).books[0].proved == written
    assert sound(shijing, data)


def approve(year: Shijing) -> Receipt:
    content = year._answer("approved", _approval())
    return year.act("targets", "targets.approve", content, "reviewer", local("2020-11-10"), "approved")


def _approval() -> PlayedAct:
    return next(act for act in scenario().acts if act.act == "targets.approve")


@pytest.mark.parametrize("number", [5, 28])
def test_evidence_that_the_disk_refuses_leaves_nothing_and_is_kept_the_next_time(
    shijing: Shijing, data: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr("audit.durable.os.fsync", refuse)
        with pytest.raises(OSError, match=os.strerror(number)):
            shijing.desk.evidence.put(b"proof")
    assert [path for path in (data / "evidence").rglob("*") if path.is_file()] == []
    digest = shijing.desk.evidence.put(b"proof")
    assert shijing.desk.evidence.path(digest).read_bytes() == b"proof"


def test_a_clock_that_is_set_back_never_makes_a_record_look_earlier(
    shijing: Shijing, clock: StepClock, data: Path
) -> None:
    shijing.open_phase("targets")
    clock.now = STARTS - timedelta(days=400)
    first = file_targets(shijing)
    approve(shijing)
    times = [str(row[3]) for row in dump(data / "jixiao.db", "ledger")]
    assert first.recorded_at >= STARTS.strftime("%Y-%m-%d")
    assert times == sorted(times)
    assert sound(shijing, data)


def test_a_signing_key_that_is_lost_is_not_replaced_by_another(played: Shijing, data: Path) -> None:
    (key,) = (data / "keys").glob("*.ed25519")
    kept = key.read_bytes()
    public = {path: path.read_bytes() for path in (data / "heads").glob("*.pub")}
    key.unlink()
    with pytest.raises(AuditError) as refused:
        sign_anew(played)
    assert (refused.value.code, refused.value.params["key"]) == ("heads.key-missing", str(key))
    key.write_bytes(kept[:7])
    with pytest.raises(AuditError) as refused:
        sign_anew(played)
    assert refused.value.code == "heads.key-damaged"
    assert {path: path.read_bytes() for path in (data / "heads").glob("*.pub")} == public
    key.write_bytes(kept)
    sign_anew(played)
    assert sound(played, data)


def sign_anew(year: Shijing) -> None:
    """Sign the book's head, whose note was lost."""
    with year.desk.reading() as session:
        size = session.get_one(Head, BOOK).sequence
    year.desk.signer.folder(BOOK).joinpath(f"{size:010d}.head").unlink(missing_ok=True)
    sign_head(year.desk, BOOK)


def test_a_crash_between_the_two_halves_of_a_new_key_leaves_none_that_signs(
    desk: Desk, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(path: Path, content: bytes, mode: int = 0o644) -> None:
        if path.suffix == ".ed25519":
            raise OSError(28, "No space left on device")
        write_durably(path, content, mode)

    with monkeypatch.context() as patched:
        patched.setattr("audit.signing_keys.write_durably", crash)
        with pytest.raises(OSError, match="No space"):
            desk.signer.key("guangzhou-baiyun")
    key = desk.signer.key("guangzhou-baiyun")
    assert (data / "heads" / "guangzhou-baiyun.pub").read_text() == public_line("guangzhou-baiyun", key) + "\n"
