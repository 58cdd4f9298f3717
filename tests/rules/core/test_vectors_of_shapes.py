from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from rules.core.reading import read_facts, read_rubric
from rules.core.score import score
from rules.core.writing import canonical, to_data

BYTES = (Path(__file__).parent / "vectors" / "semantics-1-shapes.json").read_bytes()
DATA = json.loads(BYTES)
NAMES = [vector["name"] for vector in DATA["vectors"]]

# A result that changes is another semantics version with vectors of its own; this digest never changes.
DIGEST = "f252f6d4e6402640fe020cabb6b237a95d4045027a3f295f9a972fba357b14c4"


def test_the_vectors_of_the_later_shapes_are_those_that_were_frozen() -> None:
    assert hashlib.sha256(BYTES).hexdigest() == DIGEST


@pytest.mark.parametrize("position", range(len(NAMES)), ids=NAMES)
def test_the_later_shapes_still_give_the_same_bytes(position: int) -> None:
    vector = DATA["vectors"][position]
    rubric, facts = read_rubric(canonical(DATA["rubric"])), read_facts(vector["facts"])
    evaluation = score(rubric, DATA["rubric_hash"], facts)
    assert {row.id: row.score for row in evaluation.rows if row.leaf} == vector["scores"]
    assert (evaluation.total, evaluation.grade) == (vector["total"], vector["grade"])
    assert {each.id: each.change for each in evaluation.adjustments} == vector["adjustments"]
    assert hashlib.sha256(canonical(to_data(evaluation))).hexdigest() == vector["digest"]
    assert "evaluation" not in vector or canonical(to_data(evaluation)) == canonical(vector["evaluation"])


def test_the_vectors_hold_the_edge_cases_of_the_field_one_unit_beside_each_bound() -> None:
    told = {name.split()[0] for name in NAMES if name.startswith("E")}
    assert told >= {f"E{each}" for each in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 15, 17, 18, 21, 22, 27)}
    assert sum("one unit" in name for name in NAMES) >= 7
