"""The tree over a book's records as a walk goes along, for as long as every record is as it was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from audit.verifier.merkle import Tree

if TYPE_CHECKING:
    from audit.verifier.place import Hashes

_HASH: Final = re.compile(r"[0-9a-f]{64}")


class Growth:
    """Grows a tree by the records that a walk passes; a doubtful one ends it, because its leaf is not known."""

    def __init__(self) -> None:
        self._tree: Tree | None = Tree()

    def take(self, number: int, hashes: Hashes) -> None:
        """Take the record written under this number; `hashes` are two where stored and computed hash differ."""
        tree = self._tree
        if tree is None:
            return
        (own,) = hashes if len(hashes) == 1 else (None,)
        if number == tree.size + 1 and isinstance(own, str) and _HASH.fullmatch(own):
            tree.add(bytes.fromhex(own))
        else:
            self._tree = None

    def follow(self, number: int, own: str) -> None:
        """Take a record whose hash was computed and is the stored one."""
        if self._tree is not None and number == self._tree.size + 1:
            self._tree.add(bytes.fromhex(own))
        else:
            self._tree = None

    def root(self) -> str | None:
        """Return the tree hash in hex, or None if it cannot be told."""
        return None if self._tree is None else self._tree.root().hex()

    def peaks(self) -> str | None:
        """Return the full subtrees' hashes in hex, or None if they cannot be told."""
        return None if self._tree is None else self._tree.peaks()
