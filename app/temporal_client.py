"""The connection to Temporal: the environment's cluster if it names one, else the embedded server's address."""

from __future__ import annotations

import asyncio
import atexit
import time
from functools import cache

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig

from app.errors import OutageError

_TRIES = 60
_HAND_OVER_SECONDS = 0.05


async def connect(address: str) -> Client:
    """Connect, waiting for a server that has just been started. Raises OutageError `temporal.unreachable`."""
    _hand_over_at_exit()
    try:
        config = ClientConfig.load_client_connect_config()
    except (RuntimeError, ValueError) as error:
        raise OutageError("temporal.bad-settings", reason=str(error)) from error
    config.setdefault("target_host", address)
    for _ in range(_TRIES):
        try:
            return await Client.connect(**config, data_converter=pydantic_data_converter)
        except RuntimeError:
            await asyncio.sleep(0.25)
    raise OutageError("temporal.unreachable", address=config["target_host"])


@cache
def _hand_over_at_exit() -> None:
    """A thread of Temporal's that still hands an answer over while the interpreter ends would abort the process."""
    atexit.register(time.sleep, _HAND_OVER_SECONDS)
