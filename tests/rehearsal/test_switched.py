"""A rubric corrected in mid-year, on the real engine: the running years go on under the new one to their ends."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

import app.rehearsal.rehearse
from app.people import register
from app.rehearsal.play import Player
from app.scenario import PlayedAct
from audit.bundle_contents import Source
from audit.export import export_book
from audit.replay import replay
from audit.verifier.verify_books import verify
from bench.district import write_district
from models.commands import Adopt, Appoint, Deed, ReviewResult
from models.projections import Department, Matter, Review, Score
from models.score_changes import ScoreChange
from models.switching import ApproveSwitch, ProposeSwitch
from models.switching_tables import DepartmentSwitch
from rules.rubric_file import load_rubric
from tests.support.rehearsals import Played, play
from tests.support.shijing import rubric_file

if TYPE_CHECKING:
    from pathlib import Path

    from app.rehearsal.play import Tell
    from models.commands import Order
    from models.receipts import Receipt

pytestmark = pytest.mark.slow

SEED = 20_211_231
DOCUMENT = "示财绩〔2022〕18号"
_STEPS: Final = "value: income_variance}, each: 5%, deduct: "
CORRECTED = rubric_file().text.decode().replace(f"{_STEPS}0.5", f"{_STEPS}1").replace("version: 1\n", "version: 2\n")
NEW = load_rubric(CORRECTED.encode(), "corrected.yaml").hash


class SwitchingPlayer(Player):
    """Plays a scenario with the switch in its middle; reviews that it opens again are concluded a week later."""

    moment = datetime(2022, 3, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai"))

    async def play(self, tell: Tell) -> None:
        contents = self._contents()
        acts = [(number, part) for number, part in self._in_time() if isinstance(part, PlayedAct)]
        await self._side_by_side([one for one in acts if one[1].at < self.moment], contents, tell)
        await self._switch()
        await self._look_again()
        await self._side_by_side([one for one in acts if one[1].at >= self.moment], contents, tell)
        await self._all_until(self._end(contents))

    async def _switch(self) -> None:
        await self._all_until(self.moment)
        await self.clock.advance("", self.moment + timedelta(minutes=1))
        office = self.stage.officer("performance-office")
        second = register(self.stage.desk.engine, "second", "绩效科二")
        appoint = Appoint(appointee=second, role="performance-office", from_day="2022-03-01")
        await self._send("appoint", self.stage.officer("security-officer"), appoint)
        await self._send("adopt", office, Adopt(yaml=CORRECTED, document=DOCUMENT))
        wanted = ProposeSwitch(from_hash=rubric_file().hash, to_hash=NEW, document=DOCUMENT, reason="a" * 64)
        proposal = await self._send("propose", office, wanted)
        approve = ApproveSwitch(proposal=proposal.sequence, hash=proposal.hash)
        receipt = await self._send("approve", second, approve)
        assert await self._send("approve", second, approve) == receipt

    async def _send(self, request: str, actor: str, order: Order) -> Receipt:
        return await self.counter.order(self.stage.book, f"switch/{request}", actor, order)

    async def _look_again(self) -> None:
        with self.stage.desk.reading() as session:
            query = select(Matter.department).where(col(Matter.matter) == "review", col(Matter.state) == "open")
            opened = list(session.exec(query))
        for department in opened:
            await self.clock.advance(department, self.moment + timedelta(days=7))
            deed = Deed(
                actor=self.stage.officer("reviewer"), act="review.conclude", matter="review", content=ReviewResult()
            )
            await self.counter.act(self.stage.book, department, f"{department}/again", deed)


class AfterTheReview(SwitchingPlayer):
    moment = datetime(2022, 4, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def require_sound(played: Played, folder: Path) -> None:
    """Verified as it lies, replayed, and verified by the bundle's own program."""
    book = played.rehearsed.book
    report = verify(played.settings.data)
    assert report.ok, report.first
    assert replay(played.desk.engine, book).mismatches == ()
    with played.desk.reading() as session:
        export_book(Source(session, book, played.settings.heads, played.settings.evidence), folder, with_evidence=True)
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"], cwd=folder, capture_output=True, check=False, timeout=60, env={}
    )
    assert ran.returncode == 0, ran.stdout


def test_a_district_goes_over_in_the_middle_of_its_filings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.rehearsal.rehearse, "Player", SwitchingPlayer)
    district = write_district(tmp_path / "scenario", 4, SEED)
    played = play(tmp_path / "data", str(district.folder))
    with played.desk.reading() as session:
        assert set(session.exec(select(Department.rubric_hash))) == {NEW}
        assert len(session.exec(select(DepartmentSwitch)).all()) == 4
        filed = session.exec(select(Score).where(col(Score.stage) == "score").order_by(col(Score.sequence))).all()
        changed = {change.department for change in session.exec(select(ScoreChange))}
        switched = session.exec(select(DepartmentSwitch.sequence)).all()
    before = {one.department for one in filed if one.sequence < min(switched)}
    after = {one.department for one in filed} - before
    # Some had filed and are scored once more, some filed afterwards and have never had another rubric's score.
    assert before
    assert after
    assert changed & before
    require_sound(played, tmp_path / "bundle")


def test_a_running_year_hears_that_its_review_is_open_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.rehearsal.rehearse, "Player", AfterTheReview)
    played = play(tmp_path / "data", "shijing-2021")
    with played.desk.reading() as session:
        reviews = session.exec(select(Review).order_by(col(Review.sequence))).all()
        assert session.exec(select(Department.concluded)).all() == [True]
    assert [(one.total, one.grade) for one in reviews] == [("90.25", "优"), ("89.75", "良")]
    require_sound(played, tmp_path / "bundle")
