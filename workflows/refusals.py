"""Refusals: the closed list of typed errors that a person can get from a workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from temporalio.exceptions import ActivityError, ApplicationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deadlines.errors import DeadlinesError

OUTCOME_UNKNOWN: Final = "outcome.unknown"


def refusal(code: str, params: dict[str, str], problems: Sequence[tuple[str, dict[str, str]]] = ()) -> ApplicationError:
    """The typed error; `params` and every single problem travel as details and become sentences at the edge."""
    return ApplicationError(code, params, list(problems), type=code, non_retryable=True)


def refusal_of(error: DeadlinesError) -> ApplicationError:
    """A refusal by the protocol."""
    return refusal(error.code, error.params)


def refusal_from(error: ActivityError) -> ApplicationError:
    """What a failed activity means to the person who waits for it.

    A refusal by the ledger is passed on as it is. Anything else left the outcome open: the record may stand or not,
    and sending the same key again tells.
    """
    if isinstance(error.cause, ApplicationError) and error.cause.non_retryable:
        return error.cause
    return refusal(OUTCOME_UNKNOWN, {"activity": error.activity_type})
