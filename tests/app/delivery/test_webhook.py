"""A receiver that knows nothing but the guide can check that a message is ours, and that it has it already."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from app.delivery.addresses import Address
from app.delivery.letter import Answer, Letter
from app.delivery.webhook import post_webhook, signature
from tests.support.outside import Web, breaking_off

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
KEY = b"a-shared-secret-of-the-receiver"
LETTER = Letter("jixiao-1", "标题", "正文", {"format": "jixiao.delivery/1", "text": "正文"})


def own_hmac(key: bytes, message: bytes) -> str:
    """HMAC-SHA-256 by its definition (RFC 2104), without the library that the program uses."""
    padded = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded) + message).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in padded) + inner).hexdigest()


def test_the_signature_is_the_hmac_of_seconds_and_body_by_an_independent_computation(web: Web) -> None:
    answer = post_webhook(LETTER, Address(web.url, KEY.decode()), NOW)
    assert answer == Answer(accepted=True, words="HTTP 204")
    ((headers, body),) = web.received
    seconds, _, value = headers["Jixiao-Signature"].partition(",")
    assert seconds == f"t={int(NOW.timestamp())}"
    assert value == "v1=" + own_hmac(KEY, seconds.removeprefix("t=").encode() + b"." + body)
    assert headers["Idempotency-Key"] == "jixiao-1"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert "正文" in body.decode()


def test_another_body_secret_or_second_has_another_signature() -> None:
    same = signature("secret", 1, b"{}")
    assert same == signature("secret", 1, b"{}")
    assert len({same, signature("secret", 1, b"[]"), signature("other", 1, b"{}"), signature("secret", 2, b"{}")}) == 4


def test_a_redirect_is_not_followed(web: Web) -> None:
    other = Web()
    with other.open():
        web.status, web.headers = 307, {"Location": other.url}
        assert post_webhook(LETTER, Address(web.url, KEY.decode()), NOW) == Answer(accepted=False, words="HTTP 307")
    assert other.received == []


@pytest.mark.parametrize(
    ("said", "words"),
    [(b"", "RemoteDisconnected"), (b"no HTTP\r\n\r\n", "BadStatusLine"), (None, "ConnectionResetError")],
)
def test_a_receiver_that_breaks_off_is_an_answer_with_what_went_wrong(said: bytes | None, words: str) -> None:
    with breaking_off(said) as url:
        assert post_webhook(LETTER, Address(url, KEY.decode()), NOW) == Answer(accepted=False, words=words)


def test_a_host_that_is_not_there_is_an_answer_without_its_address() -> None:
    answer = post_webhook(LETTER, Address("http://no-such-host.invalid/t0ken", KEY.decode()), NOW)
    assert not answer.accepted
    assert "invalid" not in answer.words
