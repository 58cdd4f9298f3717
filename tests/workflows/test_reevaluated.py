"""A mid-year reading that the bureau orders anew: what it warns of is taken up by the department's running year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from app.errors import RequestRefusedError
from audit.replay import replay
from models.commands import Answer, Deed, Filed, Reevaluate, WarningAnswer
from models.projections import Alert
from tests.support.running_bureau import Bureau, running_bureau
from tests.support.running_department import RunningDepartment
from tests.support.shijing import scenario
from workflows.department_year import DepartmentYear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.commands import Content
    from models.receipts import Receipt, Turn

pytestmark = pytest.mark.slow

SPENDING, EXHIBITIONS = "spending-pace", "indicator-pace/exhibitions"


class Warned(RunningDepartment):
    """A department whose first reading has warned of two things, and whose second one did so again."""

    def do(self, matter: str, act: str, content: Content, who: str = "tianbao") -> Receipt:
        deed = Deed(actor=self.bureau.stage.actors[who], act=act, matter=matter, content=content)
        return self.hand_in(f"{matter}/{act}", deed)

    def reevaluate(self) -> Receipt:
        return self.order("again", Reevaluate(department=self.name, stage="monitoring"))

    def standing(self) -> dict[str, Turn]:
        turns = self.bureau.run(self.year.query(DepartmentYear.standing))
        return {turn.matter: turn for turn in turns}

    def alerts(self, matter: str) -> list[tuple[str, int, str]]:
        with self.bureau.desk.reading() as session:
            query = (
                select(Alert)
                .where(col(Alert.department) == self.name, col(Alert.matter) == matter)
                .order_by(col(Alert.sequence))
            )
            return [(one.kind, one.days, one.to_role) for one in session.exec(query)]


@pytest.fixture(scope="module")
def skipping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    with running_bureau(tmp_path_factory.mktemp("skipping") / "data", skipping=True) as bureau:
        yield bureau


@pytest.fixture
def warned(skipping: Bureau, request: pytest.FixtureRequest) -> Warned:
    """A department of its own for every test."""
    name = request.node.name.removeprefix("test_").replace("_", "-")[:60]
    warned = Warned(skipping, name)
    skipping.run(skipping.counter.act(skipping.book, name, f"{name}/file", skipping.filing()))
    skipping.run(skipping.counter.act(skipping.book, name, f"{name}/approve", skipping.answer("targets.approve")))
    warned.at("2021-08-18")
    warned.do("monitoring", "monitoring.file", _mid_year())
    warned.at("2021-08-19")
    warned.reevaluate()
    return warned


def _mid_year() -> Filed:
    played = next(one for one in scenario().acts if one.act == "monitoring.file")
    made_up = {"origin": "scenario", "place": "演练"}
    return Filed.model_validate(
        {
            "lists": {
                "facts": [{**one.model_dump(), **made_up} for one in played.facts],
                "results": [{**one.model_dump(), **made_up} for one in played.results],
            }
        }
    )


def test_the_departments_year_knows_the_new_warnings_and_waits_for_the_old_ones_no_more(warned: Warned) -> None:
    assert {matter: turn.state for matter, turn in warned.standing().items()} == {
        "monitoring": "filed",
        "adjustment": "done",
        f"warning/1/{SPENDING}": "done",
        f"warning/1/{EXHIBITIONS}": "done",
        f"warning/2/{SPENDING}": "open",
        f"warning/2/{EXHIBITIONS}": "open",
    }


def answer(warned: Warned, matter: str) -> Receipt:
    return warned.do(matter, "warning.answer", WarningAnswer(choice="continue", plan="1" * 64))


def test_what_was_replaced_is_refused_and_what_replaced_it_is_answered(warned: Warned) -> None:
    with pytest.raises(RequestRefusedError, match=r"act\.not-your-turn"):
        answer(warned, f"warning/1/{SPENDING}")
    assert answer(warned, f"warning/2/{SPENDING}").days_late == 0


def test_an_order_that_is_sent_again_takes_nothing_back(warned: Warned) -> None:
    answer(warned, f"warning/2/{SPENDING}")
    before = warned.standing()
    warned.reevaluate()
    assert warned.standing() == before
    assert before[f"warning/2/{SPENDING}"].state == "filed"
    closed = warned.do(f"warning/2/{SPENDING}", "warning.accept", Answer(), "fuhe")
    assert closed.turns[0].state == "done"


def test_the_new_warnings_go_up_their_own_ladder_also_after_their_phase(warned: Warned) -> None:
    answer(warned, f"warning/2/{SPENDING}")
    warned.do(f"warning/2/{SPENDING}", "warning.accept", Answer(), "fuhe")
    warned.do("monitoring", "monitoring.accept", Answer(), "fuhe")
    warned.at("2021-09-30")
    assert warned.standing()[f"warning/2/{EXHIBITIONS}"].awaited is not None
    # Ten working days after the new reading of 19 August.
    assert warned.alerts(f"warning/2/{EXHIBITIONS}") == [
        ("reminder", 7, "filler"),
        ("reminder", 3, "filler"),
        ("reminder", 1, "filler"),
        ("overdue", 0, "performance-office"),
        ("overdue", 3, "performance-office"),
        ("overdue", 10, "performance-office"),
    ]
    silent = (f"warning/1/{SPENDING}", f"warning/1/{EXHIBITIONS}", f"warning/2/{SPENDING}")
    assert [warned.alerts(matter) for matter in silent] == [[], [], []]


def test_the_book_of_two_readings_replays(warned: Warned) -> None:
    result = replay(warned.bureau.desk.engine, warned.bureau.book)
    assert result.mismatches == ()
    assert result.evaluations >= 2
