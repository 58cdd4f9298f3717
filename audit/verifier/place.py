"""Where a walk along a chain stands: the next number, and the hashes that the next record may name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from audit.verifier.record import ZEROS, Stored

Hashes: TypeAlias = frozenset[Stored]


@dataclass(slots=True)
class Place:
    """The state of one walk.

    `next` is the number stored in the next record, `shift` what it is short of the number that was written: a
    removed record whose successors were renumbered shifts by one. `tips` are the hashes of the last record: two if
    its stored and its computed hash differ, none if it is lost; `before` are those of the record before it. `moved`
    were found at another place than their own and are skipped there; `told` are the records that stood in theirs.
    """

    next: int = 1
    shift: int = 0
    tips: Hashes = frozenset({ZEROS})
    before: Hashes = frozenset()
    moved: set[Stored] = field(default_factory=set)
    told: set[Stored] = field(default_factory=set)
    passed: list[tuple[int, Hashes]] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The number under which the next record was written."""
        return self.next + self.shift

    def accepts(self, previous: Stored) -> bool:
        """Whether the next record may name this predecessor; after a lost record any will do."""
        return not self.tips or previous in self.tips

    def advance(self, *hashes: Stored) -> None:
        """Go past the next number; its record has these hashes."""
        self.passed.append((self.number, frozenset(hashes)))
        self.before, self.tips = self.tips, frozenset(hashes)
        self.next += 1

    def follow(self, own: Stored) -> None:
        """Go past a record that is told already."""
        self.before, self.tips = self.tips, frozenset((own,))
        self.next += 1

    def branch(self, own: Stored) -> None:
        """Go past a record that continues another one: what follows may continue either."""
        self.tips |= {own}
        self.next += 1

    def lose(self, until: int) -> None:
        """Go to a number without the records before it."""
        self.before, self.tips = frozenset(), frozenset()
        self.next = until

    def renumber(self, stored: int) -> None:
        """The record written under the present number is stored under this one."""
        self.shift = self.number - stored
        self.next = stored
