"""Draw a share of departments by a seed (抽查): exact, and the same for everybody who draws again."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from rules.core.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Sequence


def drawn(departments: Sequence[str], share: str | None, seed: str | None) -> tuple[str, ...]:
    """The departments with the lowest SHA-256 of seed ‖ newline ‖ department, lowest first; without a share all.

    Of a share that is no whole number of departments the next whole number is drawn. Raises NumberError.
    """
    if share is None:
        return tuple(departments)
    count = -(-(exact(share) * len(departments)) // 1)
    ranked = sorted(departments, key=lambda one: sha256(f"{seed or ''}\n{one}".encode()).digest())
    return tuple(ranked[: int(count)])
