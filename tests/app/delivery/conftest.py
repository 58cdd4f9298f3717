from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.outside import Mailbox, Web, mailbox
from tests.support.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from activities.desk import Desk
    from tests.support.clock import StepClock


@pytest.fixture
def told(desk: Desk, data: Path, clock: StepClock) -> Told:
    """A real book whose targets are open and of which nothing was said yet."""
    told = Told(desk, data, clock)
    told.open()
    return told


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server that answers."""
    web = Web()
    with web.open():
        yield web


@pytest.fixture
def mail() -> Iterator[Mailbox]:
    """A mail server that answers."""
    with mailbox() as box:
        yield box
