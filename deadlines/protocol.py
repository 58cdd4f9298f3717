"""Who may do what in which phase: pure questions to the table of moves."""

from __future__ import annotations

from deadlines.errors import ActError
from deadlines.moves import MOVES, PHASES, STATES


def next_state(phase: str, state: str, act: str) -> str:
    """Return the state in which the act leaves the phase.

    Raises ActError `act.wrong-phase` if the act belongs to another phase, `act.not-your-turn` if it is not open in
    this state, and `act.unknown`, `phase.unknown` or `state.unknown` for a word that is none.
    """
    _known(phase, state)
    if phase not in (wanted := phases_of(act)):
        raise ActError("act.wrong-phase", act=act, phase=phase, wanted=", ".join(wanted))
    for move in MOVES:
        if (move.phase, move.state, move.act) == (phase, state, act):
            return move.leads_to
    raise ActError("act.not-your-turn", act=act, state=state, allowed=", ".join(acts_open(phase, state)))


def acts_open(phase: str, state: str) -> tuple[str, ...]:
    """Return the acts that the state is open to, in the table's order; none when the phase is done."""
    _known(phase, state)
    return tuple(move.act for move in MOVES if (move.phase, move.state) == (phase, state))


def awaited(phase: str, state: str) -> tuple[str, str] | None:
    """Return the act that would bring the phase forward and the role that owes it; None when the phase is done."""
    _known(phase, state)
    for move in MOVES:
        forward = STATES.index(move.leads_to) > STATES.index(move.state)
        if forward and (move.phase, move.state) == (phase, state):
            return move.act, move.role
    return None


def role_of(act: str) -> str:
    """Return the role whose act it is. Raises ActError `act.unknown`."""
    for move in MOVES:
        if move.act == act:
            return move.role
    raise _unknown(act)


def phases_of(act: str) -> tuple[str, ...]:
    """Return the phases in which the act can be done, in their order. Raises ActError `act.unknown`."""
    phases = tuple(dict.fromkeys(move.phase for move in MOVES if move.act == act))
    if not phases:
        raise _unknown(act)
    return phases


def _unknown(act: str) -> ActError:
    return ActError("act.unknown", act=act, known=", ".join(dict.fromkeys(move.act for move in MOVES)))


def _known(phase: str, state: str) -> None:
    if phase not in PHASES:
        raise ActError("phase.unknown", phase=phase, known=", ".join(PHASES))
    # A state that this phase never enters would leave it waiting for nobody.
    states = (*dict.fromkeys(move.state for move in MOVES if move.phase == phase), "done")
    if state not in states:
        raise ActError("state.unknown", state=state, phase=phase, known=", ".join(states))
