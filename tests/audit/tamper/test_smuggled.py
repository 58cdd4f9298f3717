"""What whoever owns the key too can write against the law of the year: each row of decision 0026's second table."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import Session

from audit.bundle_contents import Source
from audit.errors import AuditError
from audit.export import export_book
from models.database import reading, sqlite_engine
from tests.audit.tamper.test_blind_spots import DECISION, heads_of
from tests.audit.verifier.plain_ledger import canonical
from tests.support.shijing import BOOK
from tests.support.tamper.copies import DAMAGED, SOUND, Scene
from tests.support.tamper.whole_book import sign

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from activities.signatures import DepartmentStart
    from tests.audit.verifier.plain_ledger import Row

pytestmark = pytest.mark.thorough


def table() -> dict[str, tuple[str, ...]]:
    """What was written, and what is found: in the chain alone, by `audit verify`, by the bundle's program."""
    _, _, text = DECISION.read_text(encoding="utf-8").partition("## Records that could not follow")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return {row[0]: tuple(row[1:]) for row in rows[2:]}


def the(rows: list[Row], kind: str, place: int = 0) -> Row:
    """A record of a kind, to be altered in its place."""
    return [row for row in rows if row["kind"] == kind][place]


def said(row: Row) -> dict[str, Any]:
    """The payload, whatever it holds."""
    payload: dict[str, Any] = json.loads(row["payload"])
    return payload


def say(row: Row, **parts: object) -> None:
    """Let the record say something else."""
    row["payload"] = canonical({**said(row), **parts})


def approve_ones_own(rows: list[Row]) -> None:
    filer = the(rows, "targets.filed")
    the(rows, "targets.approved").update(actor=filer["actor"], role=filer["role"])


def conclude_as_nobody(rows: list[Row]) -> None:
    the(rows, "review.concluded")["actor"] = "p-nobody"


def act_elsewhere(rows: list[Row]) -> None:
    say(the(rows, "monitoring.accepted"), matter="targets")


def come_in_time(rows: list[Row]) -> None:
    (late,) = (row for row in rows if row["kind"] == "self-evaluation.filed" and said(row)["days_late"])
    say(late, days_late=0)


def score_otherwise(rows: list[Row]) -> None:
    made = the(rows, "evaluation.made", -1)
    say(made, evaluation={**said(made)["evaluation"], "total": "99.99"})


def date_back(rows: list[Row]) -> None:
    filed = the(rows, "targets.filed")
    day = str(filed["received_at"])
    filed["received_at"] = f"{day[:8]}{int(day[8:10]) - 1:02d}{day[10:]}"


def give_more_time(rows: list[Row]) -> None:
    opened, filed = the(rows, "phase.opened"), the(rows, "targets.filed")
    (turn,) = said(opened)["turns"]
    later = "2020-12-31"
    assert turn["awaited"]["due"] < later
    say(opened, turns=[{**turn, "awaited": {**turn["awaited"], "due": later}}])
    say(filed, due=later)


WRITTEN: dict[str, Callable[[list[Row]], None]] = dict(
    zip(
        table(),
        (
            approve_ones_own,
            conclude_as_nobody,
            act_elsewhere,
            come_in_time,
            score_otherwise,
            date_back,
            give_more_time,
        ),
        strict=True,
    )
)


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory, played_data: tuple[Path, DepartmentStart]) -> Scene:
    """The played year in the hands of somebody who owns folder, database and key."""
    return Scene(shutil.copytree(played_data[0], tmp_path_factory.mktemp("owned") / "data"))


def exported(scene: Scene, bundle: Path) -> str:
    """The damage for which the bundle is not written, or "nothing"."""
    engine = sqlite_engine(scene.data / "jixiao.db")
    try:
        with Session(reading(engine)) as session:
            source = Source(session, BOOK, scene.data / "heads", scene.data / "evidence")
            export_book(source, bundle, with_evidence=False)
    except AuditError as refused:
        return refused.params["kind"]
    finally:
        engine.dispose()
    return "nothing"


@pytest.mark.parametrize("what", WRITTEN)
def test_what_a_forger_with_the_key_can_write_is_written_down(owned: Scene, what: str, tmp_path: Path) -> None:
    rows = [dict(row) for row in owned.whole.rows]
    WRITTEN[what](rows)
    assert rows != [*owned.whole.rows]
    forged = owned.whole.rewritten(rows)
    owned.put(forged)
    for path in heads_of(owned):
        path.unlink()
        sign(owned, forged.with_rows(forged.rows[: int(path.stem)]).headed())
    outcomes = owned.verify(), owned.judge()
    chain, law = ((*(one.kind for one in outcome.found), "nothing")[0] for outcome in outcomes)
    assert (chain, law, exported(owned, tmp_path / "bundle")) == table()[what]
    assert [outcome.code for outcome in outcomes] == [SOUND if kind == "nothing" else DAMAGED for kind in (chain, law)]
