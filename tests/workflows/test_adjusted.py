"""Targets on the real server: returned, approved with a score, adjusted twice, and judged as they stand in the end."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from app.errors import RequestRefusedError
from audit.bundle_contents import Source
from audit.export import export_book
from audit.replay import replay
from audit.verifier.verify_books import verify
from models.commands import Answer
from models.projections import Filing, Score
from models.target_tables import TargetAdjustment, TargetQuality
from tests.support.adjusting import ADJUSTMENT, EXHIBITIONS, adjustment, approval, target
from tests.support.running_bureau import Bureau, running_bureau
from tests.support.self_evaluated import deed, records, send, wait_for
from tests.support.shijing import Shijing, turn_of
from workflows.department_year import DepartmentYear

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.commands import Deed
    from models.receipts import Receipt

pytestmark = pytest.mark.slow

WHO = "adjusted"
OPINION = Answer(opinion="0" * 64)


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    """Every phase up to the review has had its day."""
    with running_bureau(tmp_path_factory.mktemp("adjusted") / "data", "2022-03-15") as running:
        yield running


def ask(bureau: Bureau, wanted: str, key: str) -> Receipt:
    return send(bureau, WHO, deed(bureau, "adjustment.file", adjustment(target(target=wanted)), ADJUSTMENT), key)


def say(bureau: Bureau, act: str, matter: str = "", key: str = "") -> Receipt:
    return send(bureau, WHO, deed(bureau, act, OPINION, matter), key)


def refused(bureau: Bureau, one: Deed) -> str:
    with pytest.raises(RequestRefusedError) as told:
        send(bureau, WHO, one, f"refused/{one.act}")
    return told.value.code


def test_completion_is_judged_by_the_adjusted_target_wherever_it_is_computed(bureau: Bureau, tmp_path: Path) -> None:
    year, person = bureau.take_in(WHO), Shijing(bureau.desk)
    targets = person.filing("targets.file")
    send(bureau, WHO, deed(bureau, "targets.file", targets), "first")
    say(bureau, "targets.return")
    send(bureau, WHO, deed(bureau, "targets.file", targets), "second")
    approved = send(bureau, WHO, deed(bureau, "targets.approve", approval("92.5")))
    assert turn_of(approved, ADJUSTMENT).state == "done"
    wait_for(bureau, year, "monitoring")
    # The year has gone on to the next run and knows the lock still.
    assert refused(bureau, deed(bureau, "targets.file", targets)) == "act.locked"
    ask(bureau, "150", "ask-1")
    assert refused(bureau, deed(bureau, "adjustment.file", adjustment(target(target="1")), ADJUSTMENT)) == (
        "act.not-your-turn"
    )
    say(bureau, "adjustment.refuse", ADJUSTMENT)
    send(bureau, WHO, deed(bureau, "monitoring.file", person.mid_year()))
    ask(bureau, "224", "ask-2")
    say(bureau, "monitoring.accept")
    wait_for(bureau, year, "self-evaluation")
    say(bureau, "adjustment.approve", ADJUSTMENT)
    send(bureau, WHO, deed(bureau, "self-evaluation.file", person.filing("self-evaluation.file")))
    assert refused(bureau, deed(bureau, "adjustment.file", adjustment(target(target="1")), ADJUSTMENT)) == (
        "adjustment.too-late"
    )
    standing = {turn.matter: turn for turn in bureau.run(year.query(DepartmentYear.standing))}
    assert standing[ADJUSTMENT].state == "done"
    told_by_the_tables(bureau)
    sound(bureau, tmp_path)


def told_by_the_tables(bureau: Bureau) -> None:
    """The first filing's lateness, the quality, both adjustments, and the score under the second."""
    with bureau.desk.reading() as session:
        filings = session.exec(select(Filing).where(col(Filing.phase) == "targets").order_by(col(Filing.sequence)))
        first, second = filings.all()
        (quality,) = session.exec(select(TargetQuality))
        kept = session.exec(select(TargetAdjustment).order_by(col(TargetAdjustment.sequence))).all()
        score = session.exec(select(Score).where(col(Score.stage) == "score")).one()
    assert first.days_late > 0
    assert second.due > first.due
    assert quality.score == "92.5"
    assert [one.state for one in kept] == ["refused", "approved"]
    (row,) = [one for one in json.loads(score.document)["rows"] if one["id"].endswith(EXHIBITIONS)]
    assert row["score"] == "0.00"
    assert "224" in json.dumps(row, ensure_ascii=False)


def sound(bureau: Bureau, folder: Path) -> None:
    """Replay, verifier, and the program in the bundle come to the same."""
    assert "targets.doubted" not in [record.kind for record in records(bureau, WHO)]
    assert not replay(bureau.desk.engine, bureau.book).mismatches
    assert verify(bureau.settings.data, (bureau.book,)).ok
    with bureau.desk.reading() as session:
        source = Source(session, bureau.book, bureau.settings.heads, bureau.settings.evidence)
        assert export_book(source, folder / "bundle", with_evidence=True).ok
    ran = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=folder / "bundle", capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
