"""Tidy the evidence folder: what no record and no waiting request names, and has lain there for a day, is deleted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlmodel import and_, col, or_, select

from activities.evidence_store import INCOMING
from models.inbox import REFUSED, WAITING, InboxRequest
from models.ledger import LedgerRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlmodel import Session

    from activities.desk import Desk

# A request that is on its way names its content within minutes; one that waits stands in the inbox.
AGE: Final = timedelta(days=1)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Tidied:
    """The files that were deleted, or would be, and the bytes that they have together."""

    files: tuple[str, ...]
    size: int

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        return {"files": list(self.files), "bytes": self.size}


def tidy_evidence(desk: Desk, *, delete: bool = True) -> Tidied:
    """Delete what nobody names; with `delete` false only say what that is."""
    folder, latest = desk.evidence.folder, desk.clock() - AGE
    with desk.reading() as session:
        named = _named(session)
    found, size = [], 0
    for path in _strays(folder, named):
        told = path.stat()
        if datetime.fromtimestamp(told.st_mtime, UTC) > latest:
            continue
        found.append(path.relative_to(folder).as_posix())
        size += told.st_size
        if delete:
            path.unlink()
    return Tidied(tuple(found), size)


def _named(session: Session) -> frozenset[str]:
    """Every digest that a record of any book names, or a request that waits or may be sent again."""
    records = session.exec(select(LedgerRecord.subject_evidence).where(col(LedgerRecord.subject_evidence).is_not(None)))
    refused = and_(col(InboxRequest.state) == REFUSED, col(InboxRequest.closed).is_(other=False))
    requests = session.exec(select(InboxRequest.content).where(or_(col(InboxRequest.state) == WAITING, refused)))
    waiting = (digest for content in requests for digest in _DIGEST.findall(content))
    return frozenset({*(digest for digest in records if digest is not None), *waiting})


def _strays(folder: Path, named: frozenset[str]) -> Iterator[Path]:
    yield from sorted(folder.glob(f"{INCOMING}*"))
    for path in sorted(folder.glob("??/*")):
        half_written = path.name.startswith(".")
        if path.is_file() and (half_written or (_DIGEST.fullmatch(path.name) and path.name not in named)):
            yield path
