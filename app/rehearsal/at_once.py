"""Work done side by side, so many at once that the machine is busy and nobody waits too long for an answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

_AT_ONCE: Final = 16


async def at_once(works: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Do all of them; the first that fails ends the others and its own error is raised."""
    free = asyncio.Semaphore(_AT_ONCE)

    async def wait_and_do(work: Coroutine[Any, Any, None]) -> None:
        async with free:
            await work

    try:
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(wait_and_do(work))
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from failed
