from __future__ import annotations

import sqlite3
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, select

from audit.commitment import SALT_BYTES, OpenedText, commit_text, commitment_of, open_text
from audit.errors import AuditError, IdempotencyConflictError
from audit.replay import replay
from audit.verifier import verify
from models.commands import Answer
from models.ledger import LedgerRecord
from models.side_stores import CommittedText
from tests.support.shijing import BOOK, local, scenario
from tests.support.tampered import dump

if TYPE_CHECKING:
    from pathlib import Path

    from app.scenario import PlayedAct
    from tests.support.shijing import Shijing

REQUEST = "shijing/return/1"


def commit(shijing: Shijing, text: str, request: str = REQUEST, field: str = "opinion") -> str:
    """As the product does it, with a random salt."""
    with Session(shijing.desk.engine) as session, session.begin():
        return commit_text(session, BOOK, request, field, text)


def kept(shijing: Shijing) -> list[CommittedText]:
    with Session(shijing.desk.engine) as session:
        return list(session.exec(select(CommittedText)))


def return_targets(shijing: Shijing, opinion: str) -> None:
    shijing.open_phase("targets")
    shijing.act("targets", "targets.file", shijing.filing("targets.file"), "filler", local("2020-11-03"))
    answer = Answer(opinion=opinion)
    shijing.act("targets", "targets.return", answer, "reviewer", local("2020-11-05"), REQUEST)


def test_a_commitment_is_the_digest_of_salt_and_text(shijing: Shijing) -> None:
    commitment = commit(shijing, "请补充指标值。")
    (row,) = kept(shijing)
    assert row.salt is not None
    assert len(row.salt) == SALT_BYTES == 32
    assert commitment == sha256(row.salt + "请补充指标值。".encode()).hexdigest()
    assert commitment == commitment_of(row.salt, "请补充指标值。")


def test_sending_the_same_words_again_commits_to_the_same_bytes(shijing: Shijing) -> None:
    assert commit(shijing, "同意。") == commit(shijing, "同意。")
    assert len(kept(shijing)) == 1


def test_the_same_words_of_two_requests_cannot_be_told_to_be_the_same(shijing: Shijing) -> None:
    assert (
        len(
            {
                commit(shijing, "同意。"),
                commit(shijing, "同意。", "shijing/other"),
                commit(shijing, "同意。", field="name"),
            }
        )
        == 3
    )


def test_words_may_change_while_the_request_does_not_stand(shijing: Shijing) -> None:
    first = commit(shijing, "同意。")
    second = commit(shijing, "不同意。")
    assert first != second
    with shijing.desk.reading() as session:
        # The first sending may still be on its way to its record: its words are kept beside the corrected ones.
        opened = [open_text(session, BOOK, one).text for one in (first, second)]
    assert opened == ["同意。", "不同意。"]


def test_words_of_a_request_that_stands_may_not_change(shijing: Shijing) -> None:
    commitment = commit(shijing, "请补充指标值。")
    return_targets(shijing, commitment)
    before = kept(shijing)
    with pytest.raises(IdempotencyConflictError) as refused:
        commit(shijing, "同意。")
    assert refused.value.params == {"book": BOOK, "key": REQUEST, "field": "opinion"}
    assert kept(shijing) == before
    assert commit(shijing, "请补充指标值。") == commitment


def test_an_erased_text_of_a_request_that_stands_does_not_come_back(shijing: Shijing) -> None:
    return_targets(shijing, commit(shijing, "请补充指标值。"))
    with sqlite3.connect(shijing.desk.engine.url.database or "") as connection:
        connection.execute("UPDATE committed_text SET salt = NULL, text = NULL")
    connection.close()
    with pytest.raises(AuditError) as refused:
        commit(shijing, "请补充指标值。")
    assert (refused.value.code, refused.value.params["key"]) == ("text.erased", REQUEST)


def _texts(act: PlayedAct) -> tuple[str | None, ...]:
    return act.opinion, act.file, act.measure, act.plan


def _planted() -> list[str]:
    """Every word of a person in the scenario, and everybody's name."""
    words = [word for act in scenario().acts for word in _texts(act) if word is not None]
    words += [finding.text for act in scenario().acts for finding in act.findings]
    return words


def test_no_name_and_no_free_text_is_in_the_ledger(played: Shijing) -> None:
    names = [name for person in scenario().people for name in (person.id, person.name)]
    with played.desk.reading() as session:
        records = session.exec(select(LedgerRecord)).all()
    columns = [
        value if isinstance(value, bytes) else str(value).encode()
        for record in records
        # A request's key is the caller's own choice; the one of this play's appointments repeats the login.
        for name, value in record.model_dump(exclude={"key"}).items()
    ]
    assert len(_planted()) == 10
    assert [word for word in [*_planted(), *names] if any(word.encode() in value for value in columns)] == []
    # The search itself works: the department's name is public and stands in a payload.
    assert any("石井街道办事处".encode() in value for value in columns)


def test_the_side_store_holds_every_text_that_the_chain_commits_to(played: Shijing) -> None:
    assert sorted(row.text or "" for row in kept(played)) == sorted(_planted())


def test_erasing_every_text_leaves_the_book_whole(played: Shijing, data: Path) -> None:
    commitments = [row.commitment for row in kept(played)]
    played.desk.engine.dispose()
    before = dump(data / "jixiao.db", "ledger")
    with sqlite3.connect(data / "jixiao.db") as connection:
        connection.execute("UPDATE committed_text SET salt = NULL, text = NULL")
        connection.execute("UPDATE person SET name = NULL")
    connection.close()
    assert verify(data).ok
    assert dump(data / "jixiao.db", "ledger") == before
    assert replay(played.desk.engine, BOOK).mismatches == ()
    with played.desk.reading() as session:
        assert {open_text(session, BOOK, commitment).text for commitment in commitments} == {None}


def test_a_commitment_of_another_database_opens_to_nothing(shijing: Shijing) -> None:
    with shijing.desk.reading() as session:
        assert open_text(session, BOOK, "0" * 64) == OpenedText(None)
