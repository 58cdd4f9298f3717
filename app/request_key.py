"""The key of a request that names none: the same words about the same task are the same request."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.word_key import word_key
from models.ledger import LedgerRecord
from models.projections import Filing, Task
from rules.decoding import read_limited

if TYPE_CHECKING:
    from pydantic import JsonValue

    from app.task_content import DoTask

_AMEND = "self-evaluation.amend"


def task_id(task: Task) -> str:
    """How a person names a task."""
    return f"{task.department}/{task.matter}/{task.act}/{task.round}"


def request_key(session: Session, wanted: DoTask, task: Task, act: str) -> str:
    """The key of this request: changed words are another one.

    The figures may be amended back and forth, so there the words alone are not enough: the request is also about what
    it amends. Sent twice in a row it is the same; sent again after another amendment it is a new one.
    """
    if act != _AMEND:
        return _key(wanted, task, act, ())
    query = (
        select(LedgerRecord.sequence, LedgerRecord.key)
        .join(
            Filing,
            (col(Filing.book) == col(LedgerRecord.book)) & (col(Filing.sequence) == col(LedgerRecord.sequence)),
        )
        .where(
            col(Filing.book) == task.book, col(Filing.department) == task.department, col(Filing.phase) == task.matter
        )
        .order_by(col(Filing.sequence).desc())
        .limit(2)
    )
    filings = list(session.exec(query))
    keys = [_key(wanted, task, act, (str(sequence),)) for sequence, _ in filings]
    repeated = len(filings) > 1 and filings[0][1] == keys[1]
    return keys[1] if repeated else next(iter(keys), _key(wanted, task, act, ()))


def _key(wanted: DoTask, task: Task, act: str, about: tuple[str, ...]) -> str:
    # Only where there are any, so that the keys of older requests stay what they were.
    more: list[JsonValue] = [[*one] for one in (wanted.disputes, wanted.evidence, wanted.upheld, wanted.reasons) if one]
    named = {"quality": wanted.quality, "owner": wanted.owner, "done-by": wanted.done_by}
    more += [{name: words} for name, words in named.items() if words is not None]
    words: list[JsonValue] = [
        wanted.login,
        act,
        sha256(read_limited(wanted.facts)).hexdigest() if wanted.facts else None,
        wanted.opinion,
        list(wanted.scores),
        list(wanted.findings),
        wanted.measure,
        wanted.choice,
        wanted.plan,
        *more,
        *about,
    ]
    return f"{task_id(task)}/{act}/{word_key(*words)}"
