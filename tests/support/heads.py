"""The heads that a book had: what a forger with the key has to sign again after writing the book anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.merkle import Frontier
from models.ledger import Head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from models.ledger import LedgerRecord


def heads_of(records: Iterable[LedgerRecord]) -> Iterator[Head]:
    """The head of the book after each record."""
    frontier = Frontier.parse(0, "")
    for size, record in enumerate(records, 1):
        frontier = frontier.append(bytes.fromhex(record.hash))
        at = {"recorded_at": record.recorded_at, "epoch": record.epoch, "peaks": frontier.text()}
        yield Head(book=record.book, sequence=size, hash=record.hash, **at)
