"""An address is read from a file, kept for its owner's eyes, and shown without its secrets."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from app.delivery.addresses import Address, forget_address, keep_address, parse_address, read_address, shown
from app.delivery.chat import is_known
from app.errors import AppError

if TYPE_CHECKING:
    from pathlib import Path

HOOK = "https://hooks.example:8443/path/t0ken?key=k3y\n0123456789abcdef\n"
MAIL = "smtps://jixiao:pa55@mail.example:465/?from=jixiao@mail.example&to=zhang@mail.example"
CHAT = "wecombot://a1b2c3d4-0000-0000-0000-00000000beef"


@pytest.mark.parametrize(
    ("text", "channel", "seen"),
    [
        (HOOK, "webhook", "https://hooks.example:8443/…"),
        (MAIL, "mail", "smtps://mail.example:465/…"),
        (CHAT, "apprise", "wecombot://…"),
    ],
)
def test_an_address_belongs_to_a_channel_and_is_shown_without_user_token_or_path(
    text: str, channel: str, seen: str
) -> None:
    address = parse_address(text)
    assert (address.channel, shown(address), repr(address)) == (channel, seen, "Address(…)")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "contact.bad-address"),
        ("zhang@mail.example", "contact.bad-address"),
        ("https://[broken", "contact.bad-address"),
        ("https://a.example:99999/\n0123456789abcdef", "contact.bad-address"),
        (f"{CHAT}\nsecond line", "contact.bad-address"),
        (f"{HOOK}third line", "contact.bad-address"),
        ("https://hooks.example/", "contact.no-secret"),
        ("http://hooks.example/\nshort", "contact.no-secret"),
        ("mailto://jixiao:pa55@mail.example", "contact.mailto"),
        ("smtps://mail.example/?from=jixiao@mail.example", "contact.bad-mail"),
        ("smtp://mail.example/?from=jixiao&to=zhang@mail.example", "contact.bad-mail"),
    ],
)
def test_an_address_that_nothing_could_be_sent_to_is_refused_without_repeating_it(text: str, code: str) -> None:
    with pytest.raises(AppError) as caught:
        parse_address(text)
    assert caught.value.code == code
    assert not any("example" in value for value in caught.value.params.values())


def test_a_kept_address_is_for_its_owner_only_and_comes_back_whole(tmp_path: Path) -> None:
    folder = tmp_path / "contacts"
    assert read_address(folder, "c-1") is None
    for text in (MAIL, HOOK):
        keep_address(folder, "c-1", parse_address(text))
        assert read_address(folder, "c-1") == parse_address(text)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "c-1").stat().st_mode) == 0o600
    forget_address(folder, "c-1")
    forget_address(folder, "c-1")
    assert read_address(folder, "c-1") is None


@pytest.mark.thorough
def test_the_chat_services_of_the_country_are_known() -> None:
    for url in (CHAT, "dingtalk://abcdef0123/13800138000", "feishu://abcdef0123"):
        assert is_known(Address(url))
    assert not is_known(Address("nosuchservice://abc"))
