"""Verify a data folder: every record of every book, its chain, its signed heads, its evidence, the law of its year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from audit.verifier.after_end import AfterEnd
from audit.verifier.content import ContentCheck
from audit.verifier.database import Database, HeadRow, opened
from audit.verifier.demanded_heads import DemandedHeads
from audit.verifier.erasures import ErasureNotes
from audit.verifier.errors import VerifierError
from audit.verifier.evidence import EvidenceFiles
from audit.verifier.head_files import Heads, books_with_heads, no_heads, read_heads
from audit.verifier.held import read_held, require_concerned, vouched
from audit.verifier.law import Law
from audit.verifier.other_books import OtherBooks
from audit.verifier.report import BookReport, Damage, Report, in_order
from audit.verifier.seals import SEALED, Seals
from audit.verifier.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable
    from pathlib import Path

DATABASE: Final = "jixiao.db"
_MOST_DAMAGES: Final = 100


def verify(
    data: Path,
    books: tuple[str, ...] = (),
    keys: Path | None = None,
    ledger: Callable[[], Path] | None = None,
    checkpoints: tuple[Path, ...] = (),
    *,
    chain_only: bool = False,
) -> Report:
    """Verify these books of a data folder, or all of them.

    `keys` is a public key or a folder of them that the auditor brought along; without it the folder's own keys are
    taken, and somebody who could replace those as well is not found. `ledger` brings a file with the tables from
    elsewhere; it is called after the heads are read. `checkpoints` are files of signed heads that the auditor kept:
    the books must contain them. With `chain_only` what the records say is not held against the law of the year.

    Raises VerifierError if there is no ledger to read, no such book, or if none of the heads is of one of the books.
    """
    # The heads first: whatever they vouch for is in the snapshot that is taken after them, even in a running system.
    held = read_held(checkpoints)
    signed = {book: read_heads(data, book, keys) for book in books_with_heads(data)}
    with opened(data / DATABASE if ledger is None else ledger()) as database:
        known = sorted({*database.books(), *signed, *(head.book for head in held)})
        for book in books:
            if book not in known:
                raise VerifierError("verify.unknown-book", book=book, known=", ".join(known))
        evidence = EvidenceFiles(data)
        wanted = books or _with_phantoms_last(database, known, signed.keys())
        require_concerned(held, wanted)
        heads = {book: replace(signed.get(book) or no_heads(book), held=held) for book in wanted}
        reports = tuple(
            verify_book(database, book, heads[book], evidence, None if chain_only else Law(book)) for book in wanted
        )
        return Report(reports, () if books else _without_book(database), chain_only)


def read_books(data: Path) -> tuple[str, ...]:
    """Return the books that the ledger, its heads or the folder of signed heads name, sorted."""
    with opened(data / DATABASE) as database:
        return tuple(sorted({*database.books(), *books_with_heads(data)}))


def verify_book(database: Database, book: str, heads: Heads, evidence: EvidenceFiles, law: Law | None) -> BookReport:
    """Verify one book, by the law of its year too where that is given."""
    walk = Walk(book, database, vouched(heads.by_count.values(), heads.held, book))
    content, erasures = ContentCheck(book, evidence), ErasureNotes(book)
    seals, others, ended = Seals(book, database), OtherBooks(book, database), AfterEnd(book)
    demanded = DemandedHeads(book, heads.sizes)
    damages = list(heads.damages)
    unlawful: list[Damage] = []
    missed: list[Damage] = []
    complete = True
    for record in database.records(book):
        root = walk.root if record.kind == SEALED else None
        found, stands = walk.take(record)
        # Behind a gap the walk knows only now which number this one was written under.
        number = walk.number - 1
        damages += found
        if stands:
            damages += [*content.damages(record, number), *erasures.take(record, number)]
            damages += [*seals.damages(record, number, root), *others.damages(record, number)]
            damages += ended.damages(record, number)
            missed += demanded.take(record, number)
            unlawful += law.damages(record, number) if law is not None else []
        if len(damages) >= _MOST_DAMAGES:
            complete = False
            break
    if complete:
        head = database.head(book)
        damages += [*walk.finish(head), *_epoch(book, head, content.epoch)]
    if any(damage.kind == "head-differs" for damage in damages):
        # Heads of another book than this one do not have to fit its ends.
        missed.clear()
    return BookReport(
        book=book,
        count=walk.number - 1,
        hash=str(walk.hash),
        signed_heads=len(heads.by_count),
        proved=walk.proved,
        damages=in_order([*damages, *unlawful, *missed]),
        complete=complete,
        root=walk.root,
        closings=tuple(seals.told),
        erasures=erasures.found,
        copies=tuple(others.told),
        law=None if law is None else law.reckoned,
    )


def _epoch(book: str, head: HeadRow | None, last: int) -> list[Damage]:
    if head is None or head.epoch == last or not last:
        return []
    detail = {"before": str(last), "found": str(head.epoch)}
    backwards = isinstance(head.epoch, int) and head.epoch < last
    return [Damage("rolled-back" if backwards else "head-differs", book, None, "head", detail)]


def _with_phantoms_last(database: Database, books: Iterable[str], signed: Container[str]) -> tuple[str, ...]:
    # A record or a head whose book was altered makes a book of its own; the book that misses it is to be named first.
    return tuple(sorted(books, key=lambda book: (book not in signed, database.head(book) is None, book)))


def _without_book(database: Database) -> tuple[Damage, ...]:
    count = database.without_book()
    return (Damage("malformed", "", None, "record", {"column": "book", "count": str(count)}),) if count else ()
