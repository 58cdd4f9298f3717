"""Writes the golden vectors of claims on groups and beside decided rows, which came to semantics 1 before its release.

`python -m tests.rules.core.vectors_of_claims` writes semantics-1-claims.json; the test that reads it pins its digest.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from rules.core.writing import canonical
from tests.rules.core.sample import HASH, canonical_rubric, facts, with_claim
from tests.rules.core.vectors_of import vector

if TYPE_CHECKING:
    from rules.core.facts import Facts

FILE = Path(__file__).parent / "vectors" / "semantics-1-claims.json"


def cases() -> dict[str, Facts]:
    """Name the facts; each claims something else than a row without figures."""
    some_open = facts("carry_rate", "variance_rate")
    return {
        "a group of which some rows are open": with_claim(some_open, "money", "20.5"),
        "a group of which every row is open": with_claim(
            facts("spent", "budget", "carry_rate", "variance_rate", "excess_rate", "month"), "money", "22"
        ),
        "a group above the group": with_claim(some_open, "management", "38"),
        "a group beside a claimed row": with_claim(
            with_claim(facts("carry_rate", "first"), "money", "20"), "list", "3"
        ),
        "a group that the rules decide": with_claim(facts(), "money", "22"),
        "a row that the rules decide": with_claim(facts(), "completion", "2"),
        "a row that the rules decide below zero": with_claim(facts(award="-2.5"), "honours", "-10"),
        "a task with an open indicator": with_claim(facts("shows"), "duties.culture", "30"),
        "a task that the rules decide": with_claim(facts(), "duties.office", "20"),
        "all indicators": with_claim(facts("shows", "order"), "duties", "49.5"),
    }


def main() -> None:
    """Write the file."""
    rubric = canonical(json.loads(canonical_rubric())).decode()
    vectors = ",\n".join(canonical(vector(name, given)).decode() for name, given in cases().items())
    FILE.write_text(f'{{"rubric":{rubric},\n"rubric_hash":"{HASH}",\n"vectors":[\n{vectors}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
