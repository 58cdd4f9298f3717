"""A file on its way into the book: examined, kept on disk, and then sent once for each row that rests on it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from activities.evidence_files.examine import examine
from activities.evidence_room import require_room
from app.errors import AppError
from app.inbox.reception import StillWaitingError
from app.people import actor_of, naming_people
from app.texts import Texts
from app.window import window_of
from models.commands import Deed
from models.evidence import Piece
from models.projections import Book
from models.receipts import Receipt

if TYPE_CHECKING:
    from sqlmodel import Session

    from activities.desk import Desk
    from app.settings import Settings
    from models.commands import Content


@dataclass(frozen=True, slots=True)
class Bringing:
    """A file, who brings it, for which department's book and phase, and an earlier sending's key."""

    file: Path
    department: str
    book: str
    login: str
    matter: str = "self-evaluation"
    key: str | None = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One receipt: of which row, and the key to send again with."""

    row: str
    receipt: Receipt
    key: str


@dataclass(frozen=True, slots=True)
class EvidenceKept:
    """The digest that names the content, the media type that it has, and a receipt for each row that rests on it."""

    digest: str
    media_type: str
    handed_in: tuple[HandedIn, ...]


class Sending(NamedTuple):
    """One act that is to be sent: for which row, under which key, and which record it supersedes, if one."""

    row: str
    key: str
    supersedes: int | None = None


class Way(Protocol):
    """A way to bring a file: as something new, or in the place of something."""

    @property
    def act(self) -> str:
        """What the person does."""

    def sendings(self, session: Session, digest: str) -> tuple[Sending, ...]:
        """What is to be sent; refused where it can be seen to be refused. Raises RefusedError."""

    def content(self, texts: Texts, sending: Sending, piece: Piece) -> Content:
        """What one act brings."""


def bring(settings: Settings, desk: Desk, bringing: Bringing, way: Way) -> EvidenceKept:
    """Examine and keep the file, then send. What is refused before it is sent leaves nothing behind.

    Raises AppError, RefusedError; what the window raises for the first act that is refused; and StillWaitingError,
    once all were sent, where one is delivered later.
    """
    with desk.reading() as session:
        actor, book = actor_of(session, bringing.login), session.get(Book, bringing.book)
    if book is None:
        raise AppError("book.unknown", book=bringing.book, known="-")
    kept, sendings = _kept(desk, bringing, way)

    async def send() -> tuple[HandedIn, ...]:
        window = window_of(settings, desk, book)
        done, waiting = [], []
        for sending in sendings:
            texts = Texts(desk, bringing.book, sending.key)
            name = texts.commit("name", bringing.file.name)
            content = way.content(texts, sending, kept.model_copy(update={"row": sending.row, "name": name}))
            deed = Deed(actor=actor, act=way.act, matter=bringing.matter, content=content)
            try:
                receipt = await window.act(bringing.book, bringing.department, sending.key, deed)
            except StillWaitingError as error:
                waiting.append(error)
            else:
                done.append(HandedIn(sending.row, receipt, sending.key))
        if waiting:
            raise waiting[0]
        return tuple(done)

    with naming_people(desk):
        return EvidenceKept(kept.sha256, kept.media_type, asyncio.run(send()))


def _kept(desk: Desk, bringing: Bringing, way: Way) -> tuple[Piece, tuple[Sending, ...]]:
    """The file as a piece that has neither row nor name yet, and what is to be sent."""
    _require_file(desk, bringing.file)
    with desk.evidence.incoming(bringing.file) as came:
        media_type = examine(came.copy, bringing.file.name)
        piece = Piece(row="", sha256=came.digest, size=came.size, media_type=media_type, name=came.digest)
        with desk.reading() as session:
            sendings = way.sendings(session, came.digest)
            require_room(session, bringing.book, bringing.department, desk.evidence.department_bytes, piece)
        came.keep()
    return piece, sendings


def _require_file(desk: Desk, file: Path) -> None:
    """One that is no file, is empty or is too large is refused before it is read."""
    if not file.is_file():
        raise AppError("evidence.no-file", file=str(file))
    size = file.stat().st_size
    if not size:
        raise AppError("evidence.empty", file=str(file))
    if size > desk.evidence.file_bytes:
        raise AppError("evidence.too-large", size=str(size), most=str(desk.evidence.file_bytes))
