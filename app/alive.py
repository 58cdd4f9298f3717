"""A long activity shows that it lives: its heart beats while it works, and a worker that dies falls silent."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import copy_context
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from temporalio import activity

if TYPE_CHECKING:
    from collections.abc import Iterator

# Of the silence after which an activity counts as dead.
_BEATS: Final = 4


@contextmanager
def beating() -> Iterator[None]:
    """Beat as often as the activity's timeout asks for, as long as the block lasts; not at all where it asks for none.

    The work itself is one transaction that cannot pause to say so: a thread beside it does.
    """
    timeout = activity.info().heartbeat_timeout
    if timeout is None:
        yield
        return
    done, context, every = Event(), copy_context(), timeout.total_seconds() / _BEATS

    def beat() -> None:
        while not done.wait(every):
            context.run(activity.heartbeat)

    thread = Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
