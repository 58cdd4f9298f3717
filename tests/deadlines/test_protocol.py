from __future__ import annotations

import pytest

from deadlines.errors import ActError
from deadlines.moves import COURSES, EVIDENCE, FILINGS, MOVES, PHASES, STATES, Move
from deadlines.protocol import acts_open, answers, awaited, courses_of, locked_by, matter_of, next_state, roles_of
from deadlines.roles import ROLES

ENTERED = sorted({(move.course, move.state) for move in MOVES})

# Rectification waits for its findings, and they are matters of their own; what is done waits for nobody.
# A final score may be answered in two ways; a collection may always be cancelled.
CHOOSING = [("rectification", "open"), ("acknowledgement", "open"), ("collection", "open"), ("collection", "filed")]
# An adjustment is answered in two ways, after either of which the next one may be filed.
CHOOSING += [("adjustment", "filed"), ("adjustment-two-hands", "filed")]
WAITING = [entered for entered in ENTERED if entered not in CHOOSING and entered[1] != "done"]


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.course}-{move.state}-{move.act}")
def test_every_move_of_the_table_can_be_made(move: Move) -> None:
    assert next_state(move.course, move.state, move.act) == move.leads_to
    assert move.role in roles_of(move.act, move.course)
    assert move.course in courses_of(move.act)


def test_the_table_uses_only_known_words_and_says_nothing_twice() -> None:
    assert {move.course for move in MOVES} == set(COURSES)
    assert {move.leads_to for move in MOVES} | {move.state for move in MOVES} == set(STATES)
    assert {move.role for move in MOVES} <= set(ROLES)
    assert len(set(MOVES)) == len(MOVES)
    # Only what happens within the department is open to two roles, and it leads to the same place for both.
    shared = {move.act for move in MOVES if len(roles_of(move.act, move.course)) > 1}
    assert shared == {"collection.ask", "collection.accept", "collection.return", "collection.cancel"}
    led = {(move.course, move.state, move.act, move.leads_to) for move in MOVES}
    assert len(led) == len({(course, state, act) for course, state, act, _ in led})


@pytest.mark.parametrize(("course", "state"), WAITING)
def test_every_waiting_state_has_exactly_one_act_that_brings_it_forward(course: str, state: str) -> None:
    forward = [
        (move.act, move.role)
        for move in MOVES
        if (move.course, move.state) == (course, state) and STATES.index(move.leads_to) > STATES.index(state)
    ]
    assert forward == [awaited(course, state)]


@pytest.mark.parametrize(
    ("course", "acts"),
    [
        ("targets", ("targets.file", "targets.return", "targets.file", "targets.approve")),
        ("monitoring", ("monitoring.file", "monitoring.accept")),
        ("self-evaluation", ("evidence.add", "self-evaluation.file")),
        ("targets", ("targets.file", "targets.withdraw", "targets.file", "targets.approve")),
        ("self-evaluation", ("self-evaluation.file", "self-evaluation.withdraw", "self-evaluation.file")),
        (
            "targets-two-hands",
            (
                *("targets.prepare", "targets.send-back", "targets.prepare", "targets.file", "targets.withdraw"),
                *("targets.prepare", "targets.file", "targets.return", "targets.prepare", "targets.file"),
                "targets.approve",
            ),
        ),
        (
            "self-evaluation-two-hands",
            ("evidence.add", "self-evaluation.prepare", "evidence.add", "self-evaluation.file", "evidence.add"),
        ),
        ("review", ("review.conclude",)),
        ("review", ("self-evaluation.return", "review.conclude")),
        ("warning", ("warning.answer", "warning.return", "warning.answer", "warning.accept")),
        ("acknowledgement", ("acknowledgement.confirm",)),
        ("acknowledgement", ("acknowledgement.dispute", "acknowledgement.answer")),
        (
            "collection",
            ("evidence.add", "collection.answer", "collection.return", "collection.answer", "collection.accept"),
        ),
        ("collection", ("collection.cancel",)),
        ("collection", ("collection.answer", "collection.cancel")),
        ("finding", ("finding.answer", "finding.return", "finding.answer", "finding.accept")),
    ],
)
def test_a_course_runs_through_its_acts(course: str, acts: tuple[str, ...]) -> None:
    state = "open"
    for act in acts:
        assert act in acts_open(course, state)
        state = next_state(course, state, act)
    assert state == "done"


