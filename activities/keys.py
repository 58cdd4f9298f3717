"""Idempotency keys of what no person sends. Each begins with "@", which no request key can: `models.commands.Key`.

They are domain keys, so that they come out the same after continue-as-new and after a rebuild of Temporal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from activities.signatures import DeadlineCall
    from models.receipts import MovedDay

BOOK_OPENING: Final = "@book/open"
BOOK_END: Final = "@book/end"


def resumption_key(epoch: int) -> str:
    """The key of the resumption that begins an epoch."""
    return f"@book/resume/{epoch}"


def phase_opening_key(department: str, phase: str) -> str:
    """The key of a phase's opening."""
    return f"@{department}/{phase}/open"


def deadline_key(call: DeadlineCall) -> str:
    """The key of one step of a deadline's ladder."""
    key = f"@{call.department}/{call.matter}/{call.act}/{call.due}/{call.kind}-{call.days}"
    return key if call.to_role is None else f"{key}-{call.to_role}"


def moved_key(order: str, moved: MovedDay) -> str:
    """The key of one due day that the order with the key `order` moved."""
    return f"@{order}/{moved.department}/{moved.matter}/{moved.act}"


def switch_key(order: str, department: str) -> str:
    """The key of a department's taking up the rubric that the order with the key `order` put in force."""
    return f"@{order}/switch/{department}"


def year_end_key(department: str) -> str:
    """The key of the end of a department's year."""
    return f"@{department}/year/end"


def evaluation_key(key: str) -> str:
    """The key of the evaluation that the record with `key` caused."""
    return f"@{key}/evaluation"


def change_key(key: str) -> str:
    """The key of the change of score that the amendment with `key` made."""
    return f"@{key}/change"


def warnings_key(key: str) -> str:
    """The key of the warnings that the evaluation of the record with `key` raised."""
    return f"@{key}/warnings"


def doubts_key(key: str) -> str:
    """The key of the doubts about the targets that the record with `key` filed."""
    return f"@{key}/doubts"


def refusal_key(key: str, received_at: str) -> str:
    """The key of the refusal of the request with `key` that was received at that moment."""
    return f"@{key}/refused/{received_at}"
