"""Chat services (企业微信、钉钉、飞书 …) through apprise."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, Final

from app.delivery.letter import Answer

if TYPE_CHECKING:
    from apprise import Apprise as AppriseType

    from app.delivery.addresses import Address
    from app.delivery.letter import Letter

# Their lines hold addresses, and addresses hold secrets.
_TALKATIVE: Final = ("apprise", "urllib3", "requests", "requests_oauthlib")


def send_chat(letter: Letter, address: Address) -> Answer:
    """Send the letter's words; apprise says only whether the service took them."""
    service = _apprise()()
    if not service.add(address.url):
        return Answer(accepted=False, words="apprise: no such service")
    accepted = bool(service.notify(body=letter.text, title=letter.subject, body_format="text"))
    return Answer(accepted=accepted, words="apprise: accepted" if accepted else "apprise: not accepted")


def is_known(address: Address) -> bool:
    """Whether apprise has a service for the address and can read it."""
    return bool(_apprise()().add(address.url))


@cache
def _apprise() -> type[AppriseType]:
    """Loaded when it is needed: it knows more than a hundred services."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    from apprise import Apprise  # noqa: PLC0415  # takes a second and a half

    return Apprise
