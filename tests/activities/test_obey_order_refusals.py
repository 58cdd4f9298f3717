"""Orders of the bureau that are refused: each by its officer only, duties kept apart, rubrics without a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.commands import Adopt, Appoint, Reevaluate
from tests.support.refusals import refused
from tests.support.shijing import BOOK, PEOPLE, local, rubric_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.commands import Order
    from tests.support.shijing import Shijing

_PERSON = "p-0000000000000000000000c1"


def appoint(role: str, person: str = _PERSON, department: str | None = "shijing", **days: str) -> Appoint:
    return Appoint(
        appointee=person, role=role, department=department, from_day=days.pop("from_day", "2020-10-09"), **days
    )


@pytest.mark.parametrize(
    ("order", "who", "role"),
    [
        (appoint("approver"), "office", "security-officer"),
        (appoint("approver"), "filler", "security-officer"),
        (Adopt(yaml="schema: 1", document="d"), "security", "performance-office"),
        (Adopt(yaml="schema: 1", document="d"), "reviewer", "performance-office"),
        (Reevaluate(department="shijing", stage="score"), "security", "performance-office"),
    ],
    ids=["office appoints", "filler appoints", "security adopts", "reviewer adopts", "security evaluates"],
)
def test_an_order_by_the_wrong_officer_is_refused_before_its_content_counts(
    shijing: Shijing, order: Order, who: str, role: str
) -> None:
    if isinstance(order, Adopt):
        order = order.model_copy(update={"yaml": shijing.rubric_yaml()})
    with refused(shijing.desk, "act.not-appointed") as told:
        shijing.order("r", order, who)
    assert (told.params["actor"], told.params["role"]) == (PEOPLE[who], role)


def test_enrolling_is_the_performance_offices_alone(shijing: Shijing) -> None:
    with refused(shijing.desk, "act.not-appointed") as told:
        shijing.order("r", shijing.enrolment("tonghe", "同和"), "security")
    assert told.params["role"] == "performance-office"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("filler", "reviewer"),
        ("reviewer", "filler"),
        ("approver", "reviewer"),
        ("administrator", "security-officer"),
        ("administrator", "auditor"),
        ("auditor", "security-officer"),
        ("security-officer", "performance-office"),
        ("filler", "security-officer"),
    ],
)
def test_duties_that_are_kept_apart_never_meet_in_one_person(shijing: Shijing, first: str, second: str) -> None:
    shijing.order("first", appoint(first), "security")
    with refused(shijing.desk, "appointment.conflict") as told:
        shijing.order("second", appoint(second), "security")
    assert told.params == {"actor": _PERSON, "role": second, "held": first}


def test_duties_are_kept_apart_across_departments_too(shijing: Shijing) -> None:
    with refused(shijing.desk, "appointment.conflict") as told:
        shijing.order("r", appoint("reviewer", PEOPLE["filler"], department="tonghe"), "security")
    assert told.params == {"actor": PEOPLE["filler"], "role": "reviewer", "held": "filler"}


def test_the_opening_records_own_officer_cannot_be_made_auditor(shijing: Shijing) -> None:
    with refused(shijing.desk, "appointment.conflict") as told:
        shijing.order("r", appoint("auditor", PEOPLE["security"], department=None), "security")
    assert told.params["held"] == "security-officer"


def test_the_officer_who_appoints_takes_no_part_in_the_year(shijing: Shijing) -> None:
    for role in ("performance-office", "reviewer", "filler", "approver"):
        with refused(shijing.desk, "appointment.conflict") as told:
            shijing.order(f"own/{role}", appoint(role, PEOPLE["security"]), "security")
        assert told.params["held"] == "security-officer"


@pytest.mark.parametrize(
    ("days", "code", "params"),
    [
        ({"from_day": "三月"}, "appointment.bad-day", {"value": "三月"}),
        ({"from_day": "2021-02-30"}, "appointment.bad-day", {"value": "2021-02-30"}),
        ({"to_day": "2021年"}, "appointment.bad-day", {"value": "2021年"}),
        # Days are compared as they are written: in these forms it would hold on other days than those meant.
        ({"from_day": "20210501"}, "appointment.bad-day", {"value": "20210501"}),
        ({"from_day": "2021-05-01", "to_day": "2021-W30-1"}, "appointment.bad-day", {"value": "2021-W30-1"}),
        (
            {"from_day": "2021-05-01", "to_day": "2021-04-30"},
            "appointment.ends-before-start",
            {"from_day": "2021-05-01", "to_day": "2021-04-30"},
        ),
    ],
)
def test_an_appointment_has_days_that_are_days(
    shijing: Shijing, days: dict[str, str], code: str, params: dict[str, str]
) -> None:
    with refused(shijing.desk, code) as told:
        shijing.order("r", appoint("approver", **days), "security")
    assert told.params == params


def test_a_role_that_is_none_is_refused_with_those_there_are(shijing: Shijing) -> None:
    with refused(shijing.desk, "role.unknown") as told:
        shijing.order("r", appoint("boss"), "security")
    assert told.params["role"] == "boss"
    assert told.params["known"].startswith("filler, approver, reviewer")


def test_appointments_that_will_overlap_later_are_a_conflict_already(shijing: Shijing) -> None:
    shijing.order("next-year", appoint("filler", from_day="2021-01-01"), "security")
    with refused(shijing.desk, "appointment.conflict") as told:
        shijing.order("r", appoint("reviewer", to_day="2021-01-01"), "security")
    assert told.params == {"actor": _PERSON, "role": "reviewer", "held": "filler"}


def test_one_duty_after_the_other_is_no_conflict(shijing: Shijing) -> None:
    shijing.order("next-year", appoint("filler", from_day="2021-01-01"), "security")
    receipt = shijing.order("r", appoint("reviewer", to_day="2020-12-31"), "security").receipt
    assert receipt.sequence == 8


def test_a_rubric_with_a_fault_is_not_adopted(shijing: Shijing) -> None:
    faulty = shijing.rubric_yaml().replace("{name: 优, least: 90}", "{name: 优, least: 101}")
    with refused(shijing.desk, "rubric.faulty") as told:
        shijing.order("r", Adopt(yaml=faulty, document="通知"))
    assert told.params == {"count": "1", "first": ""}
    assert [str(fault).partition(" {")[0] for fault in told.problems] == [
        "rubric.yaml:19:22: grades.0.least: lint.grade-beyond"
    ]


@pytest.mark.parametrize("yaml", ["", "rows: [", "schema: 1\nschema: 1", "just words", "id: &a x\nname: *a"])
def test_a_text_that_is_no_rubric_is_not_adopted(shijing: Shijing, yaml: str) -> None:
    with refused(shijing.desk, "rubric-file.malformed") as told:
        shijing.order("r", Adopt(yaml=yaml, document="通知"))
    assert len(told.problems) >= 1


def test_a_department_cannot_be_enrolled_under_a_rubric_that_was_not_adopted(shijing: Shijing) -> None:
    strange = shijing.enrolment("tonghe", "同和").model_copy(update={"rubric_hash": "f" * 64})
    with refused(shijing.desk, "rubric.not-adopted") as told:
        shijing.order("r", strange)
    assert told.params == {"book": BOOK, "hash": "f" * 64}


def test_a_rubric_adopted_in_another_book_is_not_adopted_here(shijing_again: Shijing) -> None:
    shijing_again.open()
    other = "guangzhou-baiyun/2022/rehearsal"
    shijing_again.book = other
    shijing_again.open_book()
    order = appoint("performance-office", PEOPLE["office"], department=None)
    shijing_again.order("setup/appoint/office", order, "security")
    with refused(shijing_again.desk, "rubric.not-adopted") as told:
        shijing_again.order("r", shijing_again.enrolment())
    assert told.params == {"book": other, "hash": rubric_file().hash}


def test_nothing_filed_is_nothing_to_evaluate(before: Callable[[str], Shijing]) -> None:
    year = before("self-evaluation.file")
    with refused(year.desk, "evaluation.nothing-filed") as told:
        year.order("r", Reevaluate(department="shijing", stage="score"), day="2022-03-01")
    assert told.params == {"department": "shijing", "stage": "score"}


def test_a_department_outside_the_cycle_cannot_be_evaluated(shijing: Shijing) -> None:
    with refused(shijing.desk, "department.not-enrolled") as told:
        shijing.order("r", Reevaluate(department="tonghe", stage="score"))
    assert told.params == {"book": BOOK, "department": "tonghe"}


def test_an_order_to_an_unknown_book_is_refused(shijing: Shijing) -> None:
    shijing.book = "guangzhou-baiyun/2031/rehearsal"
    with refused(shijing.desk, "ledger.unknown-book") as told:
        shijing.order("r", shijing.enrolment())
    assert told.params == {"book": "guangzhou-baiyun/2031/rehearsal"}


def test_a_writer_of_an_older_epoch_is_refused_whatever_it_wants(before: Callable[[str], Shijing]) -> None:
    year = before("targets.file")
    year.epoch = 2
    year.order("resumed", appoint("approver"), "security")
    year.epoch = 1
    with refused(year.desk, "ledger.stale-epoch") as told:
        year.act("targets", "targets.file", year.filing("targets.file"), "filler", local("2020-11-03"))
    assert told.params == {"book": BOOK, "given": "1", "wanted": "2"}
    with refused(year.desk, "ledger.stale-epoch"):
        year.order("resumed", appoint("approver"), "security")
    with refused(year.desk, "ledger.stale-epoch"):
        year.open_phase("monitoring")
    with refused(year.desk, "ledger.stale-epoch"):
        year.conclude()
