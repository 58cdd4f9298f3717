"""Writes the golden vectors of a semantics version: run once, when the version is made, and never again.

`python -m tests.rules.core.vectors_of` writes semantics-1.json; the test that reads it pins its digest.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rules.core.facts import Result
from rules.core.reading import read_rubric
from rules.core.score import monitor, score
from rules.core.writing import Tree, canonical, to_data
from tests.rules.core.sample import HASH, canonical_rubric, facts, with_claim, with_result

if TYPE_CHECKING:
    from rules.core.facts import Facts

FILE = Path(__file__).parent / "vectors" / "semantics-1.json"


def cases() -> dict[str, Facts]:
    """Name the facts that every version must keep scoring as it did."""
    nothing = replace(facts(), facts=(), tasks=(), indicators=(), results=())
    all_met = with_result(facts(), Result("waiting", "figure", "结果二", actual="30", unit="天"))
    return {
        "whole": facts(),
        "all indicators met": all_met,
        "nothing filed": nothing,
        "missing figures": facts("spent", "carry_rate", "second", "deduction", "order", "control"),
        "claimed": with_claim(facts("spent"), "completion", "1.9"),
        "no budget": facts(budget="0", spent="0"),
        "one unit below": facts(
            spent="59.996", budget="100", carry_rate="10.01", variance_rate="4.99", excess_rate="2.99", control="104.98"
        ),
        "one unit above": facts(
            spent="150.004", budget="100", carry_rate="30.01", variance_rate="10.0", excess_rate="98.31", award="-2.5"
        ),
        "does not apply": with_result(all_met, Result("order", "statement", "结果四", applies="no")),
        "judgements": facts(
            first="no", second="yes", third="not-applicable", deduction="0", award="3.5", control="120"
        ),
    }


def vector(name: str, given: Facts) -> Tree:
    """Score one case whole."""
    by = read_rubric(canonical_rubric())
    return {
        "name": name,
        "facts": to_data(given),
        "evaluation": to_data(score(by, HASH, given)),
        "monitoring": to_data(monitor(by, HASH, given)),
    }


def main() -> None:
    """Write the file."""
    vectors = ",\n".join(canonical(vector(name, given)).decode() for name, given in cases().items())
    rubric = canonical(json.loads(canonical_rubric())).decode()
    text = f'{{"rubric":{rubric},\n"rubric_hash":"{HASH}",\n"vectors":[\n{vectors}\n]}}\n'
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
