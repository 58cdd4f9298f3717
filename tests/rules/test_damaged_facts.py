"""Every figure of every shipped file of facts, damaged in every way that a hand, an editor or a disk damages it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from app.messages import catalogue, languages, sentence
from rules.core.errors import FactsError
from rules.core.score import score
from rules.facts_file import FactsFileError, load_facts_file
from rules.rubric_file import load_rubric
from tests.support.damages import DAMAGES, Damage, Spot, file_damages, spots

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.evaluation import Evaluation
    from rules.located import Located
    from rules.rubric_file import RubricFile

ROOT: Final = Path(__file__).parents[2]
SHIPPED: Final = {
    "shijing_2021/facts.yaml": "guangzhou-baiyun/2021/department.yaml",
    "conghua_housing_2022/facts.yaml": "guangzhou-conghua/2022/department.yaml",
    "panyu_2023/housing/facts.yaml": "guangzhou-panyu/2023/department.yaml",
    "panyu_2023/human_resources/facts.yaml": "guangzhou-panyu/2023/department.yaml",
    "panyu_2023/government_services/facts.yaml": "guangzhou-panyu/2023/department-special-funds.yaml",
    "panyu_2023/government_services/facts-no-special-funds.yaml": "guangzhou-panyu/2023/department.yaml",
}
SEED: Final = 20260113
OF_EACH: Final = 2

shipped = pytest.mark.parametrize("name", SHIPPED)


class Filing:
    """A shipped file of facts, its rubric, and what the whole file scores."""

    def __init__(self, name: str) -> None:
        self.text = (ROOT / "scenarios" / name).read_text(encoding="utf-8")
        self.rubric: RubricFile = load_rubric(ROOT / "rules/rubrics" / SHIPPED[name])
        self.spots = tuple(spots(self.text))

    def outcome(self, raw: bytes, file: Path) -> Evaluation | tuple[Located, ...]:
        """What comes of these bytes: an evaluation, or every problem with its place."""
        file.write_bytes(raw)
        try:
            loaded = load_facts_file(file)
            try:
                return score(self.rubric.rubric, self.rubric.hash, loaded.facts)
            except FactsError as error:
                raise loaded.located(error) from error
        except FactsFileError as error:
            return error.problems

    def damaged(self, damage: Damage) -> Iterator[tuple[Spot, bytes]]:
        """Each place that the damage fits, with the damaged file."""
        for spot in self.spots:
            source = damage.source(spot) if spot.kind in damage.kinds else None
            if source is not None:
                yield spot, spot.replaced(self.text, source).encode()


@cache
def filing(name: str) -> Filing:
    return Filing(name)


def whole(name: str, folder: Path) -> Evaluation:
    found = filing(name).outcome(filing(name).text.encode(), folder / "facts.yaml")
    assert not isinstance(found, tuple), found
    return found


def fault(found: Evaluation | tuple[Located, ...], before: Evaluation, damage: Damage, spot: Spot) -> str | None:
    """Why what came of a damage is not what must come of it; None when it is."""
    if isinstance(found, tuple):
        if damage.expected == "same":
            return f"refused: {found[0]}"
        return None if any(_is_about(problem, spot) for problem in found) else f"at another place: {found[0]}"
    if damage.expected == "same":
        return None if found == before else "another evaluation"
    if damage.expected == "refused":
        return "taken as if it were good"
    return None if _points(found) == _points(before) or _said(found) > _said(before) else "another score, and no word"


def _is_about(problem: Located, spot: Spot) -> bool:
    """The damaged line; or what cannot be told to be there, with the indicator named, as of two units that differ."""
    named = {spot.beside.get("id"), spot.beside.get("indicator")} - {None}
    return problem.line == spot.line or bool(named & set(problem.problem.params.values()))


def _points(evaluation: Evaluation) -> list[tuple[str, str | None]]:
    return [(row.id, row.score) for row in evaluation.rows]


def _said(evaluation: Evaluation) -> tuple[int, int]:
    """How much an evaluation has to say: rows that wait for a figure, remarks."""
    return (sum(row.state == "undecided" for row in evaluation.rows), len(evaluation.remarks))


def unworded(problem: Located) -> list[str]:
    """The languages in which a problem has no sentence, or one with an unfilled blank."""
    code, params = problem.problem.code, problem.problem.params
    clean = {name: value.replace("{", "").replace("}", "") for name, value in params.items()}
    return [
        language
        for language in languages()
        if code not in catalogue(language) or "{" in sentence(language, code, clean)
    ]


def faults_of(name: str, damage: Damage, folder: Path, only: int | None = None) -> list[str]:
    """Every place where the damage does not come to what it must; `only`: at so many places, chosen by the seed."""
    places = list(filing(name).damaged(damage))
    if only is not None:
        places = Random(f"{SEED}/{name}/{damage.name}").sample(places, min(only, len(places)))  # noqa: S311  # a sample
    before, faults = whole(name, folder), []
    for spot, raw in places:
        found = filing(name).outcome(raw, folder / "facts.yaml")
        wrong = fault(found, before, damage, spot)
        bare = [each for problem in found for each in unworded(problem)] if isinstance(found, tuple) else []
        if wrong or bare:
            faults.append(f"line {spot.line} {spot.key} {spot.value}: {wrong} {bare}")
    return faults


@shipped
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_a_damaged_figure_is_refused_at_its_line_or_scored_the_same(name: str, damage: Damage, tmp_path: Path) -> None:
    assert faults_of(name, damage, tmp_path, OF_EACH) == []


@pytest.mark.soak
@shipped
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_every_figure_bears_every_damage(name: str, damage: Damage, tmp_path: Path) -> None:
    assert faults_of(name, damage, tmp_path) == []


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_every_class_of_damage_fits_some_figure(damage: Damage) -> None:
    assert any(True for name in SHIPPED for _ in filing(name).damaged(damage))


@shipped
def test_a_damaged_file_is_refused_by_name_or_scored_the_same(name: str, tmp_path: Path) -> None:
    before = whole(name, tmp_path)
    wrong = []
    for damage, (raw, code) in file_damages(filing(name).text).items():
        found = filing(name).outcome(raw, tmp_path / "facts.yaml")
        if code is None:
            wrong += [] if found == before else [f"{damage}: {found}"]
        else:
            codes = {problem.problem.code for problem in found} if isinstance(found, tuple) else {"scored"}
            wrong += [] if code in codes else [f"{damage}: {sorted(codes)}"]
            bare = [each for problem in found for each in unworded(problem)] if isinstance(found, tuple) else []
            wrong += [f"{damage}: no sentence" for _ in bare]
    assert wrong == []


@pytest.mark.parametrize(
    ("written", "code", "wanted"),
    [
        ("15,042.65", "facts.grouped-number", {"wanted": "15042.65"}),
        ("15，042.65", "facts.grouped-number", {"wanted": "15042.65"}),
        ("1,5042.65", "facts.bad-number", {}),
        ("15042.65万元", "facts.unit-inside", {"wanted": "15042.65", "unit": "万元"}),
        ("１５０４２．６５ 万元", "facts.unit-inside", {"wanted": "15042.65", "unit": "万元"}),
        ("15,042.65元", "facts.unit-inside", {"wanted": "15042.65", "unit": "元"}),
        ("一百二十三", "facts.chinese-number", {}),
        ("1.5e4", "facts.exponent", {}),
        ("+15042.65", "facts.odd-number", {"wanted": "15042.65"}),
        ("1504２.65", "yaml.full-width", {"wanted": "15042.65"}),
        ("－15042.65", "yaml.full-width", {"wanted": "-15042.65"}),
        ("–15042.65", "facts.odd-number", {"wanted": "-15042.65"}),
        ("15042.65%", "facts.percent-sign", {"wanted": "15042.65"}),
        ("15042.6S", "facts.bad-number", {}),
        ("015042.65", "facts.bad-number", {}),
        ("1 5042.65", "facts.bad-number", {}),
    ],
)
def test_the_number_that_would_be_right_is_named_where_it_is_certain(
    tmp_path: Path, written: str, code: str, wanted: dict[str, str]
) -> None:
    text = filing("shijing_2021/facts.yaml").text
    damaged = text.replace('value: "15042.65"', f'value: "{written}"')
    found = filing("shijing_2021/facts.yaml").outcome(damaged.encode(), tmp_path / "facts.yaml")
    assert isinstance(found, tuple)
    (problem,) = found
    assert (problem.line, problem.problem.code) == (5, code)
    named = {} if code.startswith("yaml.") else {"input": "annual_spent"}
    assert {**named, "value": written, **wanted} == problem.problem.params


@pytest.mark.parametrize(
    ("figure", "remark", "rows"),
    [
        (('"15042.65"', '"150426500"'), "units-mixed", ("budget-completion",)),
        (('"16061.02"', '"160610200"'), "units-mixed", ("budget-completion",)),
        (('"97.95"', '"0.9795"'), "ratio-for-percent", ("average-execution",)),
    ],
)
def test_a_figure_that_looks_like_a_slip_of_the_unit_is_remarked_and_not_repaired(
    tmp_path: Path, figure: tuple[str, str], remark: str, rows: tuple[str, ...]
) -> None:
    name = "shijing_2021/facts.yaml"
    found = filing(name).outcome(filing(name).text.replace(*figure).encode(), tmp_path / "facts.yaml")
    assert not isinstance(found, tuple)
    said = [(one.id, one.rows) for one in found.remarks if one not in whole(name, tmp_path).remarks]
    assert (remark, rows) in said


@pytest.mark.parametrize("share", ["target", "actual"])
def test_an_indicators_rate_typed_as_a_ratio_is_remarked(tmp_path: Path, share: str) -> None:
    name = "panyu_2023/housing/facts.yaml"
    (spot,) = [one for one in filing(name).spots if one.key == share and one.beside.get("unit") == "%"][:1]
    source = next(damage for damage in DAMAGES if damage.name == "ratio for a per cent").source(spot)
    assert source is not None
    found = filing(name).outcome(spot.replaced(filing(name).text, source).encode(), tmp_path / "facts.yaml")
    assert not isinstance(found, tuple)
    assert "ratio-for-percent" in {remark.id for remark in found.remarks}


def test_a_far_larger_file_is_refused_without_being_read() -> None:
    with pytest.raises(FactsFileError) as refused:
        load_facts_file(Path("/dev/zero"))
    assert refused.value.problems[0].problem.code == "file.too-large"
