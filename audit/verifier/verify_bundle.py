"""Verify a bundle (审计包): its files, chain, tree, checkpoints and evidence, and every score computed again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit.verifier.bundle_copies import Copies
from audit.verifier.bundle_files import check_files
from audit.verifier.bundle_records import laid_out
from audit.verifier.evidence import EvidenceFiles
from audit.verifier.head_files import Heads, read_heads
from audit.verifier.held import read_held, require_concerned
from audit.verifier.law import Law
from audit.verifier.report import BookReport, Damage, in_order
from audit.verifier.rescore import Rescoring
from audit.verifier.verify_books import verify_book

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class BundleReport:
    """What a bundle holds and what is wrong with it, the files first.

    `files` are those that the manifest lists; `own_key` tells that only the key in the bundle vouched for the heads.
    """

    ledger: BookReport
    files: int
    damages: tuple[Damage, ...]
    heads: Heads
    scores: Rescoring
    evidence: EvidenceFiles
    own_key: bool

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.damages


def verify_bundle(bundle: Path, keys: Path | None = None, checkpoints: tuple[Path, ...] = ()) -> BundleReport:
    """Verify a bundle's folder; `keys` is a public key, `checkpoints` are signed heads that the reader brought along.

    Raises VerifierError `bundle.none` if there is no bundle, `verify.bad-checkpoint` for a file that is none,
    `verify.other-checkpoints` if none of them is of the bundle's book, `verify.bad-keys`, `bundle.not-plain`.
    """
    held = read_held(checkpoints)
    files = check_files(bundle)
    book = files.book
    if book:
        require_concerned(held, (book,))
    damages: list[Damage] = []
    heads = replace(read_heads(bundle, book, keys), held=held)
    copies = Copies(bundle, book)
    law = Law(book, copies)
    evidence = EvidenceFiles(bundle, demanded=False)
    with laid_out(bundle, book, damages) as database:
        ledger = verify_book(database, book, heads, evidence, law)
    damages += [*ledger.damages, *copies.damages()]
    return BundleReport(
        ledger=ledger,
        files=files.count,
        damages=(*files.damages, *in_order(damages)),
        heads=heads,
        scores=law.scores,
        evidence=evidence,
        own_key=keys is None,
    )
