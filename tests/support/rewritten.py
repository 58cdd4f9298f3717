"""A book in the hands of somebody who has database and key: rows changed, chained anew, and every head signed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from audit.verifier import verify
from models.ledger import LedgerRecord
from tests.support.heads import heads_of
from tests.support.shijing import BOOK
from tests.support.tampered import Tampered

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing


def rewritten(year: Shijing, data: Path, change: Any) -> list[tuple[str, int | None]]:  # noqa: ANN401  # a test's own
    """The damages after somebody with database and key changed rows, chained them anew and signed all heads anew."""
    year.desk.engine.dispose()
    tampered = Tampered(data)
    rows = tampered.rows()
    change(rows)
    tampered.rewrite(rows)
    sizes = set(year.desk.signer.checkpoints(BOOK)) & set(range(len(rows))) | {len(rows)}
    with year.desk.reading() as session:
        records = list(session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))))
    year.desk.engine.dispose()
    for path in year.desk.signer.folder(BOOK).iterdir():
        path.unlink()
    for head in (head for head in heads_of(records) if head.sequence in sizes):
        year.desk.signer.sign(head)
    (book,) = verify(data, (BOOK,)).books
    return [(damage.kind, damage.sequence) for damage in book.damages]
