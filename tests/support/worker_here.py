"""A worker in a thread of this process: a process of its own loads for seconds what stands loaded here."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from app.rehearsal import rehearse
from app.temporal_client import connect
from app.wiring import open_desk
from app.worker import worker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.settings import Settings

_PATIENCE_SECONDS = 30


@contextmanager
def rehearsing_here() -> Iterator[None]:
    """Rehearsals inside the block have their worker here; nothing else about them is other than in the product."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rehearse, "own_module", _worker_here)
        yield


@contextmanager
def _worker_here(settings: Settings, _name: str, _module: str, address: str) -> Iterator[None]:
    """What `app.worker` runs, for the length of the block."""
    loop, ready, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def work() -> None:
        desk = open_desk(settings)
        async with worker(await connect(address), desk):
            ready.set()
            await stop.wait()
        desk.engine.dispose()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        thread = threading.Thread(target=runner.run, args=(work(),), name="worker-here")
        thread.start()
        try:
            assert ready.wait(_PATIENCE_SECONDS), "the worker does not begin"
            yield
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join()
