"""What a proved record says about a score, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.verifier.canonical import NotCanonicalError, read_canonical
from audit.verifier.record import raw_bytes

if TYPE_CHECKING:
    from audit.verifier.canonical import Json
    from audit.verifier.record import Record


def proved_score(record: Record) -> dict[str, str]:
    """Return department, kind, and as far as the record has them total, of and grade."""
    shown = {"kind": str(record.kind), "department": str(record.subject_department or "")}
    try:
        payload = read_canonical(raw_bytes(record.payload))
    except NotCanonicalError:
        return shown
    part = _part(payload, "evaluation" if record.kind == "evaluation.made" else "review")
    figures = {name: part.get(name) for name in ("total", "of", "grade")}
    return {**shown, **{name: value for name, value in figures.items() if isinstance(value, str)}}


def _part(payload: Json, name: str) -> dict[str, Json]:
    inner = payload.get(name) if isinstance(payload, dict) else None
    return inner if isinstance(inner, dict) else {}
