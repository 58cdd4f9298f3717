"""What a verification found: per book the proved length and every damage, the first one first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal[
    "altered",
    "deleted",
    "inserted",
    "reordered",
    "truncated",
    "forked",
    "rolled-back",
    "head-missing",
    "head-forged",
    "head-differs",
    "evidence-missing",
    "evidence-changed",
    "time-backwards",
    "malformed",
    "score-differs",
    "rubric-differs",
    "sample-differs",
    "file-missing",
    "file-changed",
    "file-unlisted",
    "after-end",
    "after-seal",
    "seal-differs",
    "correction-differs",
    "copy-differs",
    "result-differs",
    "doubts-differ",
    "unauthorised",
    "out-of-turn",
    "lateness-differs",
]

_LAST = 2**63


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is not as it was written.

    `sequence` is the record's number in the undamaged book, None where no record is meant; `subject` says what is
    damaged: "record", "head" (the table), "signed" or "held" (a checkpoint), or a path inside the data folder.
    `detail` fills the message's blanks.
    """

    kind: Kind
    book: str
    sequence: int | None
    subject: str = "record"
    detail: Mapping[str, str] = field(default_factory=dict)

    def to_data(self) -> dict[str, str | int | dict[str, str] | None]:
        """Write it as JSON-able data."""
        return {
            "kind": self.kind,
            "book": self.book,
            "sequence": self.sequence,
            "subject": self.subject,
            "detail": dict(self.detail),
        }


class Closing(NamedTuple):
    """A seal with its number, an addendum with its document, or an approved correction with the record it corrects."""

    what: Literal["seal", "addendum", "correction"]
    sequence: int
    about: str


class CopyNote(NamedTuple):
    """A copy of last year's book `source`, and whether that book was at hand to compare it with."""

    sequence: int
    source: str
    compared: bool


class ErasureNote(NamedTuple):
    """One erasure: `what` is "text" or "person", `target` the commitment or the actor id, `moment` domain time."""

    sequence: int
    what: str
    target: str
    moment: str
    ground: str
    requested_by: str
    approved_by: str


class Reckoned(NamedTuple):
    """How many scores, mid-year readings, reviews, undecided evaluations and doubts about targets were found again.

    `until` is the record behind which nothing was judged any more, because too much was unlawful; None if all was.
    """

    scores: int
    readings: int
    reviews: int
    undecided: int
    doubts: int
    until: int | None


@dataclass(frozen=True, slots=True)
class BookReport:
    """One book: `count` records, the last one's `hash`, the tree's `root`, and how far signed heads vouch for it.

    `root` is None behind a damaged record. `closings` are its seals, addenda and approved corrections, `erasures` the
    texts and names that the book says were erased, `copies` what it copied from last year's book. `law` is None where
    the law of the year was not looked at, or has nothing to say.

    `signed_heads` are the heads with a good signature, `proved` the records up to the last head that agrees, and
    `unproved` the records after it. `complete` is False if the reader gave up after too many damages.
    """

    book: str
    count: int
    hash: str
    signed_heads: int
    proved: int
    damages: tuple[Damage, ...]
    complete: bool = True
    root: str | None = None
    closings: tuple[Closing, ...] = ()
    erasures: tuple[ErasureNote, ...] = ()
    copies: tuple[CopyNote, ...] = ()
    law: Reckoned | None = None

    @property
    def unproved(self) -> int:
        """Records that no signed head covers: what happened to them cannot be proved by this folder alone."""
        return max(0, self.count - self.proved)

    @property
    def unnamed_keys(self) -> tuple[str, ...]:
        """The keys that signed heads, though none that is trusted has named them: forged, or handed over unwritten."""
        return tuple(sorted({key for damage in self.damages for key in damage.detail.get("signed-by", "").split()}))

    @property
    def ok(self) -> bool:
        """Whether nothing was found; it says nothing about the unproved records beyond their own chain."""
        return not self.damages


@dataclass(frozen=True, slots=True)
class Report:
    """All verified books, and damages that belong to no book.

    Where `chain_only`, nobody looked at what the records say: who might write them, in whose turn, what they score.
    """

    books: tuple[BookReport, ...]
    strays: tuple[Damage, ...] = ()
    chain_only: bool = False

    @property
    def ok(self) -> bool:
        """Whether no damage was found anywhere."""
        return not self.strays and all(book.ok for book in self.books)

    @property
    def first(self) -> Damage | None:
        """The first damage of the first damaged book, or None."""
        return next((damage for book in self.books for damage in book.damages), next(iter(self.strays), None))

    def to_data(self) -> dict[str, object]:
        """Write it as JSON-able data."""
        return {
            "ok": self.ok,
            "chain_only": self.chain_only,
            "books": [_book_data(book) for book in self.books],
            "strays": [damage.to_data() for damage in self.strays],
        }


def in_order(damages: list[Damage]) -> tuple[Damage, ...]:
    """Sort damages by their record, what is wrong with it before what contradicts it; those of no record come last.

    A signed head that is not there says less than a record that is not as it was: it comes after all of them. What two
    checks have found is told once.
    """
    found = [damage for number, damage in enumerate(damages) if damage not in damages[:number]]
    return tuple(sorted(found, key=_rank))


def _rank(damage: Damage) -> tuple[bool, int, bool]:
    missed = damage.kind == "head-missing" and damage.sequence is not None
    return missed, _LAST if damage.sequence is None else damage.sequence, damage.subject in {"head", "signed", "held"}


def _book_data(book: BookReport) -> dict[str, object]:
    return {
        "book": book.book,
        "ok": book.ok,
        "count": book.count,
        "hash": book.hash,
        "root": book.root,
        "signed_heads": book.signed_heads,
        "proved": book.proved,
        "unproved": book.unproved,
        "complete": book.complete,
        "closings": [one._asdict() for one in book.closings],
        "erasures": [erasure._asdict() for erasure in book.erasures],
        "copies": [copy._asdict() for copy in book.copies],
        "law": None if book.law is None else book.law._asdict(),
        "damages": [damage.to_data() for damage in book.damages],
    }
