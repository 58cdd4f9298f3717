"""A key that was changed before the old one named the new one: who kept the old one is told, and it can be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from sqlmodel import select

from app.errors import AppError
from app.name_key import name_key, short_name
from app.rotate_key import rotate_key
from audit.errors import AuditError
from audit.verifier import verify
from audit.verifier.bundle_report import report_text
from audit.verifier.verify_bundle import verify_bundle
from models.side_stores import Person
from tests.audit.test_export import exported
from tests.audit.verifier.plain_ledger import BUREAU
from tests.support.command_line import CommandLine
from tests.support.refusals import refused
from tests.support.shijing import BOOK, PEOPLE
from tests.support.signing import sign_again

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing


class Changed(NamedTuple):
    """A key that was changed without a note: what a backup and an auditor kept of it, and who may mend that."""

    old: Path
    kept: Path
    new: str
    officer: str


@pytest.fixture
def changed(played: Shijing, data: Path, tmp_path: Path) -> Changed:
    """The new key has signed since."""
    with played.desk.reading() as session:
        officer = session.exec(select(Person).where(Person.actor == PEOPLE["security"])).one().login
    old, kept = tmp_path / "old.ed25519", tmp_path / "kept.pub"
    old.write_bytes((data / "keys" / f"{BUREAU}.ed25519").read_bytes())
    kept.write_bytes((data / "heads" / f"{BUREAU}.pub").read_bytes())
    rotated = rotate_key(played.desk, BOOK, officer)
    for path in (data / "heads").glob("*.handover"):
        path.unlink()
    sign_again(played)
    return Changed(old, kept, rotated.new, officer)


@pytest.fixture
def jixiao(monkeypatch: pytest.MonkeyPatch, data: Path) -> CommandLine:
    return CommandLine(monkeypatch, data)


def test_heads_of_a_key_that_nobody_named_are_told_with_the_key(
    played: Shijing, data: Path, changed: Changed, tmp_path: Path
) -> None:
    (book,) = verify(data, keys=changed.kept).books
    assert {damage.kind for damage in book.damages} == {"head-forged"}
    assert book.unnamed_keys == (short_name(changed.new),)
    report = report_text(verify_bundle(exported(played, data, tmp_path / "bundle"), changed.kept))
    assert f"\nunnamed 未指认: {short_name(changed.new)}: forged, or the bureau changed its key" in report


def test_the_old_key_names_its_successor_afterwards(
    played: Shijing, data: Path, changed: Changed, tmp_path: Path
) -> None:
    named = name_key(played.desk, BOOK, changed.officer, changed.old)
    assert (named.old, named.new) == (changed.kept.read_text(encoding="utf-8").strip(), changed.new)
    assert name_key(played.desk, BOOK, changed.officer, changed.old) == named
    (book,) = verify(data, keys=changed.kept).books
    assert (book.damages, book.unproved, book.unnamed_keys) == ((), 0, ())
    report = report_text(verify_bundle(exported(played, data, tmp_path / "bundle"), changed.kept))
    assert "unnamed" not in report


def test_only_a_key_that_was_changed_on_the_record_names_a_successor(
    played: Shijing, data: Path, changed: Changed, tmp_path: Path
) -> None:
    with refused(played.desk, "key.not-followed") as told:
        name_key(played.desk, BOOK, changed.officer, data / "keys" / f"{BUREAU}.ed25519")
    assert told.params["key"] == short_name(changed.new)
    (tmp_path / "none").write_bytes(b"no key")
    with pytest.raises(AuditError, match=r"heads\.key-damaged"):
        name_key(played.desk, BOOK, changed.officer, tmp_path / "none")
    assert list((data / "heads").glob("*.handover")) == []


def test_nobody_but_the_security_officer_lets_a_key_name_another(played: Shijing, data: Path, changed: Changed) -> None:
    with refused(played.desk, "act.not-appointed"):
        name_key(played.desk, BOOK, "jixiaoke", changed.old)
    with pytest.raises(AppError, match=r"person\.unknown"):
        name_key(played.desk, BOOK, "nobody", changed.old)
    assert list((data / "heads").glob("*.handover")) == []


def test_the_command_line_says_what_to_do_and_does_it(played: Shijing, jixiao: CommandLine, changed: Changed) -> None:
    played.desk.engine.dispose()
    told = jixiao("audit", "verify", "--keys", str(changed.kept))
    assert told.code == 3
    assert f"Heads were signed by {short_name(changed.new)}, which no key that you trust has named" in told.out
    done = jixiao("audit", "name-key", str(changed.old), "--as", changed.officer)
    assert (done.code, done.out.split(" has named ")[1].split(" ")[0]) == (0, short_name(changed.new))
    assert jixiao("audit", "verify", "--keys", str(changed.kept)).code == 0
