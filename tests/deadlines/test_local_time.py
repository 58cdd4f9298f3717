from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from deadlines.errors import DeadlinesError
from deadlines.local_time import end_of_day, local_date


def test_a_day_ends_with_its_last_microsecond_in_shanghai() -> None:
    assert end_of_day(date(2022, 3, 18)) == datetime(2022, 3, 18, 15, 59, 59, 999999, tzinfo=UTC)


def test_the_day_of_an_instant_is_the_one_in_shanghai() -> None:
    end = end_of_day(date(2022, 3, 18))
    assert local_date(end) == date(2022, 3, 18)
    assert local_date(end + timedelta(microseconds=1)) == date(2022, 3, 19)


def test_the_zone_in_which_an_instant_is_written_does_not_matter() -> None:
    elsewhere = timezone(timedelta(hours=-5))
    assert local_date(datetime(2022, 3, 18, 11, 0, tzinfo=elsewhere)) == date(2022, 3, 19)


def test_an_instant_without_a_zone_has_no_day() -> None:
    with pytest.raises(DeadlinesError) as caught:
        local_date(datetime(2022, 3, 18, 11, 0))  # noqa: DTZ001  # the fault under test
    assert (caught.value.code, caught.value.params) == ("time.without-zone", {"value": "2022-03-18T11:00:00"})
