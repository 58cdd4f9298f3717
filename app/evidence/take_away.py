"""Take a piece of evidence away: the very bytes that were handed in, compared with their digest on the way."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from app.errors import AppError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from activities.desk import Desk
    from models.evidence_tables import Evidence

_CHUNK: Final = 1 << 20


def take_away(desk: Desk, piece: Evidence, target: Path) -> None:
    """Write the content to a file that is not there yet.

    Raises AppError `evidence.target-exists`; `evidence.changed` for a content that is missing or has been changed, of
    which nothing is left behind.
    """
    changed = AppError("evidence.changed", sequence=str(piece.sequence), digest=piece.sha256)
    stored = desk.evidence.path(piece.sha256)
    if not stored.exists():
        raise changed
    try:
        with stored.open("rb") as source, target.open("xb") as file:
            digest = _copied(source, file)
    except FileExistsError:
        raise AppError("evidence.target-exists", file=str(target)) from None
    if digest != piece.sha256:
        target.unlink()
        raise changed


def _copied(source: BinaryIO, target: BinaryIO) -> str:
    digest = sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()
