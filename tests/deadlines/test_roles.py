from __future__ import annotations

from itertools import combinations

import pytest

from deadlines.errors import DeadlinesError
from deadlines.roles import ROLES, SEPARATION, conflicting

BARRED = {
    ("administrator", "auditor"),
    ("administrator", "security-officer"),
    ("auditor", "security-officer"),
    ("performance-office", "security-officer"),
    ("reviewer", "security-officer"),
    ("filler", "security-officer"),
    ("approver", "security-officer"),
    ("filler", "reviewer"),
    ("approver", "reviewer"),
    ("contributor", "security-officer"),
    ("contributor", "reviewer"),
}


@pytest.mark.parametrize(("one", "other"), list(combinations(ROLES, 2)))
def test_only_the_separated_pairs_bar_each_other_and_both_ways(one: str, other: str) -> None:
    barred = (one, other) in BARRED or (other, one) in BARRED
    assert conflicting(one, {other}) == (other if barred else None)
    assert conflicting(other, {one}) == (one if barred else None)


def test_the_table_of_separation_holds_these_pairs_and_no_more() -> None:
    assert frozenset(frozenset(pair) for pair in BARRED) == SEPARATION


def test_the_first_conflict_is_named_in_the_order_of_the_roles() -> None:
    assert conflicting("reviewer", ["approver", "filler"]) == "filler"


def test_a_role_may_be_held_twice() -> None:
    assert conflicting("reviewer", {"reviewer", "performance-office"}) is None


@pytest.mark.parametrize(("role", "held"), [("chief", ()), ("filler", ("chief",))])
def test_a_word_that_is_no_role_is_refused(role: str, held: tuple[str, ...]) -> None:
    with pytest.raises(DeadlinesError) as caught:
        conflicting(role, held)
    assert caught.value.code == "role.unknown"
    assert caught.value.params["role"] == "chief"
