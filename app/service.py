"""The service on one machine: Temporal, worker, relay, deliverer, signed heads; runs until it is told to stop."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from activities.conclude import sign_head
from app.counter import Counter
from app.errors import AppError, OutageError
from app.folder_lock import holder, holding, is_held
from app.inbox.relay import keep_delivering
from app.machine_clock import machine_clock
from app.own_module import own_module
from app.resume import books_without_cycle, resume_book
from app.retention import keep_workflows
from app.scenario import Scenario
from app.stage import build_stage, open_book, shift_of
from app.temporal_client import connect
from app.temporal_server import temporal_server
from app.wiring import open_desk
from audit.errors import AuditError
from models.book import BookKind
from models.ledger import Head
from models.projections import Book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from temporalio.client import Client

    from activities.desk import Desk
    from app.counter import DomainClock
    from app.settings import Settings

log = structlog.get_logger()

_DAY_SECONDS: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Opening:
    """A book to open at the start: real in the machine's time, or a demonstration that starts at a domain time."""

    scenario: Scenario
    kind: BookKind
    starts: datetime | None = None


def serve(
    settings: Settings, opening: Opening | None, ready: Callable[[str], None], *, resumed_by: str | None = None
) -> None:
    """Run the service until SIGTERM or SIGINT.

    `resumed_by` is the login of who takes up books whose cycles Temporal does not know. Raises AppError
    `service.other-kind` when the folder holds books of the other kind (a rehearsal and a real book never share one),
    `service.running` when another service works on it, `service.cycle-missing` for such a book without that login.
    """
    with alone(settings):
        desk = open_desk(settings)
        refuse_rehearsals(desk, opening)
        with (
            temporal_server(settings.temporal, settings.logs / "temporal.log", skipping=False) as address,
            own_module(settings, "worker", "app.worker", address),
            own_module(settings, "delivery", "app.delivery.deliverer"),
        ):
            try:
                start = _Start(opening, resumed_by)
                asyncio.run(_serve(desk, address, start, lambda: _announce(settings, address, ready)))
            finally:
                settings.service.unlink(missing_ok=True)
        sign_every_head(desk)


def _announce(settings: Settings, address: str, ready: Callable[[str], None]) -> None:
    """Say how to reach the service only when it can be used and stopped."""
    settings.service.write_text(json.dumps({"address": address, "pid": os.getpid()}))
    ready(address)


@dataclass(frozen=True, slots=True)
class _Start:
    opening: Opening | None
    resumed_by: str | None


async def _serve(desk: Desk, address: str, start: _Start, ready: Callable[[], None]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    client = await connect(address)
    await keep_workflows(client)
    await _take_up(client, desk, start.resumed_by)
    if start.opening is not None:
        await _open(client, desk, start.opening)
    async with asyncio.TaskGroup() as group:
        relay = group.create_task(keep_delivering(counter_of(client, desk, 0)))
        ready()
        await _sign_daily(desk, stop)
        relay.cancel()


async def _sign_daily(desk: Desk, stop: asyncio.Event) -> None:
    sign_every_head(desk)
    while not stop.is_set():
        try:
            async with asyncio.timeout(_DAY_SECONDS):
                await stop.wait()
        except TimeoutError:
            _sign_or_tell(desk)


async def _take_up(client: Client, desk: Desk, resumed_by: str | None) -> None:
    """A book must not be served by two Temporals, so that somebody has to say that the old one is gone."""
    missing = await books_without_cycle(client, desk)
    if not missing:
        return
    if resumed_by is None:
        raise AppError("service.cycle-missing", books="、".join(missing))
    for book in missing:
        await resume_book(counter_of(client, desk, 0), book, resumed_by)


async def _open(client: Client, desk: Desk, opening: Opening) -> None:
    stage = build_stage(opening.scenario, desk, client, opening.kind)
    shift = shift_of(stage, opening.starts)
    await open_book(stage, counter_of(client, desk, shift), shift)


def counter_of(client: Client, desk: Desk, shift_seconds: int) -> Counter:
    """A counter whose domain time is the machine's, shifted as the book says."""
    return Counter(client, desk, _clock(shift_seconds))


def _clock(shift_seconds: int) -> DomainClock:
    async def now(_book: str, _department: str) -> datetime:
        return machine_clock() + timedelta(seconds=shift_seconds)

    return now


def _sign_or_tell(desk: Desk) -> None:
    """A disk that is full for an hour must not end the service; what waits to be signed is signed the next day."""
    try:
        sign_every_head(desk)
    except (OSError, SQLAlchemyError, AuditError) as error:
        log.error("the heads could not be signed", error=type(error).__name__)  # noqa: TRY400  # its kind says enough: a full disk is no fault to trace


def sign_every_head(desk: Desk) -> None:
    """Sign the head of every book: at the start, daily, and at a clean stop."""
    with desk.reading() as session:
        books = session.exec(select(Head.book).order_by(col(Head.book))).all()
    for book in books:
        sign_head(desk, book)


def refuse_rehearsals(desk: Desk, opening: Opening | None) -> None:
    """A rehearsed book and a real one never share a folder."""
    wanted = "real" if opening is None else opening.kind
    for book in _books(desk):
        if book.kind != wanted:
            raise AppError("service.other-kind", book=book.book, kind=book.kind, wanted=wanted)


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Work on the folder alone: two services would fight for its files. Raises AppError `service.running`."""
    with holding(settings.lock) as held:
        if not held:
            running = service_of(settings)
            address = "-" if running is None else running.address
            raise AppError("service.running", address=address, pid=holder(settings.lock))
        # The trace of a service that was killed.
        settings.service.unlink(missing_ok=True)
        yield


def _books(desk: Desk) -> list[Book]:
    with desk.reading() as session:
        return list(session.exec(select(Book).order_by(col(Book.book))))


@dataclass(frozen=True, slots=True)
class Running:
    """How to reach a running service."""

    address: str
    pid: int


def service_of(settings: Settings) -> Running | None:
    """The service that holds this folder and can be reached; None for one that is gone or only starting."""
    if not is_held(settings.lock):
        return None
    try:
        found = json.loads(settings.service.read_text())
        return Running(str(found["address"]), int(found["pid"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        # Not written yet, not to the end, or by somebody else.
        return None


def require_service(settings: Settings) -> Running:
    """The running service; raises OutageError `service.not-running` with what to do."""
    running = service_of(settings)
    if running is None:
        raise OutageError("service.not-running", data=str(settings.data))
    return running
