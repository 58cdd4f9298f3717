from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.two_years import DAY, EARLIER, LATER, SmallYear, earlier_text, found, later_text
from tests.support.year import DEPARTMENT

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.orders import SignedOrder
    from models.receipts import Receipt
    from tests.support.command_line import CommandLine

CARRY = ("carry", "facts", "--as", "jixiaoke", "--book", LATER)


@pytest.fixture
def later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> SmallYear:
    """Both books, last year's reviewed; orders go straight to the desk instead of to a service."""
    earlier = SmallYear(desk, EARLIER, earlier_text()).begin()
    later = SmallYear(desk, LATER, later_text()).begin()
    earlier.to_review(found("filing"))

    def carry_out(_settings: object, _desk: object, signed: SignedOrder) -> Receipt:
        return later.order(signed.key, signed.order, day=DAY).receipt

    monkeypatch.setattr("app.carrying.send_order", carry_out)
    return later


def test_what_is_copied_is_listed_with_its_records_and_the_findings_that_repeat(
    jixiao: CommandLine, later: SmallYear
) -> None:
    assert "Nothing was copied" in jixiao("carry", "list", "--book", LATER).out
    ran = jixiao(*CARRY)
    assert ran.code == 0, ran.err
    later.file_targets()
    later.monitor()
    later.evaluate()
    later.review(found("filing", "again"))
    said = jixiao("carry", "list", "--book", LATER).out
    assert f"from {EARLIER}" in said
    assert "final score 89.20, grade 良" in said
    assert "last_carry_over = 7.5%" in said
    assert "ledgers about filing (awaiting rectification)" in said
    assert "repeat them: again" in said
    (copy,) = jixiao("carry", "list", "--book", LATER, "--json").document["copies"]
    assert (copy["department"], copy["source"], copy["repeated"]) == (DEPARTMENT, EARLIER, ["again"])
    states = jixiao("audit", "replay", LATER, "--json").document["books"][0]["departments"]
    assert states[0]["repeated"] == ["again"]


def test_the_same_state_of_last_years_book_is_the_same_request(jixiao: CommandLine, later: SmallYear) -> None:
    first = jixiao(*CARRY, "--json").document["receipts"]
    assert jixiao(*CARRY, "--department", DEPARTMENT, "--json").document["receipts"] == first
    assert later.copy().missing == ()


def test_a_key_is_for_one_department(jixiao: CommandLine, later: SmallYear) -> None:
    ran = jixiao(*CARRY, "--key", "k")
    assert (ran.code, ran.out) == (1, "")
    assert "--department" in ran.err
    assert later.book == LATER


@pytest.mark.usefixtures("later")
def test_without_a_common_department_the_books_are_named(jixiao: CommandLine) -> None:
    ran = jixiao("carry", "facts", "--as", "jixiaoke", "--book", EARLIER)
    assert ran.code == 1
    assert "example-district/2023/rehearsal" in ran.err


def test_verify_says_whether_the_copy_could_be_compared(jixiao: CommandLine, later: SmallYear) -> None:
    assert jixiao(*CARRY).code == 0
    assert later.copy().source == EARLIER
    assert f"copies from the book {EARLIER}; the hashes that it names were compared" in jixiao("audit", "verify").out
