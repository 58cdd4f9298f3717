from __future__ import annotations

from datetime import date

from app.rehearsal.foreseen import OddDay, Told, Week, odd_days, told, weeks
from deadlines.official import official_calendar
from models.projections import Alert, Task

CALENDAR = official_calendar(range(2023, 2026))


def alert(sequence: int, kind: str, role: str, at: str) -> Alert:
    about = {"department": "d1", "matter": "targets", "act": "targets.file", "due": "2024-09-06", "days": 1}
    return Alert(book="b", sequence=sequence, to_role=role, kind=kind, happened_at=at, **about)


def task(act: str, role: str, due: str, opened: str, done: str | None = None) -> Task:
    about = {"department": "d1", "matter": "m", "round": 1, "sequence": 1, "provisional": False, "ladder": "{}"}
    return Task(book="b", act=act, role=role, due=due, opened_at=opened, done_at=done, state="x", **about)


def test_what_is_told_is_counted_by_kind_and_role_with_its_busiest_day_in_shanghai() -> None:
    said = [
        alert(1, "reminder", "filler", "2024-09-03T01:00:00.000000Z"),
        alert(2, "reminder", "filler", "2024-09-05T01:00:00.000000Z"),
        alert(3, "reminder", "filler", "2024-09-05T01:00:00.000000Z"),
        # Midnight in Shanghai, still the day before in UTC.
        alert(4, "overdue", "performance-office", "2024-09-06T16:00:00.000000Z"),
    ]
    assert told(said) == (
        Told("overdue", "performance-office", 1, date(2024, 9, 7), 1),
        Told("reminder", "filler", 3, date(2024, 9, 5), 2),
    )


def test_of_days_on_which_equally_much_is_told_the_first_is_named() -> None:
    said = [alert(day, "reminder", "filler", f"2024-09-0{day}T01:00:00.000000Z") for day in (5, 3, 4)]
    assert told(said)[0].busiest == date(2024, 9, 3)


def test_due_days_on_holidays_weekends_and_make_up_days_are_odd_and_others_are_not() -> None:
    opened = "2024-09-01T01:00:00.000000Z"
    owed = [
        task("targets.file", "filler", "2024-10-01", opened),
        task("targets.file", "filler", "2024-10-01", opened),
        task("targets.approve", "reviewer", "2024-09-14", opened),
        task("review.conclude", "reviewer", "2024-09-21", opened),
        task("review.conclude", "reviewer", "2024-09-20", opened),
    ]
    assert odd_days(owed, CALENDAR) == (
        OddDay("targets.approve", date(2024, 9, 14), "make-up", 1),
        OddDay("review.conclude", date(2024, 9, 21), "weekend", 1),
        OddDay("targets.file", date(2024, 10, 1), "holiday", 2),
    )


def test_the_load_of_a_role_is_counted_by_weeks_that_begin_on_monday() -> None:
    owed = [
        task("a", "filler", "2024-09-09", "2024-09-02T01:00:00.000000Z", "2024-09-08T15:59:00.000000Z"),
        task("b", "filler", "2024-09-15", "2024-09-08T16:00:00.000000Z"),
    ]
    assert weeks(owed) == (
        Week("filler", date(2024, 9, 2), came=1, due=0, done=1),
        Week("filler", date(2024, 9, 9), came=1, due=2, done=0),
    )
