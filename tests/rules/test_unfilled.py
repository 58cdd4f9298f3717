from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rules.facts_file import FactsFileError, load_facts, load_facts_file

if TYPE_CHECKING:
    from pathlib import Path

EMPTY = '- {input: a, value: "", origin: figure, place: 决算}'
TYPED = '- {input: b, value: "3", origin: figure, place: 决算}'


def written(path: Path, facts: str, results: str = "") -> Path:
    block = f"results:\n{results}\n" if results else ""
    path.write_text(f"department: d\nfacts:\n{facts}\n{block}", encoding="utf-8")
    return path


def test_an_empty_place_is_missing_and_not_zero(tmp_path: Path) -> None:
    results = '- {indicator: x, actual: "", unit: 株, origin: figure, place: ""}'
    found = load_facts(written(tmp_path / "f.yaml", f"{EMPTY}\n{TYPED}", results))
    assert ([one.input for one in found.facts], found.results) == (["b"], ())


@pytest.mark.parametrize("answer", ['met: ""', 'actual: ""', 'share: "", basis: ""', 'actual: "", met: ""'])
def test_a_result_without_an_answer_is_not_there(tmp_path: Path, answer: str) -> None:
    results = f'- {{indicator: x, {answer}, origin: figure, place: ""}}'
    assert load_facts(written(tmp_path / "f.yaml", TYPED, results)).results == ()


def test_an_indicator_that_turned_out_not_to_apply_needs_no_answer(tmp_path: Path) -> None:
    results = '- {indicator: x, actual: "", applies: no, origin: figure, place: ""}'
    (found,) = load_facts(written(tmp_path / "f.yaml", TYPED, results)).results
    assert (found.applies, found.actual) == ("no", "")


def test_a_key_with_nothing_after_it_stays_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FactsFileError) as caught:
        load_facts(written(tmp_path / "f.yaml", "- {input: a, value: , origin: figure, place: 决算}"))
    assert {(one.line, one.problem.code) for one in caught.value.problems} == {(3, "read.empty")}


def test_a_fault_after_an_empty_place_is_told_at_its_own_line(tmp_path: Path) -> None:
    broken = TYPED.replace("figure", "nobody")
    with pytest.raises(FactsFileError) as caught:
        load_facts(written(tmp_path / "f.yaml", f"{EMPTY}\n{broken}"))
    assert {(one.line, one.problem.code) for one in caught.value.problems} >= {(4, "read.bad-choice")}


def test_the_marks_of_what_is_there_stay_where_they_were(tmp_path: Path) -> None:
    source = load_facts_file(written(tmp_path / "f.yaml", f"{EMPTY}\n{TYPED}")).source
    assert source.marks["facts", 0, "value"][0] == 4
    assert ("facts", 1) not in source.marks
