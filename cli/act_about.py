"""An act in words, with the warning or finding that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.speaking import voice
from deadlines.moves import WARNING
from models.payloads import ACT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.monitoring_tables import RaisedWarning
    from models.projections import Task


def act_about(task: Task, warnings: Iterable[RaisedWarning]) -> str:
    """The act of a task; a warning is called by its name, a finding by its id."""
    act = voice.text(f"act.{task.act}")
    course, _, about = task.matter.partition("/")
    if not about:
        return act
    named = next((one.name for one in warnings if one.matter == task.matter), about)
    return voice.text("task.about", act=act, about=named if course == WARNING else about)


def cause_word(act: str) -> str:
    """An act of a person in words, or the kind of the record that something follows from."""
    return voice.text(f"act.{act}") if act in ACT_KINDS else voice.text(f"cause.{act}")
