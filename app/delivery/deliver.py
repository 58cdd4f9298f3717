"""One round of delivering: queue what is new, send what is due, mark what came of it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final

import structlog
from sqlmodel import select

from app.delivery.addresses import forget_strangers
from app.delivery.compose import compose
from app.delivery.parcel import contacts_due, put_back, take_parcel
from app.delivery.queue import queue_news
from app.delivery.send import send
from models.side_stores import Contact

if TYPE_CHECKING:
    from app.delivery.post import Post

log = structlog.get_logger()

_AT_ONCE: Final = 8
_MOMENT_SECONDS: Final = 60


def deliver_round(post: Post) -> int:
    """Do one round; how many messages were tried. A contact that does not answer holds up none of the others."""
    queue_news(post)
    _forget_strangers(post)
    due = contacts_due(post)
    if not due:
        return 0
    with ThreadPoolExecutor(min(_AT_ONCE, len(due)), thread_name_prefix="delivery") as threads:
        return sum(threads.map(partial(_try_contact, post), due))


def _forget_strangers(post: Post) -> None:
    """An address is written a moment before its contact: only one that had its time is a stranger's."""
    with post.desk.reading() as session:
        known = set(session.exec(select(Contact.contact)))
    forget_strangers(post.addresses, known, time.time() - _MOMENT_SECONDS)


def _try_contact(post: Post, contact: str) -> bool:
    """A fault of one message is logged by its kind alone; its attempt is noted already, so it ends some day."""
    try:
        return _deliver_to(post, contact)
    except Exception as error:  # noqa: BLE001  # raised, it would cancel the contacts that are still to come
        log.error("a message could not be tried", contact=contact, kind=type(error).__name__)  # noqa: TRY400  # words hold addresses
        return True


def _deliver_to(post: Post, contact: str) -> bool:
    parcel = take_parcel(post, contact)
    if parcel is None:
        return False
    answer = send(post, contact, compose(post, parcel))
    put_back(post, parcel, answer)
    log.info(
        "a message was tried",
        message=parcel.message,
        contact=contact,
        attempt=parcel.number,
        accepted=answer.accepted,
        answer=answer.words,
    )
    return True
