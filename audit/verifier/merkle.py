"""The tree over a book's records, read: RFC 6962 tree hash, RFC 9162's way of checking proofs, in constant memory.

A leaf is SHA-256(0x00 ‖ the record's hash in bytes), a node SHA-256(0x01 ‖ left ‖ right), the tree without leaves
SHA-256 of nothing.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Tree:
    """Takes leaves one after the other; keeps one hash for each full subtree, the highest first."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, record_hash: bytes) -> None:
        """Take the next record's hash."""
        # Written out for every record of a book: a call costs as much as the hash.
        node, full = sha256(b"\x00" + record_hash).digest(), self.size
        while full & 1:
            node = sha256(b"\x01" + self._peaks.pop() + node).digest()
            full >>= 1
        self._peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the tree hash over what was taken."""
        root = b""
        for peak in reversed(self._peaks):
            root = _node(peak, root) if root else peak
        return root or sha256(b"").digest()

    def peaks(self) -> str:
        """Return the full subtrees' hashes in hex, the highest first."""
        return b"".join(self._peaks).hex()


def holds(record_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the record at `index` (from 0) to the root of a tree of `size`."""
    if not 0 <= index < size:
        return False
    here, last, node = index, size - 1, _leaf(record_hash)
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            node = _node(step, node)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            node = _node(node, step)
        here, last = here >> 1, last >> 1
    return last == 0 and node == root


def continues(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows the tree of `old` leaves to be the beginning of the tree of `new`."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    if not steps:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            first, second = _node(step, first), _node(step, second)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            second = _node(second, step)
        here, last = here >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _leaf(record_hash: bytes) -> bytes:
    return sha256(b"\x00" + record_hash).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
