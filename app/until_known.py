"""Send until the outcome is known, as a patient person would: the same key again gets the first receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from app.counter import OutcomeUnknownError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from models.receipts import Receipt

log = structlog.get_logger()

_SENDINGS: Final = 5


async def until_known(send: Callable[[], Awaitable[Receipt]]) -> Receipt:
    """The receipt of the first sending that got one; raises OutcomeUnknownError when none of five did."""
    for sending in range(1, _SENDINGS):
        try:
            return await send()
        except OutcomeUnknownError as error:
            log.warning(
                "nobody answered and it is sent again",
                sending=sending,
                request=error.params["request"],
                said=str(error.__cause__),
            )
    return await send()
