"""Dates on the command line: how one comes out, a year laid out, and the orders about the whole book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.scenario import rubric_path
from models.date_orders import Announce
from tests.support.shijing import BOOK, scenario

if TYPE_CHECKING:
    from pathlib import Path

    from app.orders import SignedOrder
    from models.receipts import Receipt
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

ANNOUNCE = ("calendar", "announce", "--as", "jixiaoke", "--document", "国办发明电〔2020〕27号", "--book", BOOK)
OUTAGE = (
    *("outage", "record", "--as", "jixiaoke", "--from", "2020-11-05", "--to", "2020-11-06"),
    *("--document", "示财信〔2020〕2号", "--reason", "机房断电", "--book", BOOK),
)
NOTICE = (
    *("notice", "issue", "--as", "jixiaoke", "--number", "云财绩〔2020〕8号", "--date", "2020-10-14"),
    *("--title", "关于申报2021年绩效目标的通知", "--opens", "targets", "--template", "2021-1", "--book", BOOK),
)
CALENDAR = """\
version: 示例
years: [2021]
holidays: [2021-08-03]
freezes:
  - {from: 2020-11-09, to: 2020-11-13, days: not-counted, document: 示财库〔2020〕1号}
"""


@pytest.fixture
def own(tmp_path: Path) -> str:
    file = tmp_path / "calendar.yaml"
    file.write_text(CALENDAR, encoding="utf-8")
    return str(file)


@pytest.fixture
def sent(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> list[SignedOrder]:
    """The targets are awaited until 6 November 2020; orders of the ninth go straight to the desk."""
    shijing.open_phase("targets")
    taken: list[SignedOrder] = []

    def carry_out(_settings: object, _desk: object, signed: SignedOrder) -> Receipt:
        taken.append(signed)
        return shijing.order(signed.key, signed.order, day="2020-11-09").receipt

    monkeypatch.setattr("app.date_orders.require_service", lambda _settings: None)
    monkeypatch.setattr("app.date_orders.send_order", carry_out)
    return taken


# -- due -----------------------------------------------------------------------------------------------------------


def test_a_date_is_shown_with_the_days_that_it_skipped_and_why(jixiao: CommandLine) -> None:
    ran = jixiao("calendar", "due", "--from", "2024-09-23", "--days", "10", "--working", "--done", "2024-10-12")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "10 working days after 2024-09-23: due 2024-10-11 (working day), to the end of that day in Shanghai.",
        "  not counted 2024-09-28: weekend",
        "  not counted 2024-10-01 to 2024-10-04: holiday",
        "  not counted 2024-10-05 to 2024-10-06: weekend",
        "  not counted 2024-10-07: holiday",
        "  Done on 2024-10-12: 1 days late.",
    ]


def test_calendar_days_move_off_a_day_off_only_when_asked(jixiao: CommandLine) -> None:
    wanted = ("calendar", "due", "--from", "2024-09-04", "--days", "30")
    assert "due 2024-10-04 (holiday)" in jixiao(*wanted).out
    rolled = jixiao(*wanted, "--roll", "--done", "2024-10-08").out
    assert "due 2024-10-08 (working day)" in rolled
    assert "It would end on 2024-10-04 and moves to 2024-10-08." in rolled
    assert "Done on 2024-10-08: in time." in rolled


def test_the_same_for_programs_says_of_every_day_whether_it_counted(jixiao: CommandLine) -> None:
    said = jixiao("calendar", "due", "--from", "2024-09-27", "--days", "2", "--working", "--json").document
    assert (said["due"], said["provisional"], said["days_late"], said["in_time"]) == ("2024-09-30", False, None, None)
    assert [(one["day"], one["kind"], one["counted"]) for one in said["days"]] == [
        ("2024-09-28", "weekend", False),
        ("2024-09-29", "make-up", True),
        ("2024-09-30", "working", True),
    ]


def test_a_freeze_period_and_a_year_that_is_not_announced_are_named(jixiao: CommandLine, own: str) -> None:
    frozen = jixiao("calendar", "due", "--from", "2020-11-06", "--days", "3", "--file", own).out
    assert "due 2020-11-14 (weekend)" in frozen
    assert "not counted 2020-11-09 to 2020-11-13: freeze period" in frozen
    later = jixiao("calendar", "due", "--from", "2098-01-01", "--days", "3", "--working").out
    assert "Provisional" in later


@pytest.mark.parametrize(
    ("start", "days"), [("2024-9-23", "3"), ("2024-09-23", "0"), ("9999-12-31", "3"), ("0001-01-01", "3")]
)
def test_a_date_that_cannot_be_counted_is_refused(jixiao: CommandLine, start: str, days: str) -> None:
    ran = jixiao("calendar", "due", "--from", start, "--days", days)
    assert (ran.code, ran.out) == (1, "")


# -- preview -------------------------------------------------------------------------------------------------------


def test_a_year_is_laid_out_before_its_notice_with_what_deserves_a_second_look(jixiao: CommandLine) -> None:
    rubric = str(rubric_path(scenario().rubric))
    ran = jixiao("calendar", "preview", rubric, "--year", "2024")
    assert (ran.code, ran.err) == (0, "")
    assert "target setting" in ran.out
    assert 'Look again: the phase "target setting" opens on 2023-10-12' not in ran.out
    said = jixiao("calendar", "preview", rubric, "--year", "2024", "--json").document
    first = said["phases"][0]
    assert (said["year"], first["id"]) == (2024, "targets")
    assert (first["opens"], first["due"]["day"]) == ({"day": "2023-10-12", "day_kind": "working"}, "2023-11-06")
    assert first["ladder"][0] == {"kind": "reminder", "days": 7, "day": "2023-10-30", "day_kind": "working"}
    remarks = {(one["code"], one["phase"]) for one in said["remarks"]}
    assert ("opens-on-day-off", "rectification") in remarks


def test_a_freeze_period_of_ones_own_shows_in_the_preview(jixiao: CommandLine, own: str) -> None:
    rubric = str(rubric_path(scenario().rubric))
    assert jixiao("calendar", "preview", rubric, "--year", "2021", "--own", own, "--json").code == 2
    said = jixiao("calendar", "preview", rubric, "--year", "2021", "--file", own, "--least", "99", "--json").document
    assert {one["code"] for one in said["remarks"]} >= {"short"}
    assert said["phases"][1]["due"]["day"] == "2021-08-24"


# -- orders --------------------------------------------------------------------------------------------------------


def test_days_of_a_file_are_announced_and_the_freeze_moves_nothing_that_is_printed_before_it(
    jixiao: CommandLine, sent: list[SignedOrder], own: str
) -> None:
    ran = jixiao(*ANNOUNCE, "--file", own)
    assert (ran.code, ran.err) == (0, "")
    (signed,) = sent
    assert isinstance(signed.order, Announce)
    assert signed.key.startswith("announce/")
    assert jixiao(*ANNOUNCE, "--file", own, "--json").document["key"] == signed.key


def test_a_year_that_nobody_knows_is_refused_with_the_way_out(jixiao: CommandLine, sent: list[SignedOrder]) -> None:
    ran = jixiao(*ANNOUNCE, "--year", "2098")
    assert (ran.code, sent) == (1, [])
    assert "--file" in ran.err
    known = jixiao(*ANNOUNCE, "--year", "2021")
    assert known.code == 1
    assert "has all of this already" in known.err


def test_an_outage_names_every_day_that_it_moved(jixiao: CommandLine, sent: list[SignedOrder]) -> None:
    ran = jixiao(*OUTAGE)
    assert (ran.code, ran.err) == (0, "")
    assert "shijing, target setting, file targets: due 2020-11-06, now 2020-11-10." in ran.out
    # The reason stays at home.
    assert "断电" not in str(sent)
    again = jixiao(*OUTAGE, "--json").document
    assert [one["due"] for one in again["moved"]] == ["2020-11-10"]
    (task,) = jixiao("task", "list", "--json").document["tasks"]
    assert (task["due"], task["due_first"]) == ("2020-11-10", "2020-11-06")


@pytest.mark.usefixtures("sent")
def test_a_notice_is_listed_with_how_late_it_came(jixiao: CommandLine) -> None:
    assert jixiao("notice", "list").out == "No notice was recorded yet.\n"
    assert jixiao(*NOTICE).code == 0
    (notice,) = jixiao("notice", "list", "--json").document["notices"]
    assert (notice["number"], notice["phases"][0]["days"]) == ("云财绩〔2020〕8号", 2)
    assert "+2" in jixiao("notice", "list").out


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize(
    ("words", "option"), [(OUTAGE, "reason"), (OUTAGE, "document"), (ANNOUNCE, "document"), (NOTICE, "title")]
)
def test_an_order_without_its_words_is_refused(
    jixiao: CommandLine, words: tuple[str, ...], option: str, own: str
) -> None:
    silent = [" " if before == f"--{option}" else word for before, word in zip(("", *words), words, strict=False)]
    more = ("--file", own) if words is ANNOUNCE else ()
    ran = jixiao(*silent, *more)
    assert (ran.code, ran.err) == (1, f"This act needs words: give them with --{option}.\n")
