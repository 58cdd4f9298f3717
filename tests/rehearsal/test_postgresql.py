"""A whole rehearsed year on PostgreSQL: server, worker process, virtual clock, verified and replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.rehearsal.rehearse import rehearse
from app.rehearsal.result import rehearsal_result
from app.verify_folder import verify_folder
from app.wiring import open_desk
from audit.replay import replay
from tests.support.normalised import normalised
from tests.support.worker_here import rehearsing_here

if TYPE_CHECKING:
    from pathlib import Path

    from app.scenario import PlayedAct
    from tests.support.postgresql import Server
    from tests.support.rehearsals import Played

pytestmark = pytest.mark.slow


def _silent(_stage: str, _act: PlayedAct | None) -> None:
    """Nobody watches."""


def test_a_year_on_the_server_is_the_year_in_the_file(shijing: Played, server: Server, tmp_path: Path) -> None:
    settings = server.settings(tmp_path / "data", server.database())
    with rehearsing_here():
        (rehearsed,) = rehearse(settings, ["shijing-2021"], _silent)
    assert not settings.database.exists()
    desk = open_desk(settings)
    assert normalised(desk, rehearsed.book) == normalised(shijing.desk, shijing.rehearsed.book)
    assert rehearsal_result(desk, rehearsed).departments[0].evaluation == shijing.result.departments[0].evaluation
    report = verify_folder(settings)
    assert report.ok, report.first
    assert replay(desk.engine, rehearsed.book).mismatches == ()
    desk.engine.dispose()
