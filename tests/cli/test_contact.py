"""`jixiao contact`: addresses come from files, are shown without their secrets, and are tried before need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.outside import Web

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

pytestmark = pytest.mark.usefixtures("year")


@pytest.fixture
def year(shijing: Shijing) -> Shijing:
    """A book with its people."""
    return shijing


@pytest.fixture
def hook(tmp_path: Path) -> Path:
    """A file with a web address and its secret."""
    file = tmp_path / "hook.txt"
    file.write_text("https://hooks.example:8443/t0ken\n0123456789abcdef\n")
    return file


def test_a_contact_is_set_and_listed_without_its_secrets(jixiao: CommandLine, hook: Path) -> None:
    ran = jixiao("contact", "set", "tianbao", "--address", hook, "--digest", "daily")
    assert (ran.code, ran.err) == (0, "")
    assert 'The contact "main" of tianbao is set: https://hooks.example:8443/…' in ran.out
    listed = jixiao("contact", "list")
    assert "t0ken" not in listed.out + ran.out
    assert "daily at nine" in listed.out
    assert "fuhe" in listed.out
    assert "no contact" in listed.out
    assert jixiao("contact", "list", "--json").document == {
        "contacts": [
            {
                "login": "tianbao",
                "name": "main",
                "channel": "webhook",
                "shown": "https://hooks.example:8443/…",
                "digest": "daily",
                "language": "en",
                "missing": False,
            }
        ]
    }


def test_a_contact_that_is_set_again_keeps_its_place_and_one_that_is_removed_is_gone(
    jixiao: CommandLine, hook: Path
) -> None:
    for digest in ("daily", "weekly"):
        assert jixiao("contact", "set", "tianbao", "--address", hook, "--digest", digest, "--json").code == 0
    (one,) = jixiao("contact", "list", "--json").document["contacts"]
    assert one["digest"] == "weekly"
    assert jixiao("contact", "remove", "tianbao").code == 0
    assert jixiao("contact", "list", "--json").document == {"contacts": []}
    again = jixiao("contact", "remove", "tianbao")
    assert (again.code, again.out) == (1, "")
    assert 'tianbao has no contact "main"; there is: -.' in again.err


def test_an_address_whose_file_is_gone_is_said_to_be_missing(jixiao: CommandLine, hook: Path, data: Path) -> None:
    jixiao("contact", "set", "tianbao", "--address", hook)
    for file in (data / "contacts").iterdir():
        file.unlink()
    assert "the file with the address is gone" in jixiao("contact", "list").out
    tried = jixiao("contact", "test", "tianbao")
    assert (tried.code, tried.out) == (6, "")
    assert "the address is missing: set the contact again" in tried.err


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mailto://a:b@mail.example", "so that the Message-ID stays the same"),
        ("https://hooks.example/", "no secret to sign with"),
        ("nosuchservice://abc", "No message service can use this address"),
        ("smtps://mail.example", "lacks server, sender or receiver"),
        ("words", "should hold one address"),
    ],
)
def test_an_address_that_is_none_is_refused_with_what_would_be_right(
    jixiao: CommandLine, tmp_path: Path, address: str, sentence: str
) -> None:
    (tmp_path / "address.txt").write_text(address)
    ran = jixiao("contact", "set", "tianbao", "--address", tmp_path / "address.txt")
    assert (ran.code, ran.out) == (1, "")
    assert sentence in ran.err


def test_somebody_unknown_can_be_given_no_contact(jixiao: CommandLine, hook: Path) -> None:
    ran = jixiao("contact", "set", "nobody", "--address", hook)
    assert (ran.code, ran.out) == (1, "")
    assert '"nobody"' in ran.err


def test_a_trial_message_says_what_the_receiver_answered(jixiao: CommandLine, tmp_path: Path) -> None:
    web = Web()
    with web.open():
        (tmp_path / "hook.txt").write_text(f"{web.url}\n0123456789abcdef")
        jixiao("contact", "set", "tianbao", "--address", tmp_path / "hook.txt")
        tried = jixiao("contact", "test", "tianbao")
    assert tried.code == 0
    assert "the answer: HTTP 204" in tried.out
    assert len(web.received) == 1
    again = jixiao("contact", "test", "tianbao")
    assert (again.code, again.out) == (6, "")
    assert "ConnectionRefusedError" in again.err
