"""Hand in evidence: a new piece for one row or several, or a new version in the place of pieces that stand."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from activities.check_piece import require_demand, require_row, standing_piece
from activities.desk import Desk
from activities.enrolled import enrolled
from activities.errors import RefusedError
from app.evidence.bringing import Bringing, EvidenceKept, Sending, bring
from app.texts import require_words
from app.word_key import key_part
from audit.append import find
from models.evidence import DemandedEvidence, EvidenceVersion, NewEvidence, Piece
from models.evidence_tables import Evidence

if TYPE_CHECKING:
    from sqlmodel import Session

    from app.settings import Settings
    from app.texts import Texts
    from models.commands import Content


def add_evidence(
    settings: Settings, desk: Desk, bringing: Bringing, rows: tuple[str, ...], demand: str | None = None
) -> EvidenceKept:
    """Keep the file once and record it for each row; the same content for the same row is the same request.

    `demand` names what of the row's demands it is. Raises what `bring` raises.
    """
    return bring(settings, desk, bringing, _Adding(desk, bringing, rows, demand))


def amend_evidence(
    settings: Settings, desk: Desk, bringing: Bringing, pieces: tuple[int, ...], reason: str
) -> EvidenceKept:
    """Put a new version in the place of the pieces in these records; the old ones are kept.

    Raises AppError `task.text-needed` for a reason without words, and what `bring` raises.
    """
    require_words(reason=reason)
    return bring(settings, desk, bringing, _Amending(bringing, pieces, reason))


@dataclass(frozen=True, slots=True)
class _Adding:
    desk: Desk
    bringing: Bringing
    rows: tuple[str, ...]
    demand: str | None
    act: str = "evidence.add"

    def sendings(self, session: Session, digest: str) -> tuple[Sending, ...]:
        rubric_hash = enrolled(session, self.bringing.book, self.bringing.department).rubric_hash
        rubric, _ = self.desk.evaluators.of(session, self.bringing.book, rubric_hash)
        for row in self.rows:
            require_row(rubric, row)
            if self.demand is not None:
                require_demand(rubric, row, self.demand)
        words = (digest, *(() if self.demand is None else (self.demand,)))
        return tuple(Sending(row, _key(self.bringing, row, len(self.rows), *words)) for row in self.rows)

    def content(self, _texts: Texts, _sending: Sending, piece: Piece) -> Content:
        words = piece.model_dump()
        return NewEvidence(**words) if self.demand is None else DemandedEvidence(**words, demand=self.demand)


@dataclass(frozen=True, slots=True)
class _Amending:
    bringing: Bringing
    pieces: tuple[int, ...]
    reason: str
    act: str = "evidence.amend"

    def sendings(self, session: Session, digest: str) -> tuple[Sending, ...]:
        return tuple(self._sending(session, piece, digest) for piece in self.pieces)

    def _sending(self, session: Session, piece: int, digest: str) -> Sending:
        key = _key(self.bringing, str(piece), len(self.pieces), digest, self.reason)
        if find(session, self.bringing.book, key) is not None:
            # Sent before: the first receipt is waiting, whatever has become of the piece since.
            return Sending(session.get_one(Evidence, (self.bringing.book, piece)).row, key, piece)
        before = standing_piece(session, self.bringing.book, self.bringing.department, piece)
        if before.sha256 == digest:
            raise RefusedError("evidence.unchanged", sequence=str(piece), digest=digest)
        return Sending(before.row, key, piece)

    def content(self, texts: Texts, sending: Sending, piece: Piece) -> Content:
        if sending.supersedes is None:
            raise AssertionError(sending)
        why = texts.commit("reason", self.reason)
        return EvidenceVersion(**piece.model_dump(), supersedes=sending.supersedes, reason=why)


def _key(bringing: Bringing, about: str, count: int, *words: str) -> str:
    """The same words and the same content are the same request; a key that is given serves several rows apart."""
    if bringing.key is not None:
        return bringing.key if count == 1 else f"{bringing.key}/{about}"
    named = "\x00".join((bringing.login, bringing.file.name, *words))
    return f"{key_part(bringing.department)}/evidence/{about}/{sha256(named.encode()).hexdigest()[:16]}"