def test_rectification_itself_awaits_nobody_and_takes_evidence_as_long_as_it_is_open() -> None:
    assert awaited("rectification", "open") is None
    assert acts_open("rectification", "open") == EVIDENCE
    assert {next_state("rectification", "open", act) for act in EVIDENCE} == {"open"}


@pytest.mark.parametrize("course", COURSES)
def test_a_course_that_is_done_awaits_nothing_and_few_are_still_open_to_acts(course: str) -> None:
    open_still = {
        "self-evaluation": {"self-evaluation.amend", "self-evaluation.withdraw", *EVIDENCE},
        "adjustment": {"adjustment.file"},
    }
    assert awaited(course, "done") is None
    assert set(acts_open(course, "done")) == open_still.get(course.removesuffix("-two-hands"), set())


@pytest.mark.parametrize("act", ["targets.file", "targets.withdraw", "targets.return", "targets.approve"])
def test_approved_targets_are_locked_and_the_refusal_names_the_adjustment(act: str) -> None:
    with pytest.raises(ActError) as told:
        next_state("targets", "done", act)
    assert told.value.code == "act.locked"
    assert told.value.params == {"act": act, "matter": "targets", "instead": "adjustment.file"}
    assert [matter for matter in PHASES if locked_by(matter) is not None] == ["targets"]


def test_targets_are_adjusted_one_adjustment_after_the_other() -> None:
    for course in ("adjustment", "adjustment-two-hands"):
        assert next_state(course, "done", "adjustment.file") == "filed"
        assert awaited(course, "filed") == ("adjustment.approve", "reviewer")
        assert {next_state(course, "filed", act) for act in ("adjustment.approve", "adjustment.refuse")} == {"done"}
        with pytest.raises(ActError, match=r"act\.not-your-turn"):
            next_state(course, "filed", "adjustment.file")
    assert roles_of("adjustment.file", "adjustment") == ("filler",)
    assert roles_of("adjustment.file", "adjustment-two-hands") == ("approver",)


def test_an_amendment_leaves_the_self_evaluation_done_and_comes_only_after_the_filing() -> None:
    assert next_state("self-evaluation", "done", "self-evaluation.amend") == "done"
    with pytest.raises(ActError, match=r"act\.not-your-turn"):
        next_state("self-evaluation", "open", "self-evaluation.amend")


@pytest.mark.parametrize(
    ("course", "state", "act", "code", "params"),
    [
        (
            "targets",
            "open",
            "monitoring.file",
            "act.wrong-course",
            {"act": "monitoring.file", "course": "targets", "wanted": "monitoring"},
        ),
        (
            "targets",
            "open",
            "evidence.add",
            "act.wrong-course",
            {
                "act": "evidence.add",
                "course": "targets",
                "wanted": "self-evaluation, rectification, collection",
            },
        ),
        (
            "targets-two-hands",
            "open",
            "monitoring.file",
            "act.wrong-course",
            {"act": "monitoring.file", "course": "targets-two-hands", "wanted": "monitoring-two-hands"},
        ),
        (
            "targets",
            "open",
            "targets.prepare",
            "act.wrong-course",
            {"act": "targets.prepare", "course": "targets", "wanted": "targets-two-hands"},
        ),
        (
            "targets",
            "filed",
            "targets.file",
            "act.not-your-turn",
            {"act": "targets.file", "state": "filed", "allowed": "targets.approve, targets.return, targets.withdraw"},
        ),
        (
            "review",
            "done",
            "review.conclude",
            "act.not-your-turn",
            {"act": "review.conclude", "state": "done", "allowed": ""},
        ),
    ],
)
def test_an_act_out_of_place_is_refused_with_what_would_be_right(
    course: str, state: str, act: str, code: str, params: dict[str, str]
) -> None:
    with pytest.raises(ActError) as caught:
        next_state(course, state, act)
    assert (caught.value.code, caught.value.params) == (code, params)


