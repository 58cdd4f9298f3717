"""No name, login, free text or file name leaves the side stores: planted ones are searched for everywhere else."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

import pytest
from sqlmodel import SQLModel, col, select

from activities.answer import receipt_of
from app.temporal_client import connect
from app.temporal_server import temporal_server
from models.ledger import Head, LedgerRecord
from models.payloads import ACT_KINDS
from models.projections import PROJECTIONS
from models.side_stores import CommittedText, Person
from tests.support.planted import LOGIN, NAME, WORDS, forms, found_in, planted_scenario
from tests.support.rehearsals import Played, play

if TYPE_CHECKING:
    from pathlib import Path

    from temporalio.client import WorkflowHistory

pytestmark = pytest.mark.slow

# Public, and travels with the order that enrols a department.
PUBLIC = ("示例区园林局",)
Year = tuple[Played, tuple[str, ...]]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    folder = tmp_path_factory.mktemp("planted")
    scenario, planted = planted_scenario(folder / "scenario")
    return play(folder / "data", str(scenario), apart=True), planted


@pytest.fixture(scope="module")
def histories(year: Year) -> list[WorkflowHistory]:
    settings = year[0].settings
    with temporal_server(settings.temporal, settings.logs / "again.log", skipping=True) as address:
        return asyncio.run(_histories(address))


async def _histories(address: str) -> list[WorkflowHistory]:
    client = await connect(address)
    return [
        await client.get_workflow_handle(found.id, run_id=found.run_id).fetch_history()
        async for found in client.list_workflows()
    ]


def _files(folder: Path) -> dict[str, bytes]:
    """Every file of a data folder but the database of ledger and side stores."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("jixiao.db")
    }


def test_every_field_that_takes_words_of_a_person_was_planted(year: Year) -> None:
    played, planted = year
    with played.desk.reading() as session:
        texts = session.exec(select(CommittedText)).all()
        people = session.exec(select(Person)).all()
    fields = {text.field.partition("/")[0] for text in texts}
    assert fields == {"opinion", "name", "reason", "finding", "measure", "plan"}
    # The search bites: what was planted lies in the side stores, every word of it.
    kept = "\n".join([*(text.text or "" for text in texts), *(f"{one.login} {one.name}" for one in people)]).encode()
    assert found_in(kept, planted) == list(planted)
    assert {word.rstrip("0123456789") for word in planted} == {LOGIN, NAME, WORDS}


def test_the_search_finds_a_word_in_every_form() -> None:
    for word in ("植入文字007", "dengluming001"):
        for shift in range(3):
            wrapped = base64.b64encode(b"x" * shift + word.encode() + b'"}')
            assert found_in(b'{"data": "' + wrapped + b'"}', (word,)) == [word]
        assert all(found_in(b"a" + form + b"b", (word,)) == [word] for form in forms(word))
    assert found_in(b"nothing here", ("植入文字007", "dengluming001")) == []


def test_no_column_of_the_ledger_or_of_a_table_made_of_it_holds_one(year: Year) -> None:
    played, planted = year
    with played.desk.reading() as session:
        tables: tuple[type[SQLModel], ...] = (LedgerRecord, Head, *PROJECTIONS)
        rows = [row.model_dump() for table in tables for row in session.exec(select(table))]
    values = b"\n".join(v if isinstance(v, bytes) else str(v).encode() for row in rows for v in row.values())
    assert found_in(values, planted) == []
    assert found_in(values, PUBLIC) == [*PUBLIC]


def test_no_receipt_holds_one(year: Year) -> None:
    played, planted = year
    with played.desk.reading() as session:
        query = select(LedgerRecord).where(col(LedgerRecord.kind).in_(ACT_KINDS.values()))
        receipts = [receipt_of(session, record).model_dump_json() for record in session.exec(query)]
    assert len(receipts) > 15
    assert found_in("\n".join(receipts).encode(), planted) == []


def test_no_workflow_history_holds_one(year: Year, histories: list[WorkflowHistory]) -> None:
    _, planted = year
    as_json = "\n".join(history.to_json() for history in histories).encode()
    as_bytes = b"\n".join(event.SerializeToString() for history in histories for event in history.events)
    assert len(histories) == 11
    for whole in (as_json, as_bytes):
        assert found_in(whole, planted) == []
        assert found_in(whole, PUBLIC) == [*PUBLIC]


def test_no_file_holds_one_not_even_the_engines(year: Year) -> None:
    played, planted = year
    files = _files(played.settings.data)
    assert {name.partition("/")[0] for name in files} >= {"temporal.db", "heads", "keys", "evidence", "logs"}
    assert {name: found for name, content in files.items() if (found := found_in(content, planted))} == {}
    assert found_in(files["temporal.db"], PUBLIC) == [*PUBLIC]
    assert len([name for name in files if name.startswith("logs/")]) > 1
