from __future__ import annotations

from datetime import date

import pytest

from deadlines.collecting import LADDERS, internal_day
from deadlines.errors import DeadlinesError
from deadlines.moves import COLLECTION
from deadlines.protocol import awaited

ASKED, OWN = date(2022, 3, 1), date(2022, 3, 18)


@pytest.mark.parametrize("day", [ASKED, date(2022, 3, 17)])
def test_a_division_is_given_a_day_from_the_asking_to_the_eve_of_the_departments_own(day: date) -> None:
    assert internal_day(day, ASKED, OWN) == day


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2022, 2, 28), "collection.day-passed"),
        (OWN, "collection.day-too-late"),
        (date(2022, 3, 19), "collection.day-too-late"),
    ],
)
def test_any_other_day_is_refused_with_both_ends(day: date, code: str) -> None:
    with pytest.raises(DeadlinesError) as told:
        internal_day(day, ASKED, OWN)
    assert told.value.code == code
    assert told.value.params == {"given": day.isoformat(), "due": "2022-03-18", "today": "2022-03-01"}


def test_every_state_that_waits_has_a_ladder_and_none_of_them_leads_to_the_bureau() -> None:
    assert all(awaited(COLLECTION, state) for state in LADDERS)
    told = {role for ladder in LADDERS.values() for _, role in ladder.escalation}
    assert told == {"contributor", "filler", "approver"}
    # Without a named role an alert goes to the performance office.
    assert all(not ladder.overdue for ladder in LADDERS.values())
