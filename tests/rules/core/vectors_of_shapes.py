"""Writes the golden vectors of the shapes that came to semantics 1 before its first release; the first ones stay.

`python -m tests.rules.core.vectors_of_shapes` writes semantics-1-shapes.json; the test that reads it pins its digest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rules.core.facts import Result
from rules.core.score import score
from rules.core.writing import Tree, canonical, to_data
from tests.rules.form import INDICATORS, RESULTS, came, facts, form

if TYPE_CHECKING:
    from rules.core.facts import Facts

_ZERO = {"delay": "0"}
_WORST = (("roads", "0"), ("pleased", "0"), ("delay", "999"), ("waste", "999"))
_WHOLE = ("whole", "nothing filed")
FILE = Path(__file__).parent / "vectors" / "semantics-1-shapes.json"


def _judged(share: str) -> Result:
    return Result("order", "statement", "第2页", share=share, basis="巡查记录齐全")


def cases() -> dict[str, Facts]:
    """Name the facts, most of them an edge case of the field and one unit of a raw figure beside it."""
    targets = replace(
        facts(), indicators=tuple(replace(each, target=_ZERO.get(each.id, each.target)) for each in INDICATORS)
    )
    only_output = tuple(each for each in INDICATORS if each.category == "output")
    return {
        "whole": facts(),
        "nothing filed": replace(facts(), facts=(), tasks=(), indicators=(), results=()),
        "E1 exactly 60%": facts(results=(came("roads", "18"), came("waste", "140"), _judged("60%"))),
        "E1 one unit below 60%": facts(
            results=(came("roads", "17.999999"), came("waste", "140.000001"), _judged("59.99%"))
        ),
        "E2 exactly 100%": facts(results=(came("roads", "30"), came("waste", "100"), _judged("100%"))),
        "E2 one unit below 100%": facts(results=(came("roads", "29.999999"), came("delay", "30.000001"))),
        "E3 exactly 150%": facts(results=(came("roads", "45"), came("delay", "20"))),
        "E3 one unit above 150%": facts(results=(came("roads", "45.000001"), came("delay", "19.999999"))),
        "E4 746.67%": facts(results=(came("roads", "224"),)),
        "E5 zero target kept": replace(targets, results=facts(results=(came("delay", "0"),)).results),
        "E5 zero target missed": replace(targets, results=facts(results=(came("delay", "0.000001"),)).results),
        "E6 no target filed for the row": replace(facts(), indicators=INDICATORS[2:], results=RESULTS[2:]),
        "E6 no target filed at all": replace(facts(), tasks=(), indicators=(), results=()),
        "E6 no target for a row that then waits": replace(facts(), indicators=only_output, results=RESULTS[:2]),
        "E7 actuals missing": facts("roads", "order"),
        "E8 no base": facts(budget="0", office_budget="0"),
        "E10 a month missing": facts(monthly="99.1,,98.2"),
        "E10 too few months": facts(monthly="99.1,98.2"),
        "E10 the number of months missing": facts("months"),
        "E11 4.99%": facts(office_spent="104.99", office_budget="100"),
        "E11 5%": facts(office_spent="105", office_budget="100"),
        "E12 the floor of the steps": facts(office_spent="200", office_budget="100"),
        "E13 the upper bound passed twice": facts(results=(came("waste", "200"), came("delay", "60"))),
        "E13 nothing of the upper bound used": facts(results=(came("waste", "0"), came("delay", "0"))),
        "E15 one unit below 80%": facts(results=(_judged("79.99%"),)),
        "E15 exactly 80%": facts(results=(_judged("80%"),)),
        "E17 does not apply": facts(results=(Result("order", "statement", "第2页", applies="no"),)),
        "E18 the variant is assumed": facts("special_funds"),
        "E21 growth below zero": facts(office_spent="50", office_budget="100"),
        "E22 exactly 80%": facts(spent="80", office_spent="50"),
        "E22 one unit below 80%": facts(spent="79.999999", office_spent="50"),
        "E22 exactly 70%": facts(spent="70", office_spent="50"),
        "E22 one unit below 70%": facts(spent="69.999999", office_spent="50"),
        "E22 exactly 60%": facts(spent="60"),
        "E22 exactly 50%": facts(spent="50"),
        "E22 one unit below 50%": facts(spent="49.999999"),
        "E22 penalties before the cap": facts(
            spent="75", control_rate="99", office_spent="50", results=(came("roads", "39"),)
        ),
        "a penalty that cannot be decided": facts("control_rate"),
        "a cap that cannot be decided": facts("spent"),
        "E27 three to be assessed": facts(assessed="3", unassessed="1"),
        "E27 four to be assessed": facts(assessed="4", unassessed="3"),
        "E27 more missing than the row has points": facts(assessed="9", unassessed="9"),
        "E27 the population is missing": facts("assessed"),
        "incidents of both classes, one capped": facts(found="5", repeated="1"),
        "incidents not counted": facts("found", "unassessed"),
        "not below nothing": facts(
            "special_funds", found="9", repeated="9", unassessed="9", rules_followed="no", monthly="0,0,0", spent="0",
            control_rate="1", office_spent="100",
            results=(*(came(name, actual) for name, actual in _WORST), _judged("0%")),
        ),
    }  # fmt: skip


def vector(name: str, given: Facts) -> dict[str, Tree]:
    """Score one case: what came out, and the digest of all that was said about it; some are written whole."""
    by = form()
    evaluation = score(by.rubric, by.hash, given)
    written = canonical(to_data(evaluation))
    scores: dict[str, Tree] = {row.id: row.score for row in evaluation.rows if row.leaf}
    told: dict[str, Tree] = {
        "name": name,
        "facts": to_data(given),
        "scores": scores,
        "total": evaluation.total,
        "grade": evaluation.grade,
        "adjustments": {each.id: each.change for each in evaluation.adjustments},
        "digest": hashlib.sha256(written).hexdigest(),
    }
    return told | ({"evaluation": to_data(evaluation)} if name in _WHOLE else {})


def main() -> None:
    """Write the file."""
    vectors = ",\n".join(canonical(vector(name, given)).decode() for name, given in cases().items())
    by = form()
    rubric = canonical(json.loads(by.canonical)).decode()
    text = f'{{"rubric":{rubric},\n"rubric_hash":"{by.hash}",\n"vectors":[\n{vectors}\n]}}\n'
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
