"""The year that requests come into, and the time at which they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import app.inbox.reception
from models.values import instant
from tests.app.inbox.receiving import LAST_MINUTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shijing import Shijing


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.slow, pytest.mark.thorough])])
def year(request: pytest.FixtureRequest) -> Shijing:
    """The targets are awaited until the sixth of November 2020."""
    if request.param == "sqlite":
        found: Shijing = request.getfixturevalue("shijing")
    else:
        found = request.getfixturevalue("shijing_on_server")
    found.open_phase("targets")
    return found


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the time at which requests come in."""

    def put(moment: str) -> None:
        monkeypatch.setattr(app.inbox.reception, "machine_clock", lambda: instant(moment))

    put(LAST_MINUTE)
    return put
