"""Which tests the quick lane leaves to the whole run: what asks the same question again, or needs a database server.

The quick lane asks every question once. Of a matrix it takes the first and the last case; tests over drawn inputs or
on a PostgreSQL server are `thorough`, and so is whatever says so itself: every byte, every record, typed guides.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

_SERVERS: Final = frozenset({"server"})


def mark_thorough(items: Iterable[pytest.Item]) -> None:
    """Put the marker on every item that is one of many, drawn, or on a server."""
    for _, group in groupby(items, key=lambda item: item.nodeid.partition("[")[0]):
        cases = list(group)
        for item in cases:
            if item not in (cases[0], cases[-1]) or _is_drawn(item) or _needs_server(item):
                item.add_marker(pytest.mark.thorough)


def _is_drawn(item: pytest.Item) -> bool:
    return getattr(getattr(item, "obj", None), "is_hypothesis_test", False) is True


def _needs_server(item: pytest.Item) -> bool:
    return not _SERVERS.isdisjoint(getattr(item, "fixturenames", ()))
