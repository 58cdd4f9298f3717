"""Doubts about targets are found again from the records alone, by the rubric's threshold, and a false one is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from audit.verifier.canonical import read_canonical
from audit.verifier.doubted import Doubts
from audit.verifier.rescore import Rescoring
from audit.verifier.turns import Entry
from models.commands import Filed
from models.ledger import LedgerRecord
from models.targets import TargetDoubt
from rules.core.reading import read_facts
from rules.target_doubts import FAR, doubts_of, signature_of
from tests.support.adjusting import EXHIBITIONS, target
from tests.support.desks import copied, desk_at
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, Shijing, local, rubric_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from audit.evaluators import Evaluators
    from audit.verifier.canonical import Json

DAY = local("2020-11-03")


class Strict(Shijing):
    """The year under a form that doubts targets a tenth from last year's actual."""

    rules = "{far: 10%}"

    def rubric_yaml(self) -> str:
        return f"{rubric_file().text.decode()}\ntargets: {self.rules}\n"


class Refusing(Strict):
    """The year under a form that takes no targets without an indicator."""

    rules = "{without_indicators: refused}"


@pytest.fixture
def setting(empty_data: Path, tmp_path: Path, evaluators: Evaluators) -> Iterator[Strict]:
    """Targets are awaited under the strict form."""
    year = Strict(desk_at(copied(empty_data, tmp_path / "data"), evaluators))
    begin(year)
    yield year
    year.desk.engine.dispose()


@pytest.fixture
def refusing(empty_data: Path, tmp_path: Path, evaluators: Evaluators) -> Iterator[Refusing]:
    """Targets are awaited under the refusing form."""
    year = Refusing(desk_at(copied(empty_data, tmp_path / "data"), evaluators))
    begin(year)
    yield year
    year.desk.engine.dispose()


def begin(year: Strict) -> None:
    year.open()
    year.open_phase("targets")


def targets(year: Shijing, **changes: str) -> Filed:
    """The scenario's targets, that of the exhibitions changed."""
    lists: dict[str, Any] = dict(year.filing("targets.file").lists)
    lists["indicators"] = [target(**changes) if one["id"] == EXHIBITIONS else one for one in lists["indicators"]]
    return Filed(lists=lists)


def file(year: Shijing, content: Filed) -> None:
    year.act("targets", "targets.file", content, "filler", DAY)


def entries(year: Shijing) -> list[Entry]:
    with year.desk.reading() as session:
        return [
            Entry(
                record.sequence,
                record.kind,
                record.subject_department or "",
                record.happened_at,
                record.received_at,
                read_canonical(record.payload),
            )
            for record in session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence)))
        ]


def damages(told: list[Entry]) -> list[tuple[str, int | None]]:
    rescoring = Rescoring(BOOK)
    return [(one.kind, one.sequence) for entry in told for one in rescoring.take(entry)]


def altered(told: list[Entry], **changes: Json) -> list[Entry]:
    """The last record, of doubts, says something else."""
    last = told[-1]
    assert last.kind == "targets.doubted"
    assert isinstance(last.payload, dict)
    return [*told[:-1], last._replace(payload={**last.payload, **changes})]


def test_the_threshold_of_the_rubric_is_in_the_record_and_found_again(setting: Strict) -> None:
    file(setting, targets(setting, target="20", last_actual="18"))
    told = entries(setting)
    assert isinstance(told[-1].payload, dict)
    assert told[-1].payload["far"] == "0.1"
    assert damages(told) == []
    assert not setting.replayed().mismatches


@pytest.mark.parametrize(
    "changes",
    [{"doubts": []}, {"far": "0.3"}, {"cause": 1}, {"cause": "one"}, {"doubts": "none"}],
)
def test_doubts_that_the_records_do_not_give_rise_to_are_named(setting: Strict, changes: dict[str, Json]) -> None:
    file(setting, targets(setting, target="20", last_actual="18"))
    told = altered(entries(setting), **changes)
    assert damages(told) == [("doubts-differ", told[-1].sequence)]


def test_targets_without_any_indicator_are_taken_with_a_doubt(setting: Strict) -> None:
    file(setting, Filed(lists={"tasks": [], "indicators": []}))
    told = entries(setting)
    assert isinstance(told[-1].payload, dict)
    assert told[-1].payload["doubts"] == [{"code": "none", "indicator": None, "params": {}}]
    assert damages(told) == []
    assert not setting.replayed().mismatches


def test_a_rubric_can_refuse_targets_without_any_indicator(refusing: Refusing) -> None:
    with refused(refusing.desk, "filing.no-indicators") as told:
        file(refusing, Filed(lists={"tasks": []}))
    assert told.params == {"act": "targets.file", "department": DEPARTMENT}
    file(refusing, targets(refusing))
    assert refusing.turn("targets").state == "filed"


NUMBERS = st.sampled_from(["0", "10", "10.0", "12.5", "13", "13.01", "7", "-3"])
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["道路", "道路 ", "桥梁"]),
            "comparator": st.sampled_from([">=", "<=", "=", None]),
            "target": NUMBERS,
            "last_actual": st.one_of(st.none(), NUMBERS),
            "unit": st.sampled_from(["个", "%"]),
        }
    ),
    max_size=4,
)
KEPT = {"task": "works", "points": "2", "origin": "figure", "place": "表1"}
MOMENT = "2020-11-03T01:00:00.000000Z"


def lists(drawn: list[dict[str, str | None]]) -> dict[str, Json]:
    sentence = {"comparator": None, "target": None, "last_actual": None}
    found: list[Json] = [
        {**KEPT, "id": f"one-{place}", **one, **({} if one["comparator"] else sentence)}
        for place, one in enumerate(drawn)
    ]
    return {"indicators": found}


@given(ENTRIES, ENTRIES, st.booleans())
def test_writer_and_verifier_doubt_alike(
    drawn: list[dict[str, str | None]], neighbours: list[dict[str, str | None]], same: bool
) -> None:
    doubts, other = Doubts(), lists(drawn if same else neighbours)
    for sequence, (department, given_lists) in enumerate((("other", other), ("own", lists(drawn))), 1):
        payload: Json = {"content": {"lists": given_lists}}
        doubts.take(Entry(sequence, "targets.filed", department, MOMENT, None, payload))
    indicators = read_facts({"department": "own", **lists(drawn)}).indicators
    alike = doubts_of(indicators, ["other"] if drawn and looks(drawn) == looks_of(other) else [])
    stored: list[Json] = [
        TargetDoubt(code=one.code, indicator=one.indicator, params=one.params).model_dump(mode="json") for one in alike
    ]
    said: Json = {"cause": 2, "far": "0.3", "doubts": stored}
    assert doubts.differing(Entry(3, "targets.doubted", "own", MOMENT, None, said), rubric_file().rubric) is None
    assert str(FAR) == "3/10"


def looks(drawn: list[dict[str, str | None]]) -> str | None:
    return looks_of(lists(drawn))


def looks_of(given_lists: dict[str, Json]) -> str | None:
    return signature_of(read_facts({"department": "any", **given_lists}).indicators)
