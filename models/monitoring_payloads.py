"""What the records of the mid-year monitoring say: warnings that a reading raised, and those that were suspended."""

from __future__ import annotations

from typing import Final

from pydantic import JsonValue

from models.receipts import Turn
from models.values import Frozen


class RaisedWarningEntry(Frozen):
    """One warning that was raised, as the reading found it, and its turn."""

    warning: dict[str, JsonValue]
    turn: Turn


class WarningsRaised(Frozen):
    """The warnings of one mid-year reading; `superseded` are those of an earlier reading that it replaces."""

    evaluation: int
    raised: tuple[RaisedWarningEntry, ...]
    superseded: tuple[Turn, ...] = ()


class WarningSuspended(Frozen):
    """Nobody answered a warning by `last_day`, counted from its due day as the rubric says: its money is suspended."""

    matter: str
    due: str
    last_day: str


MONITORING_FORMS: Final[dict[tuple[str, int], type[Frozen]]] = {
    ("warnings.raised", 1): WarningsRaised,
    ("warning.suspended", 1): WarningSuspended,
}
