"""Who may do what in which course: pure questions to the table of moves."""

from __future__ import annotations

from deadlines.errors import ActError
from deadlines.moves import COURSES, HANDED, LOCKED, MOVES, STATES, TWO_HANDS, UNTIMED


def next_state(course: str, state: str, act: str) -> str:
    """Return the state in which the act leaves the course.

    Raises ActError `act.wrong-course` if the act belongs to another course, `act.locked` if the course has ended and
    another one changes what it left, `act.not-your-turn` if the act is not open in this state, and `act.unknown`,
    `course.unknown` or `state.unknown` for a word that is none.
    """
    _known(course, state)
    if course not in (wanted := courses_of(act)):
        raise ActError("act.wrong-course", act=act, course=course, wanted=", ".join(_alike(wanted, course)))
    for move in MOVES:
        if (move.course, move.state, move.act) == (course, state, act):
            return move.leads_to
    _refuse_locked(course, state, act)
    raise ActError("act.not-your-turn", act=act, state=state, allowed=", ".join(acts_open(course, state)))


def acts_open(course: str, state: str) -> tuple[str, ...]:
    """Return the acts that the state is open to, in the table's order; none when the course is done."""
    _known(course, state)
    return tuple(dict.fromkeys(move.act for move in MOVES if (move.course, move.state) == (course, state)))


def awaited(course: str, state: str) -> tuple[str, str] | None:
    """Return the act that would bring the course forward and the role that owes it; None when the course is done."""
    _known(course, state)
    for move in MOVES:
        forward = STATES.index(move.leads_to) > STATES.index(move.state)
        if forward and (move.course, move.state) == (course, state):
            return move.act, move.role
    return None


def answers(course: str, state: str) -> tuple[str, ...]:
    """Return the acts by which whoever owes the awaited act answers; none when nothing is awaited.

    They are that act and what may be done in its place: a dispute is an answer like a confirmation.
    """
    owed = awaited(course, state)
    here = (move for move in MOVES if (move.course, move.state) == (course, state))
    own = (move.act for move in here if owed is not None and move.role == owed[1] and move.act not in UNTIMED)
    return tuple(dict.fromkeys(own))


def roles_of(act: str, course: str) -> tuple[str, ...]:
    """Return the roles whose act it is in a course, or else in the first course that has it.

    Raises ActError `act.unknown`.
    """
    courses = courses_of(act)
    where = course if course in courses else courses[0]
    return tuple(dict.fromkeys(move.role for move in MOVES if (move.course, move.act) == (where, act)))


def courses_of(act: str) -> tuple[str, ...]:
    """Return the courses in which the act can be done, in their order. Raises ActError `act.unknown`."""
    courses = tuple(dict.fromkeys(move.course for move in MOVES if move.act == act))
    if not courses:
        raise _unknown(act)
    return courses


def matter_of(act: str) -> str:
    """Return the phase that an act is about where no matter is named. Raises ActError `act.unknown`."""
    return courses_of(act)[0].removesuffix(TWO_HANDS)


def locked_by(matter: str) -> str | None:
    """Return the matter by which alone this one is changed once it is done; None where there is none."""
    return LOCKED.get(matter)


def _refuse_locked(course: str, state: str, act: str) -> None:
    matter = course.removesuffix(TWO_HANDS)
    instead = locked_by(matter)
    if instead is not None and state == "done":
        raise ActError("act.locked", act=act, matter=matter, instead=f"{instead}.file")


def _alike(wanted: tuple[str, ...], course: str) -> tuple[str, ...]:
    """Of the courses of an act those of a department that files like this one; all, if there are none."""
    two_hands = course.endswith(TWO_HANDS)
    other = {one for one in wanted if one.removesuffix(TWO_HANDS) in HANDED and one.endswith(TWO_HANDS) != two_hands}
    return tuple(one for one in wanted if one not in other) or wanted


def _unknown(act: str) -> ActError:
    return ActError("act.unknown", act=act, known=", ".join(dict.fromkeys(move.act for move in MOVES)))


def _known(course: str, state: str) -> None:
    if course not in COURSES:
        raise ActError("course.unknown", course=course, known=", ".join(COURSES))
    # A state that this course never enters would leave it waiting for nobody.
    states = (*dict.fromkeys(move.state for move in MOVES if move.course == course), "done")
    if state not in states:
        raise ActError("state.unknown", state=state, course=course, known=", ".join(states))
