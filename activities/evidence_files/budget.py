"""How much an archive may unpack to, everything inside it included: counted while it is read, and never believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from activities.errors import RefusedError

_MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """The most entries, unpacked bytes and layers, and how many times the packed bytes may grow.

    Up to `free_bytes` nothing is said about growth: small forms of office programs are packed very tightly.
    """

    entries: int = 10_000
    bytes: int = 512 * _MIB
    layers: int = 3
    growth: int = 100
    free_bytes: int = 32 * _MIB
    directory_bytes: int = 4 * _MIB


@dataclass(slots=True)
class Budget:
    """What has been used up of the limits by the file that is named, which has `packed` bytes."""

    file: str
    packed: int
    limits: ArchiveLimits
    entries: int = 0
    unpacked: int = 0

    def enter(self, count: int) -> None:
        """Take the entries of one archive. Raises RefusedError `evidence.archive-entries`."""
        self.entries += count
        if self.entries > self.limits.entries:
            raise RefusedError("evidence.archive-entries", file=self.file, most=str(self.limits.entries))

    def unpack(self, size: int) -> None:
        """Take bytes that were unpacked. Raises RefusedError `evidence.archive-bytes`, `evidence.archive-growth`."""
        self.unpacked += size
        if self.unpacked > self.limits.bytes:
            raise RefusedError("evidence.archive-bytes", file=self.file, most=str(self.limits.bytes))
        if self.unpacked > max(self.limits.free_bytes, self.limits.growth * self.packed):
            raise RefusedError("evidence.archive-growth", file=self.file, most=str(self.limits.growth))

    def descend(self, layer: int) -> None:
        """Open an archive that lies so deep. Raises RefusedError `evidence.archive-layers`."""
        if layer > self.limits.layers:
            raise RefusedError("evidence.archive-layers", file=self.file, most=str(self.limits.layers))
