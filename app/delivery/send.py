"""Send a letter over whichever channel its address belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.delivery.addresses import read_address
from app.delivery.chat import send_chat
from app.delivery.letter import Answer
from app.delivery.mail import send_mail
from app.delivery.webhook import post_webhook

if TYPE_CHECKING:
    from app.delivery.letter import Letter
    from app.delivery.post import Post


def send(post: Post, contact: str, letter: Letter) -> Answer:
    """One attempt; whatever goes wrong on the way is an answer, without a word of the address."""
    address = read_address(post.addresses, contact)
    if address is None:
        return Answer(accepted=False, words="the address is missing: set the contact again")
    now = post.desk.clock()
    try:
        match address.channel:
            case "mail":
                return send_mail(letter, address, now)
            case "webhook":
                return post_webhook(letter, address, now)
            case _:
                return send_chat(letter, address)
    except Exception as error:  # noqa: BLE001  # an attempt without an answer is never put back
        return Answer(accepted=False, words=type(error).__name__)
