from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from activities.errors import RefusedError
from app.errors import AppError
from app.rotate_key import rotate_key
from audit.key_rotation import KeyRotation
from audit.verifier import verify
from audit.verifier.verify_bundle import verify_bundle
from models.ledger import LedgerRecord
from models.side_stores import Person
from tests.audit.test_export import exported
from tests.audit.verifier.plain_ledger import BUREAU
from tests.support.shijing import BOOK, PEOPLE, RECORDS
from tests.support.signing import sign_again

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing


@pytest.fixture
def logins(played: Shijing) -> dict[str, str]:
    """Under which name each actor of the year comes."""
    with played.desk.reading() as session:
        return {person.actor: person.login for person in session.exec(select(Person))}


@pytest.fixture
def officer(logins: dict[str, str]) -> str:
    return logins[PEOPLE["security"]]


def test_the_change_of_a_key_is_on_the_record_with_both_keys(played: Shijing, officer: str, data: Path) -> None:
    public = data / "heads" / f"{BUREAU}.pub"
    (old,) = public.read_text(encoding="utf-8").splitlines()
    rotated = rotate_key(played.desk, BOOK, officer)
    assert public.read_text(encoding="utf-8").splitlines() == [old, rotated.new]
    with played.desk.reading() as session:
        record = session.exec(select(LedgerRecord).where(LedgerRecord.kind == "key.rotated")).one()
    assert (record.sequence, record.actor, record.role) == (RECORDS + 1, PEOPLE["security"], "security-officer")
    assert json.loads(record.payload) == {"bureau": BUREAU, "old": old, "new": rotated.new}
    assert played.replayed().mismatches == ()


@pytest.mark.parametrize("kept", [0, 1])
def test_either_key_verifies_what_was_signed_before_and_after(
    played: Shijing, officer: str, data: Path, tmp_path: Path, kept: int
) -> None:
    rotate_key(played.desk, BOOK, officer)
    sign_again(played)
    line = (data / "heads" / f"{BUREAU}.pub").read_text(encoding="utf-8").splitlines()[kept]
    key = tmp_path / "kept.pub"
    key.write_text(f"{line}\n", encoding="utf-8")
    (book,) = verify(data, keys=key).books
    assert (book.damages, book.unproved) == ((), 0)
    assert verify_bundle(exported(played, data, tmp_path / "bundle"), key).ok


def test_a_rotation_that_was_interrupted_goes_on_with_the_same_key(
    played: Shijing, officer: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(KeyRotation, "hand_over", die)
        with pytest.raises(KeyboardInterrupt):
            rotate_key(played.desk, BOOK, officer)
    waiting = (data / "keys" / f"{BUREAU}.next.ed25519").read_bytes()
    rotate_key(played.desk, BOOK, officer)
    assert (data / "keys" / f"{BUREAU}.ed25519").read_bytes() == waiting
    assert [path.name for path in (data / "keys").iterdir()] == [f"{BUREAU}.ed25519"]
    (book,) = verify(data).books
    assert (book.damages, book.count, book.unproved) == ((), RECORDS + 1, 0)


def test_only_the_security_officer_changes_the_key(played: Shijing, logins: dict[str, str], data: Path) -> None:
    before = (data / "keys" / f"{BUREAU}.ed25519").read_bytes()
    with pytest.raises(RefusedError) as refused:
        rotate_key(played.desk, BOOK, logins[PEOPLE["office"]])
    assert refused.value.code == "act.not-appointed"
    assert refused.value.params["actor"] == f"{logins[PEOPLE['office']]} ({PEOPLE['office']})"
    with pytest.raises(AppError, match=r"person\.unknown"):
        rotate_key(played.desk, BOOK, "nobody")
    assert (data / "keys" / f"{BUREAU}.ed25519").read_bytes() == before
    assert len(list((data / "keys").iterdir())) == 1
