"""The tree over a book's records (RFC 6962, section 2.1): its root, and proofs of what it holds and how it grew.

A leaf is SHA-256(0x00 ‖ the record's own hash), a node SHA-256(0x01 ‖ left ‖ right). Written by recursion, as the
document defines it; the verifier's own writing goes the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from audit.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


_EMPTY: Final = sha256(b"").digest()
_BYTES: Final = 32
# To go on from a hash that was begun takes half the time of looking the algorithm up again.
_LEAF: Final = sha256(b"\x00")
_NODE: Final = sha256(b"\x01")


def leaf_hash(record_hash: bytes) -> bytes:
    """The leaf of a record, from its own hash in bytes."""
    begun = _LEAF.copy()
    begun.update(record_hash)
    return begun.digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The node above two others."""
    begun = _NODE.copy()
    begun.update(left + right)
    return begun.digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The roots of the full subtrees of a growing tree (its peaks), the largest first: all that appending needs.

    There are as many as `size` has ones in binary, so they stay few while the book grows.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, record_hash: bytes) -> Frontier:
        """The frontier with one record more."""
        peaks, node = list(self.peaks), leaf_hash(record_hash)
        full = self.size
        while full & 1:
            node = node_hash(peaks.pop(), node)
            full >>= 1
        return Frontier(self.size + 1, (*peaks, node))

    def root(self) -> bytes:
        """The tree hash; that of a tree without leaves is the hash of nothing."""
        if not self.peaks:
            return _EMPTY
        *rest, root = self.peaks
        for peak in reversed(rest):
            root = node_hash(peak, root)
        return root

    def text(self) -> str:
        """The peaks in hex, one after the other."""
        return b"".join(self.peaks).hex()

    @classmethod
    def parse(cls, size: int, text: str) -> Frontier:
        """Read what `text` wrote. Raises AuditError `ledger.bad-frontier` if it does not belong to this size."""
        try:
            raw = bytes.fromhex(text)
        except ValueError:
            raise AuditError("ledger.bad-frontier", size=str(size)) from None
        if len(raw) != _BYTES * size.bit_count():
            raise AuditError("ledger.bad-frontier", size=str(size))
        return cls(size, tuple(raw[start : start + _BYTES] for start in range(0, len(raw), _BYTES)))


def root_over(record_hashes: Iterable[bytes]) -> bytes:
    """The tree hash over records in their order, read once."""
    frontier = Frontier()
    for each in record_hashes:
        frontier = frontier.append(each)
    return frontier.root()


def inclusion_proof(index: int, size: int, root_of: Callable[[int, int], bytes]) -> list[bytes]:
    """The nodes that lead from leaf `index` (from 0) to the root of a tree of `size`, the lowest first.

    Raises AuditError `proof.no-such-leaf`.
    """
    if not 0 <= index < size:
        raise AuditError("proof.no-such-leaf", index=str(index), size=str(size))
    return _path(index, 0, size, root_of)


def consistency_proof(old: int, new: int, root_of: Callable[[int, int], bytes]) -> list[bytes]:
    """The nodes that show the tree of `old` leaves to be the beginning of that of `new`.

    Raises AuditError `proof.no-such-size` unless 0 < old <= new.
    """
    if not 0 < old <= new:
        raise AuditError("proof.no-such-size", old=str(old), new=str(new))
    return _growth(old, 0, new, root_of, known=True)


def _path(index: int, low: int, high: int, root_of: Callable[[int, int], bytes]) -> list[bytes]:
    if high - low == 1:
        return []
    middle = low + _split(high - low)
    if index < middle:
        return [*_path(index, low, middle, root_of), root_of(middle, high)]
    return [*_path(index, middle, high, root_of), root_of(low, middle)]


def _growth(old: int, low: int, high: int, root_of: Callable[[int, int], bytes], *, known: bool) -> list[bytes]:
    """Section 2.1.2: `known` while the old tree's root is one that whoever checks has already."""
    if old == high:
        return [] if known else [root_of(low, high)]
    middle = low + _split(high - low)
    if old <= middle:
        return [*_growth(old, low, middle, root_of, known=known), root_of(middle, high)]
    return [*_growth(old, middle, high, root_of, known=False), root_of(low, middle)]


def _split(count: int) -> int:
    """The largest power of two below the count: so many leaves stand in the left subtree."""
    return 1 << ((count - 1).bit_length() - 1)
