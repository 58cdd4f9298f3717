"""Who may act: appointments alone say so, on the day on which the request came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from activities.handle_act import handle_act
from activities.signatures import ActCall
from models.commands import Act, Amendment, Answer, Appoint, Deed, ReviewResult, WarningAnswer
from models.projections import Task
from tests.support.amendments import TEN
from tests.support.refusals import refused
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.commands import Content
    from models.receipts import Receipt
    from tests.support.shijing import Shijing

STRANGER = "p-0000000000000000000000b1"


def act_of_stranger(year: Shijing, act: str, content: Content, day: str, matter: str = "") -> Receipt:
    at = local(day)
    deed = Deed(actor=STRANGER, act=act, matter=matter or act.partition(".")[0], content=content)
    sent = Act(request=f"stranger/{act}/{day}", received_at=at, deed=deed)
    call = ActCall(book=BOOK, epoch=1, department=DEPARTMENT, happened_at=at, act=sent)
    return handle_act(year.desk, call)


def appoint(year: Shijing, role: str, department: str | None, first: str, last: str | None = None) -> None:
    order = Appoint(appointee=STRANGER, role=role, department=department, from_day=first, to_day=last)
    year.order(f"appoint/{role}/{department}/{first}", order, "security")


def test_someone_without_any_appointment_can_do_nothing(before: Callable[[str], Shijing]) -> None:
    year = before("targets.file")
    with refused(year.desk, "act.not-appointed") as told:
        act_of_stranger(year, "targets.file", year.filing("targets.file"), "2020-11-03")
    assert told.params == {"actor": STRANGER, "role": "filler", "department": DEPARTMENT, "held": "-"}


def test_a_filler_cannot_answer_in_the_bureaus_place(before: Callable[[str], Shijing]) -> None:
    year = before("targets.approve")
    with refused(year.desk, "act.not-appointed") as told:
        year.act("targets", "targets.approve", Answer(), "filler", local("2020-11-10"))
    assert told.params == {
        "actor": PEOPLE["filler"],
        "role": "reviewer",
        "department": DEPARTMENT,
        "held": "filler@shijing",
    }


def test_a_reviewer_cannot_file_in_the_departments_place(before: Callable[[str], Shijing]) -> None:
    year = before("self-evaluation.file")
    with refused(year.desk, "act.not-appointed") as told:
        content = year.filing("self-evaluation.file")
        year.act("self-evaluation", "self-evaluation.file", content, "reviewer", local("2022-03-10"))
    assert told.params["held"] == f"reviewer@{BOOK}"


def test_a_filler_of_another_department_cannot_file_here(before: Callable[[str], Shijing]) -> None:
    year = before("targets.file")
    appoint(year, "filler", "tonghe", "2020-10-09")
    with refused(year.desk, "act.not-appointed") as told:
        act_of_stranger(year, "targets.file", year.filing("targets.file"), "2020-11-03")
    assert told.params["held"] == "filler@tonghe"


@pytest.mark.parametrize(("day", "held"), [("2020-10-31", "-"), ("2020-12-01", "-")])
def test_an_appointment_counts_neither_before_its_first_day_nor_after_its_last(
    before: Callable[[str], Shijing], day: str, held: str
) -> None:
    year = before("targets.file")
    appoint(year, "filler", DEPARTMENT, "2020-11-01", "2020-11-30")
    with refused(year.desk, "act.not-appointed") as told:
        act_of_stranger(year, "targets.file", year.filing("targets.file"), day)
    assert (told.params["role"], told.params["held"]) == ("filler", held)


@pytest.mark.parametrize("day", ["2020-11-01", "2020-11-30"])
def test_an_appointment_counts_on_its_first_and_on_its_last_day(before: Callable[[str], Shijing], day: str) -> None:
    year = before("targets.file")
    appoint(year, "filler", DEPARTMENT, "2020-11-01", "2020-11-30")
    act_of_stranger(year, "targets.file", year.filing("targets.file"), day)
    with year.desk.reading() as session:
        task = session.get_one(Task, (BOOK, DEPARTMENT, "targets", "targets.file", 1))
    assert (task.state, task.done_by) == ("done", STRANGER)


def test_who_filed_for_the_department_never_reviews_it_even_after_changing_sides(
    before: Callable[[str], Shijing],
) -> None:
    year = before("targets.file")
    appoint(year, "filler", DEPARTMENT, "2020-10-09", "2020-11-04")
    filed = act_of_stranger(year, "targets.file", year.filing("targets.file"), "2020-11-03")
    year.order(
        "appoint/changed-sides",
        Appoint(appointee=STRANGER, role="reviewer", from_day="2020-11-05"),
        "security",
        "2020-11-05",
    )
    with refused(year.desk, "act.own-filing") as told:
        act_of_stranger(year, "targets.approve", Answer(), "2020-11-10")
    assert told.params == {"actor": STRANGER, "department": DEPARTMENT, "sequence": str(filed.sequence)}


def test_who_answered_a_warning_never_accepts_it_even_after_changing_sides(before: Callable[[str], Shijing]) -> None:
    year = before("warning.answer")
    matter = year.turns()[-1].matter
    appoint(year, "filler", DEPARTMENT, "2021-08-01", "2021-08-31")
    plan = WarningAnswer(choice="cancel", plan="1" * 64)
    answered = act_of_stranger(year, "warning.answer", plan, "2021-08-30", matter)
    order = Appoint(appointee=STRANGER, role="reviewer", from_day="2021-09-01")
    year.order("appoint/changed-sides", order, "security", "2021-09-01")
    with refused(year.desk, "act.own-filing") as told:
        act_of_stranger(year, "warning.accept", Answer(), "2021-09-02", matter)
    assert told.params == {"actor": STRANGER, "department": DEPARTMENT, "sequence": str(answered.sequence)}


def test_a_reviewer_who_filed_last_autumn_cannot_conclude_the_review(before: Callable[[str], Shijing]) -> None:
    year = before("review.conclude")
    order = Appoint(appointee=PEOPLE["filler"], role="performance-office", from_day="2022-04-01")
    year.order("appoint/office-too", order, "security", "2022-04-01")
    with refused(year.desk, "act.not-appointed") as told:
        year.act("review", "review.conclude", ReviewResult(), "filler", local("2022-04-12"))
    assert told.params["held"] == f"filler@{DEPARTMENT}、performance-office@{BOOK}"


def test_who_amended_a_self_evaluation_never_reviews_it_even_after_changing_sides(
    before: Callable[[str], Shijing],
) -> None:
    year = before("review.conclude")
    appoint(year, "filler", DEPARTMENT, "2022-03-01", "2022-04-05")
    content = Amendment.model_validate({"lists": {"facts": [TEN]}, "reason": "0" * 64})
    amended = act_of_stranger(year, "self-evaluation.amend", content, "2022-04-01")
    order = Appoint(appointee=STRANGER, role="reviewer", from_day="2022-04-06")
    year.order("appoint/changed-sides", order, "security", "2022-04-06")
    with refused(year.desk, "act.own-filing") as told:
        act_of_stranger(year, "review.conclude", ReviewResult(), "2022-04-12")
    assert told.params["sequence"] == str(amended.sequence)


def test_who_added_evidence_never_reviews_what_it_proves(before: Callable[[str], Shijing]) -> None:
    year = before("self-evaluation.file")
    appoint(year, "filler", DEPARTMENT, "2022-03-01", "2022-03-20")
    proof = year.proof("proof", "performance-rules", b"rules", "rules.txt")
    added = act_of_stranger(year, "evidence.add", proof, "2022-03-14", "self-evaluation")
    year.act(
        "self-evaluation", "self-evaluation.file", year.filing("self-evaluation.file"), "filler", local("2022-03-15")
    )
    year.open_phase("review")
    order = Appoint(appointee=STRANGER, role="reviewer", from_day="2022-03-21")
    year.order("appoint/changed-sides", order, "security", "2022-03-21")
    with refused(year.desk, "act.own-filing") as told:
        act_of_stranger(year, "review.conclude", ReviewResult(), "2022-04-12")
    assert told.params["sequence"] == str(added.sequence)
