"""The connection to Temporal: the environment's cluster if it names one, else the embedded server's address."""

from __future__ import annotations

import asyncio

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig
from temporalio.service import RetryConfig

from app.errors import OutageError

_TRIES = 60

# A server that was killed is back within a second or two; on a busy machine within some more.
_THROUGH_A_GAP = RetryConfig(max_interval_millis=1000, max_elapsed_time_millis=30_000, max_retries=100)


async def connect(address: str) -> Client:
    """Connect, waiting for a server that has just been started. Raises OutageError `temporal.unreachable`."""
    try:
        config = ClientConfig.load_client_connect_config()
    except (RuntimeError, OSError) as error:
        raise OutageError("temporal.bad-settings", reason=str(error)) from error
    config.setdefault("target_host", address)
    for _ in range(_TRIES):
        try:
            return await Client.connect(**config, data_converter=pydantic_data_converter, retry_config=_THROUGH_A_GAP)
        except RuntimeError:
            await asyncio.sleep(0.25)
    raise OutageError("temporal.unreachable", address=config["target_host"])
