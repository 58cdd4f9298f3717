from __future__ import annotations

import pytest

from audit.verifier.moves import NEVER_LATE, SYSTEM, WRITES, open_acts
from deadlines.moves import COURSES, MOVES, STATES, UNTIMED
from deadlines.orders import ORDERS
from deadlines.roles import ROLES
from models.access_payloads import ACCESS_KINDS, LOGIN_KINDS
from models.payloads import ACT_KINDS, NEWEST

# What neither a move nor an order of the workflow writes, and a person gives all the same.
AT_THE_MACHINE = {
    "cycle.resumed": {"performance-office"},
    "key.rotated": {"security-officer"},
    "text.erased": {"security-officer"},
    "person.erased": {"security-officer"},
    "erasure.requested": {*ROLES},
}


def test_the_verifiers_table_of_authors_is_the_writers() -> None:
    wanted: dict[str, set[str]] = {kind: {*roles} for kind, roles in AT_THE_MACHINE.items()}
    for move in MOVES:
        wanted.setdefault(ACT_KINDS[move.act], set()).add(move.role)
    for order in ORDERS:
        wanted[order.record] = {*order.roles}
    assert {kind: {*roles} for kind, roles in WRITES.items()} == wanted
    assert WRITES.keys() <= NEWEST.keys()
    assert SYSTEM not in ROLES
    assert not WRITES.keys() & {*ACCESS_KINDS, *LOGIN_KINDS}


@pytest.mark.parametrize("course", COURSES)
def test_the_verifiers_open_acts_are_the_writers(course: str) -> None:
    for state in STATES:
        wanted = {ACT_KINDS[move.act] for move in MOVES if (move.course, move.state) == (course, state)}
        assert open_acts(course, state) == wanted, state
    assert open_acts(course, "-") == frozenset()


def test_the_verifiers_acts_that_are_never_late_are_the_writers() -> None:
    assert {ACT_KINDS[act] for act in UNTIMED} == NEVER_LATE
