from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from deadlines.errors import DeadlinesError
from deadlines.ladder import Ladder, Step, steps
from deadlines.local_time import end_of_day

DUE = date(2022, 3, 18)
OPENED = datetime(2022, 2, 21, 1, tzinfo=UTC)


def test_the_steps_come_in_the_order_of_time() -> None:
    assert steps(DUE, Ladder((1, 7, 3), (10, 0, 3)), OPENED) == (
        Step("reminder", 7, datetime(2022, 3, 11, 1, tzinfo=UTC)),
        Step("reminder", 3, datetime(2022, 3, 15, 1, tzinfo=UTC)),
        Step("reminder", 1, datetime(2022, 3, 17, 1, tzinfo=UTC)),
        Step("overdue", 0, datetime(2022, 3, 18, 16, tzinfo=UTC)),
        Step("overdue", 3, datetime(2022, 3, 21, 16, tzinfo=UTC)),
        Step("overdue", 10, datetime(2022, 3, 28, 16, tzinfo=UTC)),
    )


def test_the_first_alert_comes_one_microsecond_after_the_deadline() -> None:
    (alert,) = steps(DUE, Ladder((), (0,)), OPENED)
    assert alert.at == end_of_day(DUE) + timedelta(microseconds=1)


def test_a_reminder_that_lies_before_the_opening_is_left_out() -> None:
    at_nine = datetime(2022, 3, 15, 1, tzinfo=UTC)
    assert [step.days for step in steps(DUE, Ladder((7, 3, 1), ()), at_nine)] == [3, 1]
    assert [step.days for step in steps(DUE, Ladder((7, 3, 1), ()), at_nine + timedelta(microseconds=1))] == [1]


def test_an_alert_stays_even_when_the_phase_opens_too_late_for_it() -> None:
    assert [step.kind for step in steps(DUE, Ladder((7,), (0,)), OPENED + timedelta(days=90))] == ["overdue"]


def test_a_number_that_is_given_twice_counts_once() -> None:
    assert len(steps(DUE, Ladder((3, 3), (0, 0)), OPENED)) == 2


def test_a_reminder_of_zero_days_comes_on_the_morning_of_the_day_itself() -> None:
    assert steps(DUE, Ladder((0,), ()), OPENED)[0].at == datetime(2022, 3, 18, 1, tzinfo=UTC)


@pytest.mark.parametrize(("reminders", "overdue"), [((-1,), ()), ((), (-1,))])
def test_a_negative_number_of_days_is_no_step(reminders: tuple[int, ...], overdue: tuple[int, ...]) -> None:
    with pytest.raises(DeadlinesError, match=r"ladder\.negative-days: days=-1"):
        steps(DUE, Ladder(reminders, overdue), OPENED)


def test_an_opening_without_a_zone_is_refused() -> None:
    with pytest.raises(DeadlinesError, match=r"time\.without-zone"):
        steps(DUE, Ladder((), ()), OPENED.replace(tzinfo=None))


def test_an_escalation_comes_beside_the_alert_of_the_same_day_and_names_its_role() -> None:
    ladder = Ladder(overdue=(3,), escalation=((10, "leadership"), (3, "filler"), (3, "filler")))
    at_three, at_ten = datetime(2022, 3, 21, 16, tzinfo=UTC), datetime(2022, 3, 28, 16, tzinfo=UTC)
    assert steps(DUE, ladder, OPENED) == (
        Step("overdue", 3, at_three),
        Step("overdue", 3, at_three, "filler"),
        Step("overdue", 10, at_ten, "leadership"),
    )


def test_an_escalation_before_the_deadline_is_no_step() -> None:
    with pytest.raises(DeadlinesError) as caught:
        steps(DUE, Ladder(escalation=((-1, "leadership"),)), OPENED)
    assert caught.value.code == "ladder.negative-days"
