"""Evidence handed in to a year at once, with no server between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models.evidence import EvidenceVersion
from models.evidence_tables import Evidence
from tests.support.shijing import BOOK, local

if TYPE_CHECKING:
    from models.receipts import Receipt
    from tests.support.shijing import Shijing

DAY = "2022-03-10"


def add(year: Shijing, request: str, content: bytes, row: str = "carry-over", matter: str = "self-evaluation") -> int:
    """A new piece; the record that it stands in."""
    proof = year.proof(request, row, content, f"{request}.txt")
    return year.act(matter, "evidence.add", proof, "filler", local(DAY), f"proof/{request}").sequence


def version(year: Shijing, request: str, content: bytes, supersedes: int, row: str = "carry-over") -> EvidenceVersion:
    """The content of an amendment."""
    proof = year.proof(request, row, content, f"{request}.txt").model_dump(exclude={"kind"})
    return EvidenceVersion(**proof, supersedes=supersedes, reason=year.commit(request, "reason", "盖章版"))


def amend(year: Shijing, request: str, content: bytes, supersedes: int, row: str = "carry-over") -> Receipt:
    """A new version in the place of the one in a record."""
    new = version(year, request, content, supersedes, row)
    return year.act("self-evaluation", "evidence.amend", new, "filler", local(DAY), f"proof/{request}")


def pieces(year: Shijing) -> list[Evidence]:
    """Every version that the book knows, in its order."""
    with year.desk.reading() as session:
        return list(session.exec(select(Evidence).where(col(Evidence.book) == BOOK).order_by(col(Evidence.sequence))))
