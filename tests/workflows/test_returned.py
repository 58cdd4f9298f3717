"""A return on the real server: beside a filing that is open again the review waits, and the year goes on from there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from app.errors import RequestRefusedError
from audit.replay import replay
from audit.verifier.verify_books import verify
from models.commands import Amendment, Answer, Filed, ReviewResult
from tests.support.amendments import TEN
from tests.support.running_bureau import Bureau, running_bureau
from tests.support.self_evaluated import deed, records, self_evaluated, send
from tests.support.shijing import Shijing, turn_of
from workflows.department_year import DepartmentYear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.commands import Deed
    from models.receipts import Receipt, Turn
    from tests.support.self_evaluated import Year

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    """The clock stands on a day on which every phase has begun that its forerunner lets begin."""
    with running_bureau(tmp_path_factory.mktemp("returned") / "data", "2022-05-20") as running:
        yield running


def returning(bureau: Bureau) -> Deed:
    return deed(bureau, "self-evaluation.return", Answer(opinion="0" * 64), "review")


def filing(bureau: Bureau) -> Deed:
    """The self-evaluation with one figure corrected."""
    lists = dict(Shijing(bureau.desk).filing("self-evaluation.file").lists)
    facts = lists["facts"]
    assert isinstance(facts, list)
    kept = [fact for fact in facts if isinstance(fact, dict) and fact["input"] != TEN["input"]]
    return deed(bureau, "self-evaluation.file", Filed(lists={**lists, "facts": [*kept, dict(TEN)]}))


def conclusion(bureau: Bureau) -> Deed:
    return deed(bureau, "review.conclude", ReviewResult())


def standing(bureau: Bureau, year: Year) -> dict[str, Turn]:
    return {turn.matter: turn for turn in bureau.run(year.query(DepartmentYear.standing))}


def refused(bureau: Bureau, department: str, one: Deed, code: str) -> None:
    before = [record.hash for record in records(bureau, department)]
    with pytest.raises(RequestRefusedError) as told:
        send(bureau, department, one, f"refused/{one.act}")
    assert told.value.code == code
    assert [record.hash for record in records(bureau, department)] == before


def test_a_returned_year_waits_for_the_department_and_ends_with_the_review_of_the_new_filing(bureau: Bureau) -> None:
    year, _ = self_evaluated(bureau, "again")
    receipt = send(bureau, "again", returning(bureau))
    waiting = standing(bureau, year)
    assert (waiting["review"].state, waiting["review"].awaited) == ("open", None)
    assert waiting["self-evaluation"] == turn_of(receipt, "self-evaluation")
    filed = send(bureau, "again", filing(bureau), "file-again")
    assert filed.change is not None
    assert standing(bureau, year)["review"] == turn_of(filed, "review")
    send(bureau, "again", conclusion(bureau))
    bureau.run(asyncio.wait_for(year.result(), 20))
    kinds = [record.kind for record in records(bureau, "again")]
    assert kinds[kinds.index("self-evaluation.returned") :] == [
        "self-evaluation.returned",
        "self-evaluation.filed",
        "evaluation.made",
        "score.changed",
        "review.concluded",
        "phase.opened",
        "year.concluded",
    ]


def test_while_the_department_mends_it_neither_review_nor_amendment_comes_through(bureau: Bureau) -> None:
    self_evaluated(bureau, "meanwhile")
    send(bureau, "meanwhile", returning(bureau))
    refused(bureau, "meanwhile", conclusion(bureau), "review.returned")
    refused(bureau, "meanwhile", returning(bureau), "review.returned")
    amendment = Amendment(lists={"facts": [dict(TEN)]}, reason="0" * 64)
    refused(bureau, "meanwhile", deed(bureau, "self-evaluation.amend", amendment), "act.not-your-turn")


def test_a_return_sent_twice_at_once_is_one_return(bureau: Bureau) -> None:
    self_evaluated(bureau, "twice")

    async def both() -> list[Receipt]:
        sending = [bureau.counter.act(bureau.book, "twice", "twice/return", returning(bureau)) for _ in range(2)]
        return list(await asyncio.gather(*sending))

    first, second = bureau.run(both())
    assert first == second
    assert [record.kind for record in records(bureau, "twice")].count("self-evaluation.returned") == 1


def test_a_concluded_review_returns_nothing(bureau: Bureau) -> None:
    year, _ = self_evaluated(bureau, "concluded")
    send(bureau, "concluded", conclusion(bureau))
    bureau.run(asyncio.wait_for(year.result(), 20))
    refused(bureau, "concluded", returning(bureau), "year.not-running")


def test_the_book_of_all_these_returns_replays_and_verifies(bureau: Bureau) -> None:
    assert replay(bureau.desk.engine, bureau.book).mismatches == ()
    report = verify(bureau.settings.data)
    assert report.ok, report.first
