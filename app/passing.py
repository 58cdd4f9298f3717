"""What passes by itself: the answers of a server that is being started again."""

from __future__ import annotations

from typing import Final

from temporalio.service import RPCError, RPCStatusCode

_PASSING: Final = frozenset(
    {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.CANCELLED,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.ABORTED,
        RPCStatusCode.INTERNAL,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        RPCStatusCode.UNKNOWN,
    }
)


def passes(error: RPCError) -> bool:
    """Whether asking again a little later may be answered: nothing was said about what was asked."""
    return error.status in _PASSING
