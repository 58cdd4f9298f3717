"""A head that was taken out of the middle of its series is missed, because the records call for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.verifier import verify
from tests.support.release_book import unpack

if TYPE_CHECKING:
    from pathlib import Path

BOOK = "guangzhou-baiyun/2021/rehearsal"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A sealed book with one department: each of its ends has a head of its own."""
    return unpack("0.1.0", tmp_path / "data")


def _folder(data: Path) -> Path:
    return data / "heads" / BOOK.replace("/", "~")


def _damages(data: Path) -> list[tuple[str, int | None, str]]:
    return [(one.kind, one.sequence, one.subject) for book in verify(data, (BOOK,)).books for one in book.damages]


def test_a_whole_series_is_enough(data: Path) -> None:
    assert _damages(data) == []


# The last record before each head that ended something: the filing of a self-evaluation is followed by its score.
ENDS = (1, 12, 21, 38, 41, 44, 45)


@pytest.mark.parametrize(("place", "end"), list(enumerate(ENDS)))
def test_every_head_but_the_newest_is_missed(data: Path, place: int, end: int) -> None:
    heads = sorted(_folder(data).glob("*.head"))
    assert len(heads) == 8
    heads[place].unlink()
    assert _damages(data) == [("head-missing", end, "signed")]


def test_a_forged_head_is_forged_and_not_missing(data: Path) -> None:
    head = sorted(_folder(data).glob("*.head"))[2]
    head.write_text("no note", encoding="utf-8")
    assert [kind for kind, _, _ in _damages(data)] == ["head-forged"]


def test_behind_the_newest_head_nothing_is_demanded(data: Path) -> None:
    heads = sorted(_folder(data).glob("*.head"))
    for head in heads[3:]:
        head.unlink()
    assert _damages(data) == []
