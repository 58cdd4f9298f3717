from __future__ import annotations

import pytest

from deadlines.errors import ActError
from deadlines.moves import MOVES, PHASES, STATES, Move
from deadlines.protocol import acts_open, awaited, next_state, phases_of, role_of
from deadlines.roles import ROLES

ENTERED = sorted({(move.phase, move.state) for move in MOVES})


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.phase}-{move.state}-{move.act}")
def test_every_move_of_the_table_can_be_made(move: Move) -> None:
    assert next_state(move.phase, move.state, move.act) == move.leads_to
    assert role_of(move.act) == move.role
    assert move.phase in phases_of(move.act)


def test_the_table_uses_only_known_words_and_says_nothing_twice() -> None:
    assert {move.phase for move in MOVES} == set(PHASES)
    assert {move.leads_to for move in MOVES} | {move.state for move in MOVES} == set(STATES)
    assert {move.role for move in MOVES} <= set(ROLES)
    assert len({(move.phase, move.state, move.act) for move in MOVES}) == len(MOVES)
    assert len({(move.act, move.role) for move in MOVES}) == len({move.act for move in MOVES})


@pytest.mark.parametrize(("phase", "state"), ENTERED)
def test_every_waiting_state_has_exactly_one_act_that_brings_it_forward(phase: str, state: str) -> None:
    forward = [
        (move.act, move.role)
        for move in MOVES
        if (move.phase, move.state) == (phase, state) and STATES.index(move.leads_to) > STATES.index(state)
    ]
    assert forward == [awaited(phase, state)]


@pytest.mark.parametrize(
    ("phase", "acts"),
    [
        ("targets", ("targets.file", "targets.return", "targets.file", "targets.approve")),
        ("monitoring", ("monitoring.file", "monitoring.accept")),
        ("self-evaluation", ("evidence.add", "self-evaluation.file")),
        ("review", ("review.conclude",)),
        ("rectification", ("rectification.file", "evidence.add", "rectification.return", "rectification.file")),
    ],
)
def test_a_phase_runs_through_its_acts(phase: str, acts: tuple[str, ...]) -> None:
    state = "open"
    for act in acts:
        assert act in acts_open(phase, state)
        state = next_state(phase, state, act)
    assert state == ("filed" if phase == "rectification" else "done")


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_that_is_done_awaits_nothing_and_is_open_to_nothing(phase: str) -> None:
    assert awaited(phase, "done") is None
    assert acts_open(phase, "done") == ()


@pytest.mark.parametrize(
    ("phase", "state", "act", "code", "params"),
    [
        (
            "targets",
            "open",
            "monitoring.file",
            "act.wrong-phase",
            {"act": "monitoring.file", "phase": "targets", "wanted": "monitoring"},
        ),
        (
            "targets",
            "open",
            "evidence.add",
            "act.wrong-phase",
            {"act": "evidence.add", "phase": "targets", "wanted": "self-evaluation, rectification"},
        ),
        (
            "targets",
            "filed",
            "targets.file",
            "act.not-your-turn",
            {"act": "targets.file", "state": "filed", "allowed": "targets.approve, targets.return"},
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
    phase: str, state: str, act: str, code: str, params: dict[str, str]
) -> None:
    with pytest.raises(ActError) as caught:
        next_state(phase, state, act)
    assert (caught.value.code, caught.value.params) == (code, params)


@pytest.mark.parametrize(
    ("phase", "state", "act", "code"),
    [
        ("budget", "open", "targets.file", "phase.unknown"),
        ("targets", "closed", "targets.file", "state.unknown"),
        ("review", "filed", "review.conclude", "state.unknown"),
        ("targets", "open", "targets.burn", "act.unknown"),
    ],
)
def test_a_word_that_the_table_does_not_know_is_refused(phase: str, state: str, act: str, code: str) -> None:
    with pytest.raises(ActError) as caught:
        next_state(phase, state, act)
    assert caught.value.code == code
    assert caught.value.params["known"]


def test_nobody_owns_an_unknown_act() -> None:
    with pytest.raises(ActError, match=r"act\.unknown: act=targets\.burn"):
        role_of("targets.burn")
