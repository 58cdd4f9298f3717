"""Evidence in words: row by row with what is missing, or one piece with all its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.speaking import voice
from cli.waiting import moment
from cli.worded import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.evidence.pieces import RowEvidence, Version


def show_rows(rows: Iterable[RowEvidence]) -> None:
    """Every row with its versions, then what is still missing."""
    found = list(rows)
    lines = [line for row in found for line in _lines(row)]
    if lines:
        columns = ("column.row", "column.record:", "column.version:", "column.file", "column.kind", "column.state")
        voice.table(columns, lines)
    else:
        voice.say("evidence.none")
    show_missing(found)


def show_missing(rows: Iterable[RowEvidence]) -> None:
    """What the rows demand and nobody has handed in yet."""
    for row in rows:
        for proof in row.demands:
            if proof.missing:
                code = "evidence.missing-required" if proof.demand.required else "evidence.missing"
                named = {"row": row.row, "name": proof.demand.name, "demand": proof.demand.kind}
                voice.say(code, **named, count=str(proof.missing))


def _lines(row: RowEvidence) -> Iterable[tuple[str, ...]]:
    names = {proof.demand.kind: proof.demand.name for proof in row.demands}
    for version in row.versions:
        piece = version.piece
        kind = names.get(piece.demand, piece.demand) if piece.demand is not None else ""
        yield (row.name, str(piece.sequence), str(piece.version), shown(version.name), kind, _state(version))


def _state(version: Version) -> str:
    newer = version.piece.superseded_by
    return voice.text("evidence.stands") if newer is None else voice.text("evidence.gave-way", sequence=str(newer))


def show_versions(versions: Iterable[Version]) -> None:
    """One piece: each version with who brought it when, and why it took the place of the one before."""
    for version in versions:
        piece = version.piece
        voice.say(
            "evidence.version",
            version=str(piece.version),
            sequence=str(piece.sequence),
            row=piece.row,
            name=shown(version.name),
            state=_state(version),
        )
        at, size = moment(piece.received_at), str(piece.size)
        voice.say("evidence.brought", by=shown(version.by), at=at, media=piece.media_type, size=size)
        voice.say("evidence.digest", digest=piece.sha256)
        if version.reason is not None:
            voice.say("evidence.because", before=str(piece.supersedes), reason=shown(version.reason))
