from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from rules.core.reading import read_facts, read_rubric
from rules.core.score import monitor, score
from rules.core.writing import canonical, to_data

BYTES = (Path(__file__).parent / "vectors" / "semantics-1.json").read_bytes()
DATA = json.loads(BYTES)
NAMES = [vector["name"] for vector in DATA["vectors"]]

# A result that changes is another semantics version with vectors of its own; this digest never changes.
DIGEST = "ee8711b1dfa9b390f133dda271c36345c2b7a242a27e6de8559f901b02c8d245"


def test_the_vectors_of_semantics_1_are_those_that_were_frozen() -> None:
    assert hashlib.sha256(BYTES).hexdigest() == DIGEST


@pytest.mark.parametrize("position", range(len(NAMES)), ids=NAMES)
def test_semantics_1_still_gives_the_same_bytes(position: int) -> None:
    vector = DATA["vectors"][position]
    rubric, facts = read_rubric(canonical(DATA["rubric"])), read_facts(vector["facts"])
    assert canonical(to_data(score(rubric, DATA["rubric_hash"], facts))) == canonical(vector["evaluation"])
    assert canonical(to_data(monitor(rubric, DATA["rubric_hash"], facts))) == canonical(vector["monitoring"])


def test_the_vectors_fire_every_kind_of_rule() -> None:
    fired = {rule for each in DATA["vectors"] for rule in each["evaluation"]["fired"]}
    branches = {rule.rpartition("/")[2] for rule in fired}
    assert branches >= {
        "low", "part", "full", "over", "missing", "no-base", "yes", "no", "not-applicable", "none", "deducted",
        "awarded", "penalised", "met", "unmet", "over-completion", "agrees", "above", "below",
    }  # fmt: skip
