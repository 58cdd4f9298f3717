"""What the records of a switch from one rubric to another say."""

from __future__ import annotations

from typing import Final

from models.values import Frozen


class SwitchProposed(Frozen):
    """The words of the proposal: from which rubric to which, with or without its dates, on what paper and why."""

    from_hash: str
    to_hash: str
    dates: bool
    document: str
    reason: str


class SwitchDeclined(Frozen):
    """A second person declined the proposal of that hash; the opinion is a stored text."""

    proposal: int
    hash: str
    opinion: str


class RubricSwitched(Frozen):
    """A second person approved the proposal of that hash: these departments go on under the other rubric.

    Each has a `department.switched` of its own behind this record.
    """

    proposal: int
    hash: str
    from_hash: str
    to_hash: str
    dates: bool
    document: str
    departments: tuple[str, ...]


class SetAside(Frozen):
    """A filed entry that the rubric cannot take: phase and list that it was filed in, its name, the reason's code."""

    phase: str
    list: str
    name: str
    code: str


class DepartmentSwitched(Frozen):
    """A department's year goes on under another rubric; `cause` is the record of the switch.

    `kept` names, by phase, the rubric whose dates that phase keeps. `aside` is what was filed and the rubric cannot
    take, `lacking` what it asks for and nobody has filed: both as of this record.
    """

    cause: int
    from_hash: str
    to_hash: str
    kept: dict[str, str]
    aside: tuple[SetAside, ...]
    lacking: tuple[str, ...]


SWITCHING_FORMS: Final[dict[tuple[str, int], type[Frozen]]] = {
    ("rubric.switch-proposed", 1): SwitchProposed,
    ("rubric.switch-declined", 1): SwitchDeclined,
    ("rubric.switched", 1): RubricSwitched,
    ("department.switched", 1): DepartmentSwitched,
}
