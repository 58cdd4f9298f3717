"""What a trial foretells, in words and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.act_about import cause_word
from cli.dates_shown import preview_json, remark_words
from cli.speaking import voice

if TYPE_CHECKING:
    from app.rehearsal.foreseen import Foreseen


def show_foreseen(found: Foreseen) -> None:
    """Days first, then what is told to whom, the load by weeks, and at last what does not work out."""
    counts = {"departments": str(found.departments), "records": str(found.records)}
    voice.say("foreseen.title", book=found.book, **counts)
    _show_days(found)
    _show_told(found)
    _show_weeks(found)
    _show_rows(found)
    for act, count in found.left_open:
        voice.say("foreseen.left-open", act=cause_word(act), count=str(count))


def _show_days(found: Foreseen) -> None:
    for remark in found.dates.remarks:
        voice.out.print(remark_words(remark))
    for odd in found.odd_days:
        kind = voice.text(f"day-kind.{odd.kind}")
        voice.say(
            "foreseen.odd-day", act=cause_word(odd.act), day=odd.day.isoformat(), day_kind=kind, count=str(odd.count)
        )
    if not found.dates.remarks and not found.odd_days:
        voice.say("foreseen.no-odd-day")


def _show_told(found: Foreseen) -> None:
    if found.busiest is None:
        voice.say("foreseen.nothing-told")
        return
    columns = ("column.what", "column.role", "column.count:", "column.busiest", "column.on-that-day:")
    voice.table(
        columns,
        (
            (
                *(voice.text(f"told-kind.{one.kind}"), voice.word("role", one.role)),
                *(str(one.count), one.busiest.isoformat(), str(one.on_that_day)),
            )
            for one in found.told
        ),
    )
    day, count = found.busiest
    total = sum(one.count for one in found.told)
    voice.say("foreseen.busiest", total=str(total), day=day.isoformat(), count=str(count))


def _show_weeks(found: Foreseen) -> None:
    columns = ("column.week", "column.role", "column.came:", "column.fell-due:", "column.done:")
    by_week = sorted(found.weeks, key=lambda week: (week.monday, week.role))
    voice.table(
        columns,
        (
            (one.monday.isoformat(), voice.word("role", one.role), str(one.came), str(one.due), str(one.done))
            for one in by_week
        ),
    )


def _show_rows(found: Foreseen) -> None:
    for one in found.unfillable:
        voice.say(f"unfillable.{one.code}", row=one.row, name=one.name, input=one.input)
    for row in found.open_rows:
        counts = {"undecided": str(row.undecided), "scored": str(row.scored)}
        voice.say("foreseen.open-row", row=row.row, name=row.name, **counts)
    if not found.unfillable and not found.open_rows:
        voice.say("foreseen.rows-filled")


def foreseen_json(found: Foreseen) -> dict[str, object]:
    """The same for programs; days are ISO dates, a week is named by its Monday."""
    return {
        "book": found.book,
        "departments": found.departments,
        "records": found.records,
        "dates": preview_json(found.year, found.dates),
        "odd_days": [
            {"act": one.act, "day": one.day.isoformat(), "day_kind": one.kind, "count": one.count}
            for one in found.odd_days
        ],
        "told": [
            {
                "kind": one.kind,
                "role": one.role,
                "count": one.count,
                "busiest": one.busiest.isoformat(),
                "on_that_day": one.on_that_day,
            }
            for one in found.told
        ],
        "per_day": [{"day": day.isoformat(), "count": count} for day, count in found.per_day],
        "weeks": [
            {"role": one.role, "monday": one.monday.isoformat(), "came": one.came, "due": one.due, "done": one.done}
            for one in found.weeks
        ],
        "unfillable": [
            {"row": one.row, "name": one.name, "code": one.code, "input": one.input} for one in found.unfillable
        ],
        "open_rows": [
            {"row": one.row, "name": one.name, "undecided": one.undecided, "scored": one.scored}
            for one in found.open_rows
        ],
        "left_open": [{"act": act, "count": count} for act, count in found.left_open],
    }
