"""Groups (份额): which exact share of a made-up district's departments behaves how."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

import scenarios
from app.behaviour import Behaviour
from app.behaviour_faults import can_arise, faults_of
from app.scenario_file import ScenarioFileError, read_form
from app.scenario_parts import Part
from rules.core.errors import NumberError, Problem
from rules.core.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rules.core.rubric import Rubric

_USUAL: Final = Path(scenarios.__file__).parent / "behaviours.yaml"


def _share(written: object) -> Fraction:
    """Read "20%" or "0.2", exactly."""
    try:
        return exact(str(written))
    except NumberError as error:
        raise PydanticCustomError("share", "not a share") from error


class Group(Part):
    """A share of the departments, and how they behave; `amend`, `found` and `dispute` are numbers to be drawn."""

    share: Annotated[Fraction, BeforeValidator(_share)]
    ahead: int | None = Field(default=None, ge=0)
    late: dict[str, int] = Field(default_factory=dict)
    never: tuple[str, ...] = ()
    returned: dict[str, int] = Field(default_factory=dict)
    amend: int = Field(default=0, ge=0)
    found: int = Field(default=0, ge=0)
    dispute: int = Field(default=0, ge=0)


class _Groups(Part):
    groups: tuple[Group, ...]


def usual_groups(rubric: Rubric) -> tuple[Group, ...]:
    """The groups that are shipped, without what the rubric never asks for."""
    _, shipped = read_form(_USUAL, _Groups)
    return tuple(_asked(group, rubric) for group in shipped.groups)


def _asked(group: Group, rubric: Rubric) -> Group:
    kept = {
        "late": {act: days for act, days in group.late.items() if can_arise(rubric, act)},
        "returned": {act: times for act, times in group.returned.items() if can_arise(rubric, act)},
        "found": group.found if can_arise(rubric, "finding.answer") else 0,
    }
    return group.model_copy(update=kept)


def load_groups(file: Path, rubric: Rubric) -> tuple[Group, ...]:
    """Read a district's groups under a rubric. Raises ScenarioFileError with every fault and its place, OSError."""
    source, read = read_form(file, _Groups)
    groups = read.groups
    problems = tuple(_faults(groups, rubric))
    if problems:
        raise ScenarioFileError(source.locate_all(problems))
    return groups


def _faults(groups: Sequence[Group], rubric: Rubric) -> Iterator[Problem]:
    whole = Fraction(1)
    for position, group in enumerate(groups):
        if not 0 <= group.share <= whole:
            yield Problem("behaviour.bad-share", ("groups", position, "share"), value=f"{group.share}")
        rows = tuple(row.id for row in rubric.leaves())
        like = Behaviour(
            late=group.late,
            never=group.never,
            returned=group.returned,
            found=rows[: group.found],
            dispute=rows[: group.dispute],
        )
        yield from faults_of(f"{position + 1}", like, rubric, ("groups", position))
    total = sum((group.share for group in groups), Fraction(0))
    if total > whole:
        yield Problem("behaviour.shares-exceed", ("groups",), value=f"{total}")


def allotted(shares: Sequence[Fraction], count: int) -> tuple[int, ...]:
    """How many of `count` each share gets: its whole part, and what is left by the largest remainders.

    The shares sum up to 1 at most; with those who are in no group the numbers would sum up to `count` exactly.
    """
    rest = Fraction(1) - sum(shares, Fraction(0))
    exactly = [share * count for share in (*shares, rest)]
    whole = [int(each) for each in exactly]
    by_remainder = sorted(range(len(exactly)), key=lambda place: (whole[place] - exactly[place], place))
    for place in by_remainder[: count - sum(whole)]:
        whole[place] += 1
    return tuple(whole[:-1])
