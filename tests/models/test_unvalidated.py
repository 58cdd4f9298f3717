"""Rows that no session knows, also in a process where no session has asked for anything yet."""

from __future__ import annotations

import subprocess
import sys

import pytest

_ALONE = """
from models.ledger import Head
from models.unvalidated import unvalidated

head = unvalidated(Head, {"book": "b", "epoch": 7})
print(head.book, head.epoch)
"""


@pytest.mark.slow
def test_the_first_row_of_a_process_can_be_read() -> None:
    ran = subprocess.run([sys.executable, "-c", _ALONE], check=True, capture_output=True, text=True)
    assert ran.stdout.split() == ["b", "7"]
