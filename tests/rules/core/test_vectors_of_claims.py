from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from rules.core.reading import read_facts, read_rubric
from rules.core.score import score
from rules.core.writing import canonical, to_data

BYTES = (Path(__file__).parent / "vectors" / "semantics-1-claims.json").read_bytes()
DATA = json.loads(BYTES)
NAMES = [vector["name"] for vector in DATA["vectors"]]

# A result that changes is another semantics version with vectors of its own; this digest never changes.
DIGEST = "941c369ea203169722482ff5605646c18d5f555b1a205c7cc93fc24b05b719fb"


def test_the_vectors_of_claims_are_those_that_were_frozen() -> None:
    assert hashlib.sha256(BYTES).hexdigest() == DIGEST


@pytest.mark.parametrize("position", range(len(NAMES)), ids=NAMES)
def test_claims_still_give_the_same_bytes(position: int) -> None:
    vector = DATA["vectors"][position]
    rubric, facts = read_rubric(canonical(DATA["rubric"])), read_facts(vector["facts"])
    assert canonical(to_data(score(rubric, DATA["rubric_hash"], facts))) == canonical(vector["evaluation"])


@pytest.mark.parametrize("position", range(len(NAMES)), ids=NAMES)
def test_each_claim_stands_where_it_was_made_and_nowhere_else(position: int) -> None:
    vector = DATA["vectors"][position]
    made = {claim["row"]: claim["score"] for claim in vector["facts"]["claims"]}
    assert {row["id"]: row["claimed"] for row in vector["evaluation"]["rows"] if row["claimed"] is not None} == made
