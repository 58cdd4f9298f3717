"""A year that was played on the real engine, then sealed, opened by a document, corrected and sealed again."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from audit.verifier import verify
from tests.support.command_line import CommandLine
from tests.support.desks import copied
from tests.support.sealed_walk import Walk
from tests.support.shijing import BOOK
from tests.support.tampered import Tampered, chained

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def test_a_played_year_is_sealed_amended_corrected_and_sealed_again(
    monkeypatch: pytest.MonkeyPatch, shijing_played: Path, tmp_path: Path
) -> None:
    data = copied(shijing_played, tmp_path / "data")
    walk = Walk(CommandLine(monkeypatch, data), tmp_path)
    walk.whole()
    walk.checks()
    assert "is sealed (seal 2" in walk.refused(*walk.amend("--key", "late"))
    _tampered(data, shutil.copytree(data, tmp_path / "copy"))


def _tampered(data: Path, copy: Path) -> None:
    """A record that somebody with the database appends after the seal is named; the honest folder stays sound."""
    tampered = Tampered(copy)
    rows = tampered.rows()
    filed = next(row for row in rows if row["kind"] == "evidence.added")
    planted = {**filed, "key": "planted", "recorded_at": rows[-1]["recorded_at"], "epoch": rows[-1]["epoch"]}
    tampered.replace(chained([*rows, planted]))
    (book,) = verify(copy, (BOOK,)).books
    assert [(damage.kind, damage.sequence) for damage in book.damages] == [("after-seal", len(rows) + 1)]
    assert verify(data).ok
