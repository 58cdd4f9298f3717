"""Hand in evidence through the counter of the running service: the bytes are on disk before their record."""

from __future__ import annotations

import asyncio
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from activities.evidence_store import SIZE_MAX
from app.errors import AppError
from app.people import actor_of, naming_people
from app.texts import Texts
from app.window import window_of
from models.commands import Deed, NewEvidence
from models.projections import Book
from models.receipts import Receipt

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.settings import Settings


@dataclass(frozen=True, slots=True)
class AddEvidence:
    """A file, the row that rests on it, who brings it, in which phase, and an earlier sending's key."""

    file: Path
    row: str
    department: str
    book: str
    login: str
    matter: str = "self-evaluation"
    key: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """The receipt, the digest that names the content, and the key to send again with."""

    receipt: Receipt
    digest: str
    key: str


def add_evidence(settings: Settings, desk: Desk, wanted: AddEvidence) -> EvidenceAdded:
    """Keep the file and record it; the same content for the same row is the same request."""
    content = _content(wanted.file)
    digest = desk.evidence.put(content)
    with desk.reading() as session:
        actor = actor_of(session, wanted.login)
        book = session.get(Book, wanted.book)
    if book is None:
        raise AppError("book.unknown", book=wanted.book, known="-")
    key = wanted.key or _key(wanted, digest)

    async def send() -> Receipt:
        window = window_of(settings, desk, book)
        evidence = NewEvidence(
            row=wanted.row,
            sha256=digest,
            size=len(content),
            media_type=mimetypes.guess_type(wanted.file.name)[0] or "application/octet-stream",
            name=Texts(desk, wanted.book, key).commit("name", wanted.file.name),
        )
        return await window.act(
            wanted.book,
            wanted.department,
            key,
            Deed(actor=actor, act="evidence.add", matter=wanted.matter, content=evidence),
        )

    with naming_people(desk):
        return EvidenceAdded(asyncio.run(send()), digest, key)


def _content(file: Path) -> bytes:
    """The file's bytes; one that is no file, is empty or is too large is refused before it is read."""
    if not file.is_file():
        raise AppError("evidence.no-file", file=str(file))
    size = file.stat().st_size
    if not size:
        raise AppError("evidence.empty", file=str(file))
    if size > SIZE_MAX:
        raise AppError("evidence.too-large", size=str(size), most=str(SIZE_MAX))
    return file.read_bytes()


def _key(wanted: AddEvidence, digest: str) -> str:
    named = sha256(f"{wanted.login}\x00{wanted.file.name}\x00{digest}".encode()).hexdigest()
    return f"{wanted.department}/evidence/{wanted.row}/{named[:16]}"
