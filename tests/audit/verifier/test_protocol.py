from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from audit.verifier.protocol import Protocol
from audit.verifier.record import Record

if TYPE_CHECKING:
    from audit.verifier.canonical import Json

BOOK = "guangzhou-baiyun/2021/real"
SECURITY, OFFICE, FILLER, REVIEWER = "p-security", "p-office", "p-filler", "p-reviewer"


def record(kind: str, actor: str, role: str, day: str = "2022-03-01", department: str | None = None) -> Record:
    """A record of which only these columns are looked at."""
    moment = f"{day}T01:00:00.000000Z"
    columns: dict[str, Any] = {**dict.fromkeys(Record._fields), "happened_at": moment, "received_at": moment}
    return Record(**{**columns, "kind": kind, "actor": actor, "role": role, "subject_department": department})


def turn(state: str, act: str | None = None, matter: str = "targets", due: str = "2022-03-10") -> dict[str, Json]:
    """How a matter stands."""
    awaited: Json = None if act is None else {"act": act, "due": due}
    return {"matter": matter, "course": matter.partition("/")[0], "state": state, "awaited": awaited}


class Told:
    """A book that is told record by record."""

    def __init__(self) -> None:
        self.protocol, self.count = Protocol(BOOK), 0
        officers: list[Json] = [{"actor": SECURITY, "role": "security-officer"}]
        self.says(record("book.opened", "system", "system"), {"officers": officers, "opened_on": "2022-01-01"})
        self.appoints(OFFICE, "performance-office", None)
        self.appoints(FILLER, "filler", "parks")
        self.appoints(REVIEWER, "reviewer", None)
        opened: Json = {"turns": [turn("open", "targets.file")]}
        self.says(record("phase.opened", "system", "system", department="parks"), opened)

    def says(self, written: Record, payload: Json) -> list[tuple[str, str]]:
        """Tell one record; returns kind and reason of what is wrong with it."""
        self.count += 1
        found = self.protocol.take(written, self.count, payload)
        return [(one.kind, next(iter(one.detail.values()))) for one in found]

    def appoints(self, person: str, role: str, department: str | None, until: str | None = None) -> None:
        """The security officer appoints somebody."""
        days: dict[str, Json] = {"from_day": "2022-01-01", "to_day": until, "department": department}
        appointed = record("appointment.made", SECURITY, "security-officer")
        assert self.says(appointed, {"appointee": person, "role": role, **days}) == []

    def files(
        self,
        actor: str = FILLER,
        role: str = "filler",
        day: str = "2022-03-01",
        late: int = 0,
        at: str = "parks",
    ) -> list[tuple[str, str]]:
        """Targets are filed, and wait for the bureau."""
        turns: list[Json] = [turn("filed", "targets.approve")]
        act: Json = {"act": "targets.file", "matter": "targets", "content": {}, "days_late": late, "turns": turns}
        return self.says(record("targets.filed", actor, role, day, at), act)

    def approves(self, actor: str = REVIEWER, role: str = "reviewer") -> list[tuple[str, str]]:
        """The targets are approved."""
        act: Json = {
            "act": "targets.approve",
            "matter": "targets",
            "content": {},
            "days_late": 0,
            "turns": [turn("done")],
        }
        return self.says(record("targets.approved", actor, role, "2022-03-05", "parks"), act)


@pytest.fixture
def told() -> Told:
    return Told()


def test_a_year_by_the_law_is_told_without_a_word(told: Told) -> None:
    assert (told.files(), told.approves()) == ([], [])


def test_nobody_acts_without_an_appointment_on_that_day_and_for_that_department(told: Told) -> None:
    wanted = [("unauthorised", "appointment")]
    assert told.files(actor="p-nobody") == wanted
    assert told.files(day="2021-12-30") == wanted
    assert told.files(at="library") == wanted
    told.appoints("p-gone", "filler", "parks", until="2022-02-28")
    assert told.files(actor="p-gone") == wanted


def test_no_role_writes_what_is_not_its_own(told: Told) -> None:
    assert told.files(actor=REVIEWER, role="reviewer") == [("unauthorised", "role")]
    assert told.files(actor="system", role="system") == [("unauthorised", "role")]
    made = record("evaluation.made", FILLER, "filler", department="parks")
    assert told.says(made, {"stage": "score"}) == [("unauthorised", "role")]


def test_nobody_judges_a_department_for_which_they_filed(told: Told) -> None:
    assert told.files() == []
    told.appoints(FILLER, "reviewer", None)
    assert told.approves(actor=FILLER) == [("unauthorised", "own")]


def test_a_corrected_appointment_holds_on_the_right_days(told: Told) -> None:
    corrected = {"corrects": 3, "right": {"kind": "appointment", "from_day": "2022-03-02", "to_day": None}}
    assert told.says(record("correction.approved", OFFICE, "performance-office"), corrected) == []
    assert told.files() == [("unauthorised", "appointment")]


def test_an_act_follows_only_where_its_matter_waits_for_it(told: Told) -> None:
    assert told.approves() == [("out-of-turn", "targets")]
    assert told.files() == [("out-of-turn", "targets")]


def test_an_act_is_as_late_as_it_came(told: Told) -> None:
    assert told.files(day="2022-03-12", late=0) == [("lateness-differs", "2")]
    again = Told()
    assert again.files(day="2022-03-12", late=2) == []
    assert Told().files(late=1) == [("lateness-differs", "0")]


@pytest.mark.parametrize(("kind", "late"), [("targets.returned", 3), ("targets.withdrawn", 3)])
def test_what_is_done_in_the_place_of_the_awaited_act_is_as_late(told: Told, kind: str, late: int) -> None:
    told.files()
    who, role = (FILLER, "filler") if kind.endswith("withdrawn") else (REVIEWER, "reviewer")
    act: dict[str, Json] = {"act": kind, "matter": "targets", "content": {}, "turns": [turn("open", "targets.file")]}
    assert told.says(record(kind, who, role, "2022-03-13", "parks"), {**act, "days_late": late}) == []


def test_evidence_is_never_late(told: Told) -> None:
    opened: Json = {"turns": [turn("open", "self-evaluation.file", "self-evaluation")]}
    told.says(record("phase.opened", "system", "system", department="parks"), opened)
    act: Json = {"act": "evidence.add", "matter": "self-evaluation", "content": {}, "days_late": 0, "turns": []}
    assert told.says(record("evidence.added", FILLER, "filler", "2022-03-13", "parks"), act) == []


def test_a_due_day_that_a_document_put_off_is_the_one_that_counts(told: Told) -> None:
    later = turn("open", "targets.file", due="2022-03-12")
    extended = record("deadline.extended", OFFICE, "performance-office", department="parks")
    assert told.says(extended, {"document": "", "turn": later}) == [("malformed", "payload")]
    assert told.says(extended, {"document": "示财绩〔2022〕1号", "turn": later}) == []
    assert told.files(day="2022-03-12") == []


def test_an_access_book_is_not_held_against_appointments_of_another() -> None:
    looks = Protocol("guangzhou-baiyun/2021/access")
    assert looks.take(record("data.read", "p-auditor", "auditor"), 2, {}) == []
