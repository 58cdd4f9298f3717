from __future__ import annotations

import asyncio
import errno
import json
import os
from typing import TYPE_CHECKING, cast

import pytest

import app.service
from activities.open_book import open_book
from activities.signatures import BookOpening
from app.errors import AppError, OutageError
from app.folder_lock import holding
from app.rehearsal.rehearse import refuse_real_books, rehearse
from app.service import Opening, Running, alone, refuse_rehearsals, require_service, serve, service_of
from app.settings import Settings
from deadlines.official import official_calendar
from models.opening import Officer, OpenBook
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


@pytest.fixture
def noted(data: Path) -> Settings:
    """A folder with the note of a service of this very process, which is alive."""
    data.mkdir()
    settings = Settings(data=data)
    settings.service.write_text(json.dumps({"address": "127.0.0.1:7233", "pid": os.getpid()}))
    return settings


def test_a_service_that_does_not_hold_its_folder_does_not_run_whoever_has_its_number_now(noted: Settings) -> None:
    assert service_of(noted) is None
    with pytest.raises(OutageError) as told:
        require_service(noted)
    assert (told.value.code, told.value.params) == ("service.not-running", {"data": str(noted.data)})


def test_a_service_that_holds_its_folder_is_found_at_its_address(noted: Settings) -> None:
    with holding(noted.lock):
        assert service_of(noted) == Running("127.0.0.1:7233", os.getpid())
        assert require_service(noted).address == "127.0.0.1:7233"
    assert service_of(noted) is None


@pytest.mark.parametrize("cut", ["", "{", '{"address": "127.0.0.1:7233"}', "[]"])
def test_a_service_that_has_not_said_yet_where_it_is_cannot_be_reached(noted: Settings, cut: str) -> None:
    noted.service.write_text(cut)
    with holding(noted.lock):
        assert service_of(noted) is None
        noted.service.unlink()
        assert service_of(noted) is None


def test_no_note_of_a_service_means_that_none_runs(tmp_path: Path) -> None:
    assert service_of(Settings(data=tmp_path)) is None


def test_a_second_service_on_the_same_folder_is_refused_with_the_first_ones_address(noted: Settings) -> None:
    with holding(noted.lock):
        for start in (lambda: serve(noted, None, _never), lambda: rehearse(noted, ["shijing-2021"], _silent)):
            with pytest.raises(AppError) as told:
                start()
            assert told.value.code == "service.running"
            assert told.value.params == {"address": "127.0.0.1:7233", "pid": str(os.getpid())}
    assert noted.service.exists()


def test_of_two_that_start_together_one_works_alone_and_clears_the_trace_of_a_dead_one(noted: Settings) -> None:
    with alone(noted):
        assert not noted.service.exists()
        with pytest.raises(AppError) as told, alone(noted):
            raise AssertionError
        assert told.value.params == {"address": "-", "pid": str(os.getpid())}


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


def _silent(stage: str, act: object) -> None:
    raise AssertionError(f"nothing may be played: {stage} {act}")


def _never(address: str) -> None:
    raise AssertionError(f"nothing may start: {address}")


def test_heads_that_cannot_be_signed_one_day_are_signed_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    async def days() -> list[str]:
        stop, told = asyncio.Event(), list[str]()

        def sign(_desk: object) -> None:
            told.append("asked")
            if len(told) == 2:
                raise OSError(errno.ENOSPC, "no room")
            if len(told) == 4:
                stop.set()

        monkeypatch.setattr(app.service, "sign_every_head", sign)
        monkeypatch.setattr(app.service, "_DAY_SECONDS", 0.01)
        await app.service._sign_daily(cast("Desk", None), stop)
        return told

    assert len(asyncio.run(days())) == 4


def test_heads_that_cannot_be_signed_at_the_start_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def sign(_desk: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(app.service, "sign_every_head", sign)
    with pytest.raises(OSError, match="no room"):
        asyncio.run(app.service._sign_daily(cast("Desk", None), asyncio.Event()))
