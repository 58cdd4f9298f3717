"""Which tests the quick lane leaves to the whole run: what asks a like question again, or needs a database server.

Of a matrix the quick lane takes the first and the last case, and of the tests of a module that each work on a database
of their own the first and the last one. Tests over drawn inputs or on a PostgreSQL server are `thorough`, and so is
whatever says so itself: every byte, every record, typed guides.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

_SERVERS: Final = frozenset({"server"})
# Modules with single tests of ten seconds and more: nobody shall wait for one of them at the end.
_LONGEST: Final = frozenset({"test_guides", "test_machine", "test_inbox", "test_running_service", "test_kills"})
# The fixtures that every database of a test is copied from.
_DATABASES: Final = frozenset({"empty_data"})


def mark_thorough(items: Sequence[pytest.Item]) -> None:
    """Put the marker on every item that is one of many, drawn, or on a server."""
    for _, group in groupby(items, key=lambda item: item.nodeid.partition("[")[0]):
        cases = list(group)
        _mark_between(cases)
        for item in cases:
            if _is_drawn(item) or _needs_any(item, _SERVERS):
                item.add_marker(pytest.mark.thorough)
    left = (item for item in items if _needs_any(item, _DATABASES) and not _is_left_out(item))
    for _, group in groupby(left, key=lambda item: item.path):
        _mark_between(list(group))


def begin_with_the_longest(items: list[pytest.Item]) -> None:
    """Put what waits for other processes first, while the rest has the processor, and the longest before it."""

    def rank(item: pytest.Item) -> int:
        if item.path.stem in _LONGEST:
            return 0
        return 1 if item.get_closest_marker("slow") or _needs_any(item, _SERVERS) else 2

    items.sort(key=rank)


def _mark_between(alike: list[pytest.Item]) -> None:
    """All but the first and the last."""
    for item in alike[1:-1]:
        item.add_marker(pytest.mark.thorough)


def _is_drawn(item: pytest.Item) -> bool:
    return getattr(getattr(item, "obj", None), "is_hypothesis_test", False) is True


def _needs_any(item: pytest.Item, fixtures: frozenset[str]) -> bool:
    return not fixtures.isdisjoint(getattr(item, "fixturenames", ()))


def _is_left_out(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("slow", "soak", "thorough"))
