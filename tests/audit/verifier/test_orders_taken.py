"""The verifier's own table of when an order is taken says what the writer's says."""

from __future__ import annotations

import pytest

from audit.verifier.orders_taken import untimely
from deadlines.orders import CONCLUDED, ENDED, ORDERS, RUNNING, Given
from models.payloads import NEWEST

# What opens a sealed book is looked at with the seals.
BEFORE_THE_SEAL = [row for row in ORDERS if row.order != "authorise"]


@pytest.mark.parametrize("standing", [RUNNING, ENDED, CONCLUDED])
@pytest.mark.parametrize("row", BEFORE_THE_SEAL, ids=lambda row: row.order)
def test_writer_and_verifier_take_an_order_in_the_same_standings(row: Given, standing: str) -> None:
    said = untimely(row.record, ended=standing != RUNNING, concluded=standing == CONCLUDED)
    assert said == (None if standing in row.taken else f"order-{standing}")


def test_what_is_no_order_is_never_untimely() -> None:
    for kind in set(NEWEST) - {row.record for row in ORDERS}:
        assert untimely(kind, ended=True, concluded=True) is None
