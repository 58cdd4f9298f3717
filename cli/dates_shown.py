"""Dates in words and as JSON: a count with the days that it skipped, a year laid out, notices."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from cli.scores import BLANK
from cli.speaking import voice
from deadlines.rule import WorkingDays

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from deadlines.counting import PassedDay
    from deadlines.preview import Marked, PhaseDates, Preview, Remark
    from deadlines.rule import CalendarDays
    from deadlines.statutory import ClockReading
    from models.date_tables import Notice


def show_clock(started: date, rule: CalendarDays | WorkingDays, done: date | None, reading: ClockReading) -> None:
    """The due day, the days that did not count and why, and whether what was done was in time."""
    counted = reading.counted
    kind = voice.text("dates.working" if isinstance(rule, WorkingDays) else "dates.calendar")
    due = counted.day.isoformat()
    voice.say("dates.due", start=started.isoformat(), days=str(rule.days), kind=kind, due=due, what=_kind(reading))
    for first, last in _runs(counted.passed):
        what = voice.text(f"day-kind.{first.kind}")
        if first.day == last.day:
            voice.say("dates.one-skipped", first=first.day.isoformat(), kind=what)
        else:
            voice.say("dates.skipped", first=first.day.isoformat(), last=last.day.isoformat(), kind=what)
    if counted.reached != counted.day:
        voice.say("dates.moved", reached=counted.reached.isoformat(), due=due)
    if counted.provisional:
        voice.say("dates.provisional")
    if done is not None:
        _show_done(done, reading.days_late)


def _show_done(done: date, days_late: int) -> None:
    if days_late:
        voice.say("dates.done-late", done=done.isoformat(), days=str(days_late))
    else:
        voice.say("dates.done-in-time", done=done.isoformat())


def clock_json(started: date, done: date | None, reading: ClockReading) -> dict[str, object]:
    """The same for programs; `days_late` and `in_time` are None unless the day on which it was done is given."""
    counted = reading.counted
    return {
        "start": started.isoformat(),
        "due": counted.day.isoformat(),
        "reached": counted.reached.isoformat(),
        "provisional": counted.provisional,
        "done": None if done is None else done.isoformat(),
        "days_late": None if done is None else reading.days_late,
        "in_time": None if done is None else reading.in_time,
        "days": [
            {"day": one.day.isoformat(), "kind": one.kind, "counted": one.counted, "announced": one.announced}
            for one in counted.passed
        ],
    }


def show_preview(found: Preview) -> None:
    """One line for each phase, its ladder below it, then the remarks."""
    columns = (
        "column.phase",
        "column.opens",
        "column.due",
        "column.answer",
        "column.working-days:",
        "column.provisional",
    )
    voice.table(columns, (_row(phase) for phase in found.phases))
    for phase in found.phases:
        shown = (voice.text(f"preview-rung.{rung.kind}", day=_day(rung.on)) for rung in phase.rungs)
        voice.say("preview.ladder", phase=voice.word("phase", phase.id), steps=voice.text("list.between").join(shown))
    for remark in found.remarks:
        voice.out.print(remark_words(remark))
    if not found.remarks:
        voice.say("preview.nothing")


def remark_words(remark: Remark) -> str:
    """A remark as a sentence."""
    params = {**remark.params, "phase": voice.word("phase", remark.phase)}
    if "day_kind" in params:
        params["day_kind"] = voice.text(f"day-kind.{params['day_kind']}")
    if "next" in params:
        params["next"] = voice.word("phase", params["next"])
    return voice.fill(f"preview.{remark.code}", params)


def preview_json(year: int, found: Preview) -> dict[str, object]:
    """The same for programs."""
    return {
        "year": year,
        "phases": [_phase_json(phase) for phase in found.phases],
        "remarks": [{"code": one.code, "phase": one.phase, **one.params} for one in found.remarks],
    }


def show_notices(notices: Sequence[Notice]) -> None:
    """One line for each phase that a notice opens: how many days before or after its opening it was issued."""
    if not notices:
        voice.say("notice.none")
        return
    columns = (
        "column.notice",
        "column.day",
        "column.title",
        "column.template",
        "column.phase",
        "column.opens",
        "column.days:",
    )
    voice.table(
        columns,
        (
            (
                *(one.number, one.issued_on, one.title, one.template or BLANK),
                *(voice.word("phase", phase["phase"]), phase["opens"], f"{phase['days']:+d}"),
            )
            for one in notices
            for phase in json.loads(one.document)
        ),
    )


def _kind(reading: ClockReading) -> str:
    return voice.text(f"day-kind.{reading.counted.passed[-1].kind}")


def _runs(passed: tuple[PassedDay, ...]) -> Iterator[tuple[PassedDay, PassedDay]]:
    """The first and last day of every run of days of one kind that did not count; the due day itself is none."""
    for (counted, _), days in groupby(passed[:-1], key=lambda one: (one.counted, one.kind)):
        run = list(days)
        if not counted:
            yield run[0], run[-1]


def _row(phase: PhaseDates) -> tuple[str, ...]:
    return (
        voice.word("phase", phase.id),
        _day(phase.opens),
        _day(phase.due),
        BLANK if phase.answer is None else _day(phase.answer),
        str(phase.working_days),
        voice.text("preview.is-provisional") if phase.provisional else BLANK,
    )


def _day(marked: Marked) -> str:
    kind = voice.text(f"day-kind.{marked.kind}")
    return (
        marked.day.isoformat()
        if marked.kind == "working"
        else voice.text("preview.day", day=marked.day.isoformat(), kind=kind)
    )


def _phase_json(phase: PhaseDates) -> dict[str, object]:
    return {
        "id": phase.id,
        "opens": _marked_json(phase.opens),
        "reached": _marked_json(phase.reached),
        "due": _marked_json(phase.due),
        "answer": None if phase.answer is None else _marked_json(phase.answer),
        "provisional": phase.provisional,
        "working_days": phase.working_days,
        "ladder": [{"kind": rung.kind, "days": rung.days, **_marked_json(rung.on)} for rung in phase.rungs],
    }


def _marked_json(marked: Marked) -> dict[str, str]:
    return {"day": marked.day.isoformat(), "day_kind": marked.kind}
