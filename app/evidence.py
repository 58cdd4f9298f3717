"""Hand in evidence through the counter of the running service: the bytes are on disk before their record."""

from __future__ import annotations

import asyncio
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import AppError
from app.people import actor_of, naming_people
from app.service import counter_of, require_service
from app.temporal_client import connect
from models.commands import Deed, NewEvidence
from models.projections import Book
from models.receipts import Receipt

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.settings import Settings


@dataclass(frozen=True, slots=True)
class AddEvidence:
    """A file, the row that rests on it, who brings it, and the phase in which it is brought."""

    file: Path
    row: str
    department: str
    book: str
    login: str
    matter: str = "self-evaluation"


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """The receipt, the digest that names the content, and the key to send again with."""

    receipt: Receipt
    digest: str
    key: str


def add_evidence(settings: Settings, desk: Desk, wanted: AddEvidence) -> EvidenceAdded:
    """Keep the file and record it; the same content for the same row is the same request."""
    running = require_service(settings)
    if not wanted.file.is_file():
        raise AppError("evidence.no-file", file=str(wanted.file))
    content = wanted.file.read_bytes()
    digest = desk.evidence.put(content)
    with desk.reading() as session:
        actor = actor_of(session, wanted.login)
        book = session.get(Book, wanted.book)
    if book is None:
        raise AppError("book.unknown", book=wanted.book, known="-")
    key = _key(wanted, digest)

    async def send() -> Receipt:
        counter = counter_of(await connect(running.address), desk, book.shift_seconds)
        evidence = NewEvidence(
            row=wanted.row,
            sha256=digest,
            size=len(content),
            media_type=mimetypes.guess_type(wanted.file.name)[0] or "application/octet-stream",
            name=counter.commit(wanted.book, key, "name", wanted.file.name),
        )
        return await counter.act(
            wanted.book,
            wanted.department,
            key,
            Deed(actor=actor, act="evidence.add", matter=wanted.matter, content=evidence),
        )

    with naming_people(desk):
        return EvidenceAdded(asyncio.run(send()), digest, key)


def _key(wanted: AddEvidence, digest: str) -> str:
    named = sha256(f"{wanted.login}\x00{wanted.file.name}\x00{digest}".encode()).hexdigest()
    return f"{wanted.department}/evidence/{wanted.row}/{named[:16]}"
