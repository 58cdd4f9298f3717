from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.shijing import BOOK, DEPARTMENT

if TYPE_CHECKING:
    from app.orders import SignedOrder
    from models.receipts import Receipt
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing

DRAW = ("sample", "draw", "--as", "jixiaoke", "--document", "穗云财绩〔2022〕1号", "--book", BOOK)


@pytest.fixture
def sent(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """Orders go straight to the desk instead of to a service."""

    def carry_out(_settings: object, _desk: object, signed: SignedOrder) -> Receipt:
        return shijing.order(signed.key, signed.order, day="2022-04-06").receipt

    monkeypatch.setattr("app.sampling.send_order", carry_out)
    return shijing


def test_a_draw_is_listed_with_its_place_record_and_document(jixiao: CommandLine, sent: Shijing) -> None:
    sent.order("setup/enrol/other", sent.enrolment("other", "另一部门"))
    assert "Nothing was drawn" in jixiao("sample", "list").out
    assert jixiao(*DRAW, "--among", DEPARTMENT).code == 0
    assert jixiao(*DRAW, "--share", "50%", "--seed", "公开的种子", "--json").document["key"].startswith("sample/")
    rows = jixiao("sample", "list", "--json").document["sample"]
    assert [(row["department"], row["position"], row["share"]) for row in rows[:1]] == [(DEPARTMENT, 1, None)]
    assert [row["position"] for row in rows[1:]] == [1, None]
    said = jixiao("sample", "list").out
    assert f"{DEPARTMENT}: drawn, place 1" in said
    assert "not drawn" in said


@pytest.mark.parametrize("share", ["0%", "101%", "15", "many"])
def test_a_share_that_is_none_is_refused_with_what_would_be_right(
    jixiao: CommandLine, sent: Shijing, share: str
) -> None:
    ran = jixiao(*DRAW, "--share", share, "--seed", "x")
    assert sent.book == BOOK
    assert ran.code != 0
    assert f"(share {share}): a share lies between 1% and 100%" in ran.err
