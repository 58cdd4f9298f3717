"""Chat services (企业微信、钉钉、飞书 …) through apprise."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from app.delivery.letter import Answer

if TYPE_CHECKING:
    from apprise import Apprise

    from app.delivery.addresses import Address
    from app.delivery.letter import Letter

# Their lines hold addresses, and addresses hold secrets.
_TALKATIVE: Final = ("apprise", "urllib3", "requests", "requests_oauthlib")
# Services whose limit is one of bytes, where apprise counts characters; one of ours takes up to three.
_BYTES: Final = frozenset({"wecombot"})


def send_chat(letter: Letter, address: Address) -> Answer:
    """Send the letter's words; apprise says only whether the service took them."""
    service = _service(address)
    if service is None:
        return Answer(accepted=False, words="apprise: no such service")
    accepted = bool(service.notify(body=letter.text, title=letter.subject, body_format="text"))
    return Answer(accepted=accepted, words="apprise: accepted" if accepted else "apprise: not accepted")


def is_known(address: Address) -> bool:
    """Whether apprise has a service for the address and can read it."""
    return _service(address) is not None


def _service(address: Address) -> Apprise | None:
    """The one service of an address. What is too long for it comes in parts, where it would cut it off or refuse it."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    from apprise import Apprise, OverflowMode  # noqa: PLC0415  # a third of a second, for chat addresses alone

    channel = Apprise.instantiate(address.url)
    if channel is None:
        return None
    channel.overflow_mode = OverflowMode.SPLIT
    if urlsplit(address.url).scheme in _BYTES:
        channel.body_maxlen //= 3
    service = Apprise()
    service.add(channel)
    return service
