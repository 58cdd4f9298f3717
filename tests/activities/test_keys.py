from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from audit.replay import replay
from models.commands import Act, Answer, Deed
from models.ledger import LedgerRecord
from models.payloads import ACT_KINDS
from tests.support.shijing import BOOK, RECORDS, local

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.shijing import Shijing

_REQUEST = re.compile(r"[A-Za-z0-9]")


def keys(year: Shijing, kinds: Sequence[str] = ()) -> dict[str, str]:
    with year.desk.reading() as session:
        records = session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence))).all()
    return {record.key: record.kind for record in records if not kinds or record.kind in kinds}


def test_no_key_of_the_clock_could_be_a_persons(played: Shijing) -> None:
    own = {"appointment.made", "rubric.adopted", "department.enrolled", *ACT_KINDS.values()}
    for key, kind in keys(played).items():
        assert bool(_REQUEST.match(key)) == (kind in own), key
    assert len(keys(played)) == RECORDS


@pytest.mark.parametrize("key", ["@shijing/monitoring/open", "@book/end", "", "/x", "a b", "绩效"])
def test_a_person_cannot_send_a_key_of_the_clock(key: str) -> None:
    deed = Deed(actor="p-1", act="targets.approve", matter="targets", content=Answer())
    with pytest.raises(ValidationError, match="string_pattern_mismatch"):
        Act(request=key, received_at=local("2020-11-10"), deed=deed)


@pytest.mark.parametrize("request_key", ["book", "book/end", "shijing/year/end", "shijing/monitoring/open"])
def test_a_persons_key_never_takes_the_place_of_the_clocks(shijing: Shijing, request_key: str) -> None:
    shijing.open_phase("targets")
    filing = shijing.filing("targets.file")
    shijing.act("targets", "targets.file", filing, "filler", local("2020-11-03"), request_key)
    shijing.act("targets", "targets.approve", Answer(), "reviewer", local("2020-11-04"))
    opened = shijing.open_phase("monitoring")
    assert [turn.matter for turn in opened.turns] == ["monitoring"]
    shijing.conclude()
    assert list(keys(shijing).values())[-3:] == ["phase.opened", "year.concluded", "book.concluded"]


def test_what_the_clock_says_twice_is_on_the_record_once(played: Shijing) -> None:
    before = keys(played)
    played.conclude()
    played.open_phase("review")
    assert keys(played) == before
    assert replay(played.desk.engine, BOOK).mismatches == ()
