"""The drill: a year is broken off, backed up, restored without its Temporal, and goes on to the same end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.backup.back_up import back_up
from app.backup.restore import restore
from app.settings import Settings
from app.wiring import open_desk
from audit.replay import replay
from audit.verifier import verify
from tests.support.normalised import normalised
from tests.support.rehearsals import Played, play

if TYPE_CHECKING:
    from pathlib import Path

    from app.scenario import PlayedAct

pytestmark = pytest.mark.slow


class BrokenOffError(Exception):
    """The machine is gone."""


class Breaking:
    """Breaks the play off after some acts."""

    def __init__(self, acts: int) -> None:
        self.left = acts

    def tell(self, _stage: str, act: PlayedAct | None) -> None:
        self.left -= act is not None
        if self.left < 0:
            raise BrokenOffError


# In the middle of the monitoring's warnings, and after a late self-evaluation.
@pytest.mark.parametrize("acts", [9, pytest.param(5, marks=pytest.mark.soak)])
def test_a_restored_year_ends_as_if_nothing_had_happened(shijing: Played, tmp_path: Path, acts: int) -> None:
    old, new = Settings(data=tmp_path / "old"), Settings(data=tmp_path / "new")
    with pytest.raises(BrokenOffError):
        play(old.data, "shijing-2021", Breaking(acts).tell)
    desk = open_desk(old)
    back_up(old, desk, tmp_path / "backup", (tmp_path / "keys.json", "words"))
    desk.engine.dispose()
    _, report = restore(new, tmp_path / "backup", (tmp_path / "keys.json", "words"))
    assert report.ok, report.first
    assert not new.temporal.exists()
    ended = play(new.data, "shijing-2021")
    book = normalised(ended.desk, ended.rehearsed.book)
    assert [record for record in book if record[0] != "cycle.resumed"] == normalised(
        shijing.desk, shijing.rehearsed.book
    )
    assert [record[0] for record in book].count("cycle.resumed") == 1
    assert ended.result.departments[0].evaluation.total == shijing.result.departments[0].evaluation.total
    assert verify(new.data).ok
    assert replay(ended.desk.engine, ended.rehearsed.book).mismatches == ()
