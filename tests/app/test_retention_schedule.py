"""How long what is kept: data that a bureau may change, but not below the law."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.errors import AppError
from app.retention_schedule import DocumentClass, schedule_of
from app.settings import Settings
from tests.support.command_line import CommandLine
from tests.support.real_year import REAL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shijing import Shijing


def one(period: str, start: str = "year-end") -> DocumentClass:
    return DocumentClass.model_validate({"period": period, "start": start, "basis": "default", "reason": "r"})


def own(folder: Path, text: str) -> Settings:
    settings = Settings(data=folder)
    settings.retention.write_text(text, encoding="utf-8")
    return settings


@pytest.mark.parametrize(
    ("period", "start", "recorded", "due"),
    [
        ("10 years", "year-end", date(2022, 4, 1), date(2032, 1, 1)),
        ("30 years", "year-end", date(2020, 11, 3), date(2052, 1, 1)),
        ("6 months", "record", date(2026, 1, 5), date(2026, 7, 5)),
        # A month without this day: the whole period has passed on the first day after it.
        ("6 months", "record", date(2026, 8, 31), date(2027, 3, 1)),
        ("1 years", "record", date(2024, 2, 29), date(2025, 3, 1)),
        ("6 months", "record", date(2025, 8, 29), date(2026, 3, 1)),
        ("permanent", "year-end", date(2022, 4, 1), None),
    ],
)
def test_a_period_ends_on_the_same_day_of_its_last_month(
    period: str, start: str, recorded: date, due: date | None
) -> None:
    assert one(period, start).due(2021, recorded) == due


def test_every_shipped_class_says_why_and_those_by_law_name_it(tmp_path: Path) -> None:
    schedule = schedule_of(Settings(data=tmp_path))
    assert {"ledger", "evidence", "access", "logs", "reasons", "opinions", "people"} == set(schedule)
    for name, each in schedule.items():
        assert each.reason, name
        assert (each.basis == "law") == bool(each.source), name
    assert (schedule["access"].period, schedule["evidence"].period) == ("6 months", "30 years")


def test_a_bureau_replaces_a_class_and_keeps_the_others(tmp_path: Path) -> None:
    text = '[opinions]\nperiod = "30 years"\nstart = "year-end"\nbasis = "default"\nreason = "本局档案保管期限表"\n'
    schedule = schedule_of(own(tmp_path, text))
    assert schedule["opinions"].period == "30 years"
    assert schedule["people"] == schedule_of(Settings(data=tmp_path / "none"))["people"]


@pytest.mark.parametrize("said", ["", "decides = false\n"])
def test_reasons_decide_whatever_period_a_bureau_gives_them(said: str, tmp_path: Path) -> None:
    text = f'[reasons]\nperiod = "30 years"\nstart = "year-end"\nbasis = "default"\nreason = "本局"\n{said}'
    schedule = schedule_of(own(tmp_path, text))
    assert (schedule["reasons"].period, schedule["reasons"].decides) == ("30 years", True)


@pytest.mark.parametrize(
    ("name", "period", "code"),
    [
        ("access", "5 months", "retention.shorter-than-law"),
        ("evidence", "10 years", "retention.shorter-than-law"),
        ("access", "permanent", None),
        ("ledger", "30 years", None),
        ("letters", "10 years", "retention.unknown-class"),
        ("opinions", "0 years", "retention.malformed"),
        ("opinions", "ten years", "retention.malformed"),
        ("opinions", "10 days", "retention.malformed"),
    ],
)
def test_what_a_bureau_may_not_say_is_refused(name: str, period: str, code: str | None, tmp_path: Path) -> None:
    text = f'[{name}]\nperiod = "{period}"\nstart = "record"\nbasis = "default"\nreason = "r"\n'
    settings = own(tmp_path, text)
    if code is None:
        assert schedule_of(settings)[name].period == period
        return
    with pytest.raises(AppError) as told:
        schedule_of(settings)
    assert told.value.code == code


@pytest.mark.parametrize(
    "content", [b"[opinions", b'[opinions]\nperiod = "10 years"\n', b"opinions = 1\n", b"# \xff\n"]
)
def test_a_file_that_cannot_be_read_is_refused_with_its_name(content: bytes, tmp_path: Path) -> None:
    settings = own(tmp_path, "")
    settings.retention.write_bytes(content)
    with pytest.raises(AppError) as told:
        schedule_of(settings)
    assert (told.value.code, told.value.params["file"]) == ("retention.malformed", str(settings.retention))


def test_the_list_says_what_is_kept_where_and_until_when(
    real: Shijing, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    jixiao = CommandLine(monkeypatch, data)
    jixiao("task", "scores", "shijing", "--as", "jixiaoke")
    document = jixiao("retention", "list", "--json").document
    kept = {(row["name"], row["book"]): row for row in document["kept"]}
    assert kept["opinions", REAL]["due"] == "2032-01-01"
    assert kept["opinions", REAL]["kept"] == 10
    assert kept["ledger", REAL]["due"] is None
    assert kept["evidence", REAL] == {"name": "evidence", "book": REAL, "kept": 1, "due": "2052-01-01", "over": False}
    assert kept["people", REAL]["kept"] == 7
    assert kept["access", str(REAL.replace("real", "access"))]["kept"] == 2
    assert ("reasons", REAL) not in kept
    assert real.book == REAL


@pytest.mark.usefixtures("real")
def test_the_list_in_words_marks_what_is_over(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    own(data, '[opinions]\nperiod = "1 months"\nstart = "year-end"\nbasis = "default"\nreason = "r"\n')
    ran = CommandLine(monkeypatch, data)("retention", "list")
    (line,) = [line for line in ran.out.splitlines() if line.startswith("opinions")]
    assert line.split()[-2:] == ["2022-02-01", "over"]
