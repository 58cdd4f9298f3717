from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from audit.errors import AuditError
from audit.evaluators import Evaluators
from audit.replay import empty_tables
from bench.floor import sent
from models.projections import AdoptedRubric
from rules.evaluator import Evaluator
from tests.support.shijing import BOOK, rubric_file

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from rules.core.rubric import Rubric


def adopted(book: str, canonical: str) -> Session:
    tables = empty_tables()
    file = rubric_file()
    row = AdoptedRubric(book=book, hash=file.hash, sequence=5, rubric="r", version=1, yaml="", canonical=canonical)
    tables.add(row)
    tables.flush()
    return tables


def test_an_evaluator_is_made_once_for_all_books_under_a_rubric() -> None:
    made: list[str] = []

    def make(rubric: Rubric, rubric_hash: str) -> Evaluator:
        made.append(rubric_hash)
        return Evaluator(rubric, rubric_hash)

    evaluators = Evaluators(make)
    canonical = rubric_file().canonical.decode()
    for book in (BOOK, "guangzhou-baiyun/2022/rehearsal", BOOK):
        evaluators.of(adopted(book, canonical), book, rubric_file().hash)
    assert made == [rubric_file().hash]


def test_other_words_under_the_same_hash_are_another_rubric() -> None:
    evaluators = Evaluators()
    canonical = rubric_file().canonical.decode()
    forged = canonical.replace(rubric_file().rubric.name, "另一份评分标准")
    assert forged != canonical
    names = [
        evaluators.of(adopted(BOOK, one), BOOK, rubric_file().hash)[0].name for one in (canonical, forged, canonical)
    ]
    assert names == [rubric_file().rubric.name, "另一份评分标准", rubric_file().rubric.name]


def test_a_rubric_that_the_book_does_not_hold_is_missed() -> None:
    with pytest.raises(AuditError) as missed:
        Evaluators().of(empty_tables(), BOOK, "0" * 64)
    assert (missed.value.code, missed.value.params) == ("rubric.not-adopted", {"book": BOOK, "hash": "0" * 64})


def test_a_transaction_looks_a_rubric_up_once() -> None:
    evaluators, tables = Evaluators(), adopted(BOOK, rubric_file().canonical.decode())
    first = evaluators.of(tables, BOOK, rubric_file().hash)
    with sent(cast("Engine", tables.get_bind())) as statements:
        assert evaluators.of(tables, BOOK, rubric_file().hash) is first
    assert statements == []


def test_another_transaction_looks_a_rubric_up_again() -> None:
    evaluators, tables = Evaluators(), adopted(BOOK, rubric_file().canonical.decode())
    name = rubric_file().rubric.name
    assert evaluators.of(tables, BOOK, rubric_file().hash)[0].name == name
    tables.commit()
    row = tables.get_one(AdoptedRubric, (BOOK, rubric_file().hash))
    row.canonical = row.canonical.replace(name, "另一份评分标准")
    tables.commit()
    assert evaluators.of(tables, BOOK, rubric_file().hash)[0].name == "另一份评分标准"
