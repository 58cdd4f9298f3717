"""How long activities may take: the one place where time-outs and retries are set."""

from __future__ import annotations

from datetime import timedelta
from typing import TypedDict

from temporalio.common import RetryPolicy


class ActivityOptions(TypedDict):
    """The options that every call of an activity passes on."""

    start_to_close_timeout: timedelta
    schedule_to_close_timeout: timedelta | None
    heartbeat_timeout: timedelta | None
    retry_policy: RetryPolicy


_RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(minutes=5))

# A person waits: after a minute the answer is "outcome unknown, send again with the same key".
FOR_PEOPLE: ActivityOptions = {
    "start_to_close_timeout": timedelta(seconds=10),
    "schedule_to_close_timeout": timedelta(seconds=60),
    "heartbeat_timeout": None,
    "retry_policy": _RETRY,
}

# An order about the whole book writes a record for every department or due day, hundreds in a district. Whoever sent it
# is told after a minute that the outcome is unknown; but what stands on the record has to reach every running year, so
# that the workflow waits on, also for the attempt that follows a killed one, which begins once its heart is silent.
FOR_A_WHOLE_BOOK: ActivityOptions = {
    "start_to_close_timeout": timedelta(minutes=3),
    "schedule_to_close_timeout": timedelta(minutes=10),
    "heartbeat_timeout": timedelta(seconds=20),
    "retry_policy": _RETRY,
}

# Nobody waits: keep trying until it is done, however long the database is away.
FOR_THE_CLOCK: ActivityOptions = {
    "start_to_close_timeout": timedelta(seconds=10),
    "schedule_to_close_timeout": None,
    "heartbeat_timeout": None,
    "retry_policy": _RETRY,
}
