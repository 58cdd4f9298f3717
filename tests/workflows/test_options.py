from __future__ import annotations

from datetime import timedelta

import pytest

from app.counter import WAIT_SECONDS
from workflows.options import FOR_A_WHOLE_BOOK, FOR_PEOPLE, ActivityOptions


@pytest.mark.parametrize(("options", "outlasts"), [(FOR_PEOPLE, False), (FOR_A_WHOLE_BOOK, True)])
def test_only_an_order_about_the_whole_book_is_worked_off_though_nobody_waits_any_more(
    options: ActivityOptions, *, outlasts: bool
) -> None:
    whole = options["schedule_to_close_timeout"]
    assert whole is not None
    assert (whole > timedelta(seconds=WAIT_SECONDS)) == outlasts
    # A killed attempt is followed by another.
    assert whole >= 2 * options["start_to_close_timeout"]


def test_a_dead_worker_is_noticed_long_before_its_order_would_be_given_up() -> None:
    silence = FOR_A_WHOLE_BOOK["heartbeat_timeout"]
    assert silence is not None
    assert timedelta(seconds=10) <= silence <= timedelta(seconds=30)
