from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from models.receipts import Awaited
from models.values import INSTANT_LENGTH, instant, instant_text


def test_an_instant_is_written_in_utc_to_the_microsecond() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert instant_text(datetime(2022, 3, 18, 23, 59, 59, 999999, shanghai)) == "2022-03-18T15:59:59.999999Z"
    assert instant_text(datetime(2022, 3, 18, 1, 0, tzinfo=UTC)) == "2022-03-18T01:00:00.000000Z"


def test_what_was_written_is_read_back() -> None:
    moment = datetime(2021, 12, 31, 23, 59, 59, 1, UTC)
    assert instant(instant_text(moment)) == moment


def test_the_order_of_the_texts_is_the_order_of_time() -> None:
    start = datetime(2020, 12, 31, 23, 59, 59, 999998, UTC)
    moments = [start + step for step in (timedelta(0), timedelta(microseconds=1), timedelta(microseconds=2))]
    moments += [start + timedelta(days=days) for days in (1, 30, 400)]
    texts = [instant_text(moment) for moment in moments]
    assert sorted(texts) == texts
    assert {len(text) for text in texts} == {INSTANT_LENGTH}


@pytest.mark.parametrize("text", ["2022-03-18", "2022-03-18T15:59:59Z", "2022-03-18T15:59:59.999999+08:00", "昨天"])
def test_another_form_is_no_instant(text: str) -> None:
    with pytest.raises(ValueError, match="does not match"):
        instant(text)


def test_what_travels_cannot_be_changed_on_the_way() -> None:
    awaited = Awaited(act="targets.file", role="filler", since="2020-10-12", due="2020-11-06")
    with pytest.raises(ValidationError):
        awaited.due = "2021-11-06"  # type: ignore[misc]  # the refusal is what is tested


def test_no_key_passes_unread() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Awaited.model_validate({"act": "a", "role": "r", "due": "d", "dew": "x"})
