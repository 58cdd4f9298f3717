from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.note import public_line
from tests.audit.verifier.plain_ledger import BOOK, BUREAU
from tests.support.shijing import DEPARTMENT, RECORDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


@pytest.fixture
def proof(played: Shijing, jixiao: CommandLine, tmp_path: Path) -> Path:
    """The proof of Shijing's newest score; nobody has the database open."""
    played.desk.engine.dispose()
    path = tmp_path / "proof.json"
    ran = jixiao("audit", "prove", "--department", DEPARTMENT, "-o", path)
    assert (ran.code, ran.out) == (0, ""), ran.err
    assert str(path) in ran.err
    return path


def test_a_proof_holds_where_there_is_no_database(proof: Path, jixiao: CommandLine, data: Path) -> None:
    data.rename(data.with_name("elsewhere"))
    ran = jixiao("audit", "check-proof", proof)
    assert ran.code == 0
    assert ran.out.startswith(f"The proof holds: book {BOOK}, record ")
    assert f"of {RECORDS} records" in ran.out
    assert f"department {DEPARTMENT}, review.concluded: total " in ran.out
    assert "compare it with one that you hold" in ran.out


def test_a_proof_shows_one_record_and_the_key_of_the_bureau(proof: Path, jixiao: CommandLine) -> None:
    document = json.loads(proof.read_text(encoding="utf-8"))
    assert set(document) == {"form", "proves", "book", "record", "path", "checkpoint", "keys"}
    assert document["record"]["subject_department"] == DEPARTMENT
    assert jixiao("audit", "key").out.splitlines() == document["keys"]
    assert jixiao("audit", "key", "--json").document["keys"][BUREAU] == document["keys"]


def test_a_proof_holds_by_a_key_that_was_kept_and_by_no_other(
    proof: Path, jixiao: CommandLine, data: Path, tmp_path: Path
) -> None:
    key = data / "heads" / f"{BUREAU}.pub"
    ran = jixiao("audit", "check-proof", proof, "--keys", key)
    assert ran.code == 0
    assert "Checked with the key that you brought along." in ran.out
    kept = tmp_path / "other.pub"
    kept.write_text(public_line(BUREAU, Ed25519PrivateKey.generate()) + "\n", encoding="utf-8")
    assert jixiao("audit", "check-proof", proof, "--keys", kept, "--json").document["fault"] == "signature"


def test_a_file_that_is_no_key_is_no_fault_of_the_proof(proof: Path, jixiao: CommandLine) -> None:
    ran = jixiao("audit", "check-proof", proof, "--keys", proof)
    assert (ran.code, ran.out) == (1, "")
    assert f'"{proof}" is not a public key file (key)' in " ".join(ran.err.split())


def test_what_a_proof_says_cannot_steer_the_screen(proof: Path, jixiao: CommandLine) -> None:
    document = json.loads(proof.read_text(encoding="utf-8"))
    proof.write_text(json.dumps({**document, "book": f"{BOOK}\x1b[8m\nThe proof holds"}), encoding="utf-8")
    ran = jixiao("audit", "check-proof", proof)
    assert (ran.code, ran.out) == (1, "")
    assert "The file is no proof" in ran.err


def test_a_changed_score_in_a_proof_ends_in_exit_code_3(proof: Path, jixiao: CommandLine) -> None:
    text = proof.read_text(encoding="utf-8")
    proof.write_text(text.replace(r"\"total\":\"", r"\"total\":\"1", 1), encoding="utf-8")
    ran = jixiao("audit", "check-proof", proof)
    assert ran.code == 3
    assert ran.out == f"The proof does not hold: book {BOOK}: the record is not the one that was hashed.\n"


def test_the_book_is_shown_to_have_only_grown(played: Shijing, jixiao: CommandLine, data: Path, tmp_path: Path) -> None:
    played.desk.engine.dispose()
    sizes = sorted(int(path.stem) for path in (data / "heads" / BOOK.replace("/", "~")).glob("*.head"))
    path = tmp_path / "growth.json"
    assert jixiao("audit", "prove", BOOK, "--from", str(sizes[1]), "--to", str(sizes[-1]), "-o", path).code == 0
    ran = jixiao("audit", "check-proof", path)
    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        f"The proof holds: book {BOOK}, the first {sizes[1]} of {sizes[-1]} records are those signed before.",
    )
    document = json.loads(path.read_text(encoding="utf-8"))
    document["path"][0] = "0" * 64
    path.write_text(json.dumps(document), encoding="utf-8")
    assert jixiao("audit", "check-proof", path, "--json").document["fault"] == "path"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Say what to prove"),
        (("--from", "3"), "Say what to prove"),
        (("--from", "3", "--to", "5", "--department", DEPARTMENT), "Say what to prove"),
        (("--from", "3", "--to", "5"), "has no signed head at 3 records; there are some at: "),
        (("--department", "nobody"), 'The department "nobody" has no score'),
        (("--department", DEPARTMENT, "guangzhou-baiyun/2031/real"), "guangzhou-baiyun/2031/real"),
    ],
)
def test_what_cannot_be_proved_is_refused_with_what_would_be_right(
    played: Shijing, jixiao: CommandLine, arguments: tuple[str, ...], words: str
) -> None:
    played.desk.engine.dispose()
    ran = jixiao("audit", "prove", *arguments)
    assert (ran.code, ran.out) == (1, "")
    assert words in ran.err


def test_a_score_younger_than_every_signed_head_is_not_proved(played: Shijing, jixiao: CommandLine, data: Path) -> None:
    played.desk.engine.dispose()
    heads = sorted((data / "heads" / BOOK.replace("/", "~")).glob("*.head"))
    for path in heads[1:]:
        path.unlink()
    ran = jixiao("audit", "prove", "--department", DEPARTMENT)
    assert (ran.code, ran.out) == (1, "")
    assert "younger than the newest signed head" in ran.err
    heads[0].unlink()
    assert "has no signed head" in jixiao("audit", "prove", "--department", DEPARTMENT).err


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"form": "jixiao.proof/1", "proves": "all", "book": "b"}'])
def test_a_file_that_is_no_proof_is_refused(jixiao: CommandLine, tmp_path: Path, content: str) -> None:
    path = tmp_path / "something.json"
    path.write_text(content, encoding="utf-8")
    ran = jixiao("audit", "check-proof", path)
    assert (ran.code, ran.out) == (1, "")
    assert "The file is no proof" in ran.err


def test_a_proof_file_that_is_not_there_is_refused(jixiao: CommandLine, tmp_path: Path) -> None:
    ran = jixiao("audit", "check-proof", tmp_path / "nothing.json")
    assert (ran.code, ran.out) == (1, "")
    assert "cannot be read" in ran.err


def test_without_a_key_there_is_none_to_show(jixiao: CommandLine) -> None:
    ran = jixiao("audit", "key")
    assert (ran.code, ran.out) == (1, "")
    assert "No signing key has been made yet" in ran.err


def test_the_security_officer_puts_a_new_key_in_force(played: Shijing, jixiao: CommandLine) -> None:
    played.desk.engine.dispose()
    (old,) = jixiao("audit", "key").out.splitlines()
    ran = jixiao("audit", "rotate-key", "--as", "anquan")
    assert ran.code == 0
    assert "is in force and recorded in the book" in ran.err
    assert jixiao("audit", "key").out.splitlines() == [old, ran.out.strip()]
    assert jixiao("audit", "verify").out.endswith("  Signed heads vouch for every record.\n")
    refused = jixiao("audit", "rotate-key", "--as", "jixiaoke")
    assert (refused.code, refused.out) == (1, "")
