"""The table of orders: each order once, its record a kind of its own, its refusals known, its roles apart."""

from __future__ import annotations

from typing import get_args

import pytest

from activities.corrections.propose import CORRECTS
from app.messages import catalogue
from deadlines.orders import ADDENDUM, ENDED, ORDERS, RUNNING, SEALED, STANDINGS, not_taken, order_row
from deadlines.roles import ROLES
from models.commands import Order
from models.payloads import ACT_KINDS, NEWEST

# Switches are a union of their own inside the union.
FORMS = [form for one in get_args(get_args(Order)[0]) for form in (get_args(one) or (one,))]


def test_every_order_has_one_row_and_a_record_of_its_own() -> None:
    sent = {form.model_fields["kind"].default for form in FORMS}
    assert [row.order for row in ORDERS] == list(dict.fromkeys(row.order for row in ORDERS))
    assert {row.order for row in ORDERS} == sent
    records = [row.record for row in ORDERS]
    assert len(set(records)) == len(records)
    assert set(records) <= set(NEWEST)
    assert not set(records) & set(ACT_KINDS.values())


def test_rows_speak_of_known_roles_and_standings_alone() -> None:
    for row in ORDERS:
        assert set(row.roles) <= set(ROLES)
        assert row.roles
        assert [one for one in STANDINGS if one in row.taken] == list(row.taken)
        assert row.taken


def test_whatever_is_not_taken_is_refused_with_a_sentence() -> None:
    for row in ORDERS:
        for standing in STANDINGS:
            code = not_taken(row.order, standing)
            assert (code is None) == (standing in row.taken)
            assert code is None or all(code in catalogue(language) for language in ("zh", "en"))


def test_whoever_puts_a_record_right_may_propose_it() -> None:
    assert {role for _, role in CORRECTS.values()} == set(order_row("propose").roles)


def test_a_sealed_book_takes_its_opening_alone_and_only_an_addendum_ends_in_a_seal() -> None:
    assert [row.order for row in ORDERS if SEALED in row.taken] == ["authorise"]
    assert "seal" in [row.order for row in ORDERS if ADDENDUM in row.taken]
    assert {*order_row("seal").roles}.isdisjoint(order_row("authorise").roles)


def test_only_leave_to_amend_asks_for_a_year_that_has_ended() -> None:
    assert [row.order for row in ORDERS if ENDED in row.taken and RUNNING not in row.taken] == ["allow-amendment"]


def test_a_word_that_is_no_order_has_no_row() -> None:
    with pytest.raises(KeyError):
        order_row("shred")