@pytest.mark.parametrize(
    ("course", "state", "act", "code"),
    [
        ("budget", "open", "targets.file", "course.unknown"),
        ("targets", "closed", "targets.file", "state.unknown"),
        ("review", "filed", "review.conclude", "state.unknown"),
        ("targets", "open", "targets.burn", "act.unknown"),
    ],
)
def test_a_word_that_the_table_does_not_know_is_refused(course: str, state: str, act: str, code: str) -> None:
    with pytest.raises(ActError) as caught:
        next_state(course, state, act)
    assert caught.value.code == code
    assert caught.value.params["known"]


def test_nobody_owns_an_unknown_act() -> None:
    with pytest.raises(ActError, match=r"act\.unknown: act=targets\.burn"):
        roles_of("targets.burn", "targets")


def test_an_act_that_is_none_of_the_course_belongs_to_the_role_of_the_first_course_that_has_it() -> None:
    assert roles_of("targets.prepare", "targets") == ("filler",)
    assert roles_of("targets.file", "targets") == ("filler",)
    assert roles_of("targets.file", "targets-two-hands") == ("approver",)


def test_whoever_fills_in_and_whoever_approves_both_ask_a_division_and_settle_what_it_brings() -> None:
    for act in ("collection.ask", "collection.accept", "collection.return", "collection.cancel"):
        assert roles_of(act, "collection") == ("filler", "approver")
    assert roles_of("collection.answer", "collection") == ("contributor",)
    assert acts_open("self-evaluation", "open") == ("self-evaluation.file", *EVIDENCE, "collection.ask")


@pytest.mark.parametrize("course", [course for course in COURSES if course.partition("-two")[0] in FILINGS])
def test_a_division_is_asked_only_while_the_filing_lies_with_the_department(course: str) -> None:
    states = {move.state for move in MOVES if (move.course, move.act) == (course, "collection.ask")}
    assert states == ({"open", "prepared"} if course.endswith("two-hands") else {"open"})
    assert all(next_state(course, state, "collection.ask") == state for state in states)


@pytest.mark.parametrize(
    ("act", "matter"),
    [
        ("targets.prepare", "targets"),
        ("monitoring.file", "monitoring"),
        ("self-evaluation.return", "review"),
        ("evidence.add", "self-evaluation"),
        ("evidence.amend", "self-evaluation"),
    ],
)
def test_an_act_without_a_matter_is_about_the_phase_of_its_course(act: str, matter: str) -> None:
    assert matter_of(act) == matter


def test_a_final_score_is_to_be_confirmed_and_may_be_disputed_once() -> None:
    assert awaited("acknowledgement", "open") == ("acknowledgement.confirm", "filler")
    assert acts_open("acknowledgement", "open") == ("acknowledgement.confirm", "acknowledgement.dispute")
    assert acts_open("acknowledgement", "filed") == ("acknowledgement.answer",)


@pytest.mark.parametrize(
    ("course", "state", "wanted"),
    [
        ("acknowledgement", "open", ("acknowledgement.confirm", "acknowledgement.dispute")),
        ("monitoring", "filed", ("monitoring.accept", "monitoring.return")),
        ("review", "open", ("review.conclude", "self-evaluation.return")),
        ("self-evaluation", "open", ("self-evaluation.file",)),
        ("warning", "open", ("warning.answer",)),
        ("collection", "filed", ("collection.accept", "collection.return")),
        ("targets-two-hands", "prepared", ("targets.file", "targets.send-back")),
        ("rectification", "open", ()),
        ("review", "done", ()),
    ],
)
def test_an_answer_is_what_whoever_owes_an_act_may_do_in_its_place(
    course: str, state: str, wanted: tuple[str, ...]
) -> None:
    assert answers(course, state) == wanted


@pytest.mark.parametrize(("course", "state"), WAITING)
def test_the_awaited_act_is_an_answer(course: str, state: str) -> None:
    owed = awaited(course, state)
    assert owed is not None
    assert answers(course, state)[0] == owed[0]
