"""The deliverer process: `python -m app.delivery.deliverer` delivers round after round until it is told to stop.

Its queue is the database; killed at any moment, it goes on where it was. It is apart from the worker, so that no
channel that hangs and no address comes near a workflow.
"""

from __future__ import annotations

import signal
from threading import Event
from typing import TYPE_CHECKING

import structlog

from app.delivery.deliver import deliver_round
from app.delivery.post import Post
from app.logs import configure_logs
from app.settings import Settings
from app.wiring import look_in

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger()


def deliver_until(post: Post, stop: Event, one_round: Callable[[Post], int] = deliver_round) -> None:
    """Deliver until the event; a round that fails (a database that is away) is logged and tried again."""
    while not stop.is_set():
        try:
            one_round(post)
        except Exception as error:  # noqa: BLE001  # the queue stays, and the next round tries again
            log.error("a round of deliveries failed", kind=type(error).__name__)  # noqa: TRY400  # a database's error shows what was written
        stop.wait(post.pace.round_seconds)


def run() -> None:
    """Deliver until SIGTERM or SIGINT; a message in hand is finished first."""
    settings = Settings()
    configure_logs(settings.logs / "delivery.log")
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    deliver_until(Post(look_in(settings), settings.contacts), stop)


if __name__ == "__main__":
    run()
