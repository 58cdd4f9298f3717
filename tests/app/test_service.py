from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from activities.open_book import open_book
from activities.signatures import BookOpening
from app.errors import AppError
from app.rehearsal.rehearse import refuse_real_books, rehearse
from app.service import Opening, Running, refuse_rehearsals, require_service, serve, service_of
from app.settings import Settings
from deadlines.official import official_calendar
from models.commands import Officer, OpenBook
from tests.support.refusals import refused, whole_book
from tests.support.shijing import BOOK, local, scenario

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk
    from tests.support.shijing import Shijing

REAL = "guangzhou-baiyun/2027/real"


@pytest.fixture
def real(desk: Desk) -> Desk:
    """A desk whose folder holds a real book."""
    wanted = OpenBook(
        book=REAL,
        name="白云区财政局",
        shift_seconds=0,
        calendar=official_calendar(range(2026, 2029)).to_data(),
        officers=(Officer(actor="p-0000000000000000000000d1", role="security-officer"),),
        opened_on="2026-09-01",
    )
    open_book(desk, BookOpening(happened_at=local("2026-09-01"), opening=wanted))
    return desk


def dead_pid() -> int:
    process = subprocess.Popen(["/bin/true"])
    process.wait()
    return process.pid


def written(data: Path, pid: int) -> Settings:
    data.mkdir()
    settings = Settings(data=data)
    settings.service.write_text(json.dumps({"address": "127.0.0.1:7233", "pid": pid}))
    return settings


def test_a_service_whose_process_is_gone_does_not_run(data: Path) -> None:
    settings = written(data, dead_pid())
    assert service_of(settings) is None
    with pytest.raises(AppError) as told:
        require_service(settings)
    assert (told.value.code, told.value.params) == ("service.not-running", {"data": str(data)})


def test_a_service_whose_process_lives_is_found_at_its_address(data: Path) -> None:
    settings = written(data, os.getpid())
    assert service_of(settings) == Running("127.0.0.1:7233", os.getpid())
    assert require_service(settings).address == "127.0.0.1:7233"


def test_no_note_of_a_service_means_that_none_runs(tmp_path: Path) -> None:
    assert service_of(Settings(data=tmp_path)) is None


def test_a_second_service_on_the_same_folder_is_refused_with_the_first_ones_address(data: Path) -> None:
    settings = written(data, os.getpid())
    with pytest.raises(AppError) as told:
        serve(settings, None, _never)
    assert told.value.code == "service.running"
    assert told.value.params == {"address": "127.0.0.1:7233", "pid": str(os.getpid())}
    assert settings.service.exists()


def test_nothing_is_rehearsed_in_a_folder_that_holds_a_real_book(real: Desk, data: Path) -> None:
    with refused(real, "rehearsal.real-book") as told:
        rehearse(Settings(data=data), ["shijing-2021"], lambda *_: _never(""))
    assert told.params == {"book": REAL}


def test_a_folder_with_no_book_or_with_rehearsals_may_be_rehearsed_in(desk: Desk, shijing_again: Shijing) -> None:
    refuse_real_books(desk)
    shijing_again.open()
    refuse_real_books(shijing_again.desk)
    assert whole_book(desk)["book"] == []
    assert len(whole_book(shijing_again.desk)["book"]) == 1


def test_the_service_refuses_a_folder_that_holds_a_rehearsal(shijing: Shijing, data: Path) -> None:
    with refused(shijing.desk, "service.other-kind") as told:
        serve(Settings(data=data), None, _never)
    assert told.params == {"book": BOOK, "kind": "rehearsal", "wanted": "real"}
    with refused(shijing.desk, "service.other-kind"):
        serve(Settings(data=data), Opening(scenario(), "real"), _never)
    assert not (data / "service.json").exists()


def test_a_demonstration_refuses_a_folder_that_holds_a_real_book(real: Desk, data: Path) -> None:
    with refused(real, "service.other-kind") as told:
        serve(Settings(data=data), Opening(scenario(), "rehearsal"), _never)
    assert told.params == {"book": REAL, "kind": "real", "wanted": "rehearsal"}


def test_a_demonstration_may_go_on_in_its_own_folder(shijing: Shijing) -> None:
    before = whole_book(shijing.desk)
    refuse_rehearsals(shijing.desk, Opening(scenario(), "rehearsal"))
    assert whole_book(shijing.desk) == before


def _never(address: str) -> None:
    raise AssertionError(f"nothing may start: {address}")
