"""`jixiao calendar`: how a date comes out, the whole year's dates, and a year that was announced."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.date_orders import Sender, announce_days
from app.settings import Settings
from app.work_calendars import announced_years, calendar_around, read_calendar
from app.year_preview import preview_year
from cli.dates_shown import clock_json, preview_json, show_clock, show_preview
from cli.opening import existing_desk, one_book
from cli.options import AsJson, Book, Key, Who
from cli.receipts import tell_receipt
from cli.speaking import print_json
from deadlines.rule import FIRST_YEAR, LAST_YEAR, CalendarDays, WorkingDays, day_of
from deadlines.statutory import Term, read_clock
from rules.rubric_file import load_rubric

commands = typer.Typer(
    help="日历：期限推算、全年日程、放假通知 / Dates: count, preview, announce", no_args_is_help=True
)

OwnDays = Annotated[
    Path | None, typer.Option("--file", help="自备日历 / a calendar of your own", exists=True, dir_okay=False)
]


@commands.command("due")
def due(
    start: Annotated[str, typer.Option("--from", help="起算日，次日为第一天 / the start; the next day is day one")],
    days: Annotated[int, typer.Option("--days", help="天数 / how many days")],
    working: Annotated[bool, typer.Option("--working", help="按工作日 / count working days")] = False,
    roll: Annotated[bool, typer.Option("--roll", help="遇休息日顺延 / move off a day off")] = False,
    done: Annotated[str | None, typer.Option("--done", help="办结日 / the day on which it was done")] = None,
    file: OwnDays = None,
    as_json: AsJson = False,
) -> None:
    """推算期限 / Count to a deadline and show which days were skipped, and why."""
    started = day_of(start)
    rule = WorkingDays(days) if working else CalendarDays(days)
    finished = None if done is None else day_of(done)
    reading = read_clock(started, Term(rule, roll), calendar_around(started.year, file), done=finished, today=started)
    if as_json:
        print_json(clock_json(started, finished, reading))
    else:
        show_clock(started, rule, finished, reading)


@commands.command("preview")
def preview(
    file: Annotated[Path, typer.Argument(metavar="RUBRIC", exists=True, dir_okay=False)],
    year: Annotated[int, typer.Option("--year", help="预算年度 / budget year", min=FIRST_YEAR + 1, max=LAST_YEAR - 1)],
    least: Annotated[int, typer.Option("--least", help="各阶段至少几个工作日 / fewer working days are remarked")] = 5,
    own: OwnDays = None,
    as_json: AsJson = False,
) -> None:
    """全年日程预览 / Every date of a year before its notice goes out, and what deserves a second look."""
    found = preview_year(load_rubric(file).rubric, year, calendar_around(year, own), least)
    if as_json:
        print_json(preview_json(year, found))
    else:
        show_preview(found)


@commands.command("announce")
def announce(
    login: Who,
    document: Annotated[str, typer.Option("--document", help="放假通知的文号 / number of the notice of holidays")],
    year: Annotated[
        list[int] | None,
        typer.Option("--year", help="公布的年份 / the announced year", min=FIRST_YEAR, max=LAST_YEAR),
    ] = None,
    file: OwnDays = None,
    book: Book = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """公布放假安排 / A year was announced: every provisional due day is computed again, on the record."""
    days = read_calendar(file) if file is not None and not year else announced_years(year or (), file)
    _, desk = existing_desk()
    sent = announce_days(Settings(), desk, Sender(one_book(desk, book), login, key), days, document)
    tell_receipt(sent.receipt, sent.key, as_json=as_json)
