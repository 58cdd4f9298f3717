"""The webhook: one signed POST. Whoever receives it checks the signature and drops what it has had already.

`Jixiao-Signature: t=SECONDS,v1=HEX`, where HEX is the HMAC-SHA-256 of `SECONDS.BODY` under the shared secret;
`Idempotency-Key` is the same for every attempt to send the same message.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from http.client import HTTPException
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.delivery.letter import Answer

if TYPE_CHECKING:
    from datetime import datetime

    from app.delivery.addresses import Address
    from app.delivery.letter import Letter

TIMEOUT_SECONDS: Final = 10
_GOOD: Final = range(200, 300)


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer and not another address: what was signed for one receiver goes to no other."""

    def redirect_request(self, *_: object) -> None:
        """Never."""


def signature(secret: str, seconds: int, body: bytes) -> str:
    """The value of the header that signs a body at a moment."""
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def post_webhook(letter: Letter, address: Address, now: datetime) -> Answer:
    """Post the letter's document; only an answer of 200 to 299 is accepted."""
    body = json.dumps(letter.document, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": letter.message,
        "Jixiao-Signature": signature(address.secret, int(now.timestamp()), body),
        "User-Agent": "jixiao",
    }
    request = Request(address.url, data=body, headers=headers, method="POST")  # noqa: S310  # http and https only
    try:
        with build_opener(_Stay).open(request, timeout=TIMEOUT_SECONDS) as response:
            status = int(response.status)
    except HTTPError as error:
        error.close()
        return Answer(accepted=False, words=f"HTTP {error.code}")
    except URLError as error:
        return Answer(accepted=False, words=type(error.reason).__name__)
    except (OSError, HTTPException) as error:
        return Answer(accepted=False, words=type(error).__name__)
    return Answer(accepted=status in _GOOD, words=f"HTTP {status}")
