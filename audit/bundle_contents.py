"""What goes into a bundle: heads, records, rubrics, evidence, each as it lies in the book."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from audit.canonical import canonical_bytes
from audit.errors import AuditError, UnknownBookError
from audit.upcast import payload_as
from models.book import BookId
from models.evidence import Piece
from models.ledger import Head, LedgerRecord
from models.payloads import ActDone, RubricAdopted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Source:
    """Where a book's parts lie: a session on its records, the folder of heads, the folder of evidence files."""

    session: Session
    book: str
    heads: Path
    evidence: Path


def copy_heads(source: Source, bundle: Path) -> None:
    """Copy the checkpoints of the book, the bureau's public keys, and the notes by which one named the next."""
    flat = source.book.replace("/", "~")
    bureau = BookId.parse(source.book).bureau
    (bundle / "heads" / flat).mkdir(parents=True)
    for path in sorted((source.heads / flat).glob("*.head")):
        shutil.copyfile(path, bundle / "heads" / flat / path.name)
    for path in (source.heads / f"{bureau}.pub", *sorted(source.heads.glob(f"{bureau}.*.handover"))):
        if path.exists():
            shutil.copyfile(path, bundle / "heads" / path.name)


def write_head(source: Source, bundle: Path) -> None:
    """Write the head as its table has it. Raises UnknownBookError."""
    head = source.session.get(Head, source.book)
    if head is None:
        raise UnknownBookError(book=source.book)
    (bundle / "head.json").write_bytes(canonical_bytes(head.model_dump(exclude={"book", "recorded_at"})))


def write_records(source: Source, bundle: Path, progress: Callable[[int], None]) -> None:
    """Write a record a line, as canonical JSON. Raises AuditError `export.damaged` for a payload that is no text."""
    with (bundle / "records.jsonl").open("wb") as file:
        for record in _records(source):
            try:
                columns = {**record.model_dump(exclude={"payload"}), "payload": record.payload.decode()}
            except UnicodeDecodeError:
                place = {"sequence": str(record.sequence), "subject": "record"}
                raise AuditError("export.damaged", book=source.book, kind="malformed", **place) from None
            file.write(canonical_bytes(columns) + b"\n")
            progress(record.sequence)


def write_rubrics(source: Source, bundle: Path) -> None:
    """Write each adopted rubric as the bytes that were adopted."""
    (bundle / "rubrics").mkdir()
    for record in _records(source, "rubric.adopted"):
        adopted = payload_as(record, RubricAdopted)
        (bundle / "rubrics" / f"{adopted.hash}.yaml").write_bytes(adopted.yaml.encode())


def write_evidence(source: Source, bundle: Path, *, with_evidence: bool) -> None:
    """List what the records name, and copy the files if they are wanted. Raises AuditError `export.damaged`."""
    with (bundle / "evidence.txt").open("w", encoding="utf-8") as file:
        for record in _records(source, "evidence.added", "evidence.amended"):
            content = payload_as(record, ActDone).content
            if isinstance(content, Piece):
                file.write(f"{content.sha256}  {content.size}  {record.sequence}\n")
                if with_evidence:
                    _copy_evidence(source, bundle, content.sha256, record.sequence)


def _copy_evidence(source: Source, bundle: Path, digest: str, sequence: int) -> None:
    place = f"{digest[:2]}/{digest}"
    target = bundle / "evidence" / place
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(source.evidence / place, target)
    except FileNotFoundError:
        found = {"kind": "evidence-missing", "sequence": str(sequence), "subject": f"evidence/{place}"}
        raise AuditError("export.damaged", book=source.book, **found) from None


def _records(source: Source, *kinds: str) -> Iterator[LedgerRecord]:
    query = select(LedgerRecord).where(LedgerRecord.book == source.book).order_by(col(LedgerRecord.sequence))
    if kinds:
        query = query.where(col(LedgerRecord.kind).in_(kinds))
    for record in source.session.exec(query.execution_options(yield_per=500)):
        source.session.expunge(record)
        yield record
