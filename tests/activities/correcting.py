"""Corrections of a year, proposed and approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.verifier.verify_books import verify
from models.corrections import RightScore
from tests.support.sealed import ROW
from tests.support.shijing import BOOK

if TYPE_CHECKING:
    from tests.support.shijing import Shijing


RIGHT = RightScore(row=ROW, score=None)


def sound(year: Shijing) -> bool:
    replayed = year.replayed()
    assert replayed.mismatches == ()
    return verify(year.desk.evidence.folder.parent, (BOOK,)).ok
