"""A row may demand evidence: what is missing is counted, and only what is required keeps a filing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from activities.demanded_evidence import proofs_of
from audit.verifier.verify_books import verify
from models.evidence import DemandedEvidence, EvidenceVersion
from models.evidence_tables import Evidence
from rules.rubric_file import load_rubric
from tests.support.demanding_proof import DemandingProof
from tests.support.proofs import DAY
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, local, rubric_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.templates import Templates

    Begin = Callable[[type[DemandingProof]], DemandingProof]

ROW = "asset-rules"


class Asking(DemandingProof):
    required = "false"


@pytest.fixture
def begun(templates: Templates, tmp_path: Path) -> Iterator[Begin]:
    """The year right before its self-evaluation is filed."""
    years: list[DemandingProof] = []

    def begin(form: type[DemandingProof]) -> DemandingProof:
        years.append(templates.take(form, "self-evaluation.file", tmp_path / f"data-{len(years)}"))
        return years[-1]

    yield begin
    for year in years:
        year.desk.engine.dispose()


def hand_in(year: DemandingProof, name: str, kind: str, row: str = ROW) -> int:
    piece = year.proof(name, row, name.encode(), name).model_dump(exclude={"kind"})
    content = DemandedEvidence(**piece, demand=kind)
    return year.act("self-evaluation", "evidence.add", content, "filler", local(DAY)).sequence


def missing(year: DemandingProof) -> dict[str, int]:
    rubric = load_rubric(year.rubric_yaml().encode(), "form.yaml").rubric
    with year.desk.reading() as session:
        return {one.demand.kind: one.missing for one in proofs_of(session, rubric, BOOK, DEPARTMENT)}


def file(year: DemandingProof) -> None:
    year.act("self-evaluation", "self-evaluation.file", year.filing("self-evaluation.file"), "filler", local(DAY))


def test_what_is_required_keeps_the_filing_out_until_it_is_there(begun: Begin) -> None:
    year = begun(DemandingProof)
    hand_in(year, "一", "rules")
    with refused(year.desk, "evidence.demanded") as told:
        file(year)
    assert told.params == {"department": "shijing", "missing": "asset-rules: 制度 (rules)", "count": "1"}
    hand_in(year, "二", "rules")
    file(year)
    assert year.turn("self-evaluation").state == "done"
    assert missing(year) == {"rules": 0, "minutes": 1}
    assert year.replayed().mismatches == ()
    assert verify(year.desk.evidence.folder.parent, (BOOK,)).ok


def test_what_is_only_asked_for_keeps_nobody_out(begun: Begin) -> None:
    year = begun(Asking)
    assert missing(year) == {"rules": 2, "minutes": 1}
    file(year)
    assert year.turn("self-evaluation").state == "done"


def test_a_new_version_is_what_the_old_one_was_and_counts_once(begun: Begin) -> None:
    year = begun(DemandingProof)
    first = hand_in(year, "一", "rules")
    better = year.proof("二", ROW, b"better", "二").model_dump(exclude={"kind"})
    content = EvidenceVersion(**better, supersedes=first, reason="1" * 64)
    second = year.act("self-evaluation", "evidence.amend", content, "filler", local(DAY)).sequence
    assert missing(year)["rules"] == 1
    with year.desk.reading() as session:
        assert session.get_one(Evidence, (BOOK, second)).demand == "rules"


@pytest.mark.parametrize(("row", "kind", "known"), [(ROW, "rule", "rules、minutes"), ("carry-over", "rules", "-")])
def test_what_a_row_does_not_demand_is_not_handed_in_as_that(begun: Begin, row: str, kind: str, known: str) -> None:
    year = begun(DemandingProof)
    with refused(year.desk, "evidence.unknown-demand") as told:
        hand_in(year, "一", kind, row)
    assert told.params == {"demand": kind, "row": row, "known": known}


def test_a_form_without_demands_is_written_as_before() -> None:
    assert b'"demands"' not in rubric_file().canonical
