from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.audit.verifier.plain_ledger import PlainLedger

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> PlainLedger:
    return PlainLedger(tmp_path)


@pytest.fixture
def tail(tmp_path: Path) -> PlainLedger:
    """Only the first five records are covered by a signed head."""
    return PlainLedger(tmp_path, heads=(5,))


@pytest.fixture
def unguarded(tmp_path: Path) -> PlainLedger:
    """The table's own keys are gone, so that numbers and predecessors can be doubled."""
    return PlainLedger(tmp_path, guarded=False)
