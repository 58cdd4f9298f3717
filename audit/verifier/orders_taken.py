"""In which standing of a book its orders are taken: the writer's table, written a second time for the reader.

A year runs or has ended in an open book; a book whose years have all ended is concluded until it is sealed. What may
follow a seal is looked at with the seals.
"""

from __future__ import annotations

from typing import Final

_RUNS: Final = "running"
_YEAR_OVER: Final = "ended"
_ALL_OVER: Final = "concluded"

_BY_KIND: Final = {
    **dict.fromkeys(
        (
            "appointment.made",
            "contributor.appointed",
            "rubric.adopted",
            "department.enrolled",
            "notice.issued",
            "calendar.announced",
            "outage.recorded",
            "execution.received",
            "sample.drawn",
            "rubric.switch-proposed",
            "rubric.switched",
            "rubric.switch-declined",
            "correction.proposed",
            "correction.approved",
            "correction.declined",
        ),
        (_RUNS, _YEAR_OVER),
    ),
    **dict.fromkeys(
        (
            "deadline.extended",
            "reevaluation.ordered",
            "fact.carried",
            "task.claimed",
            "task.released",
            "task.reassigned",
            "task.marked",
            "task.urged",
        ),
        (_RUNS,),
    ),
    "result.suggested": (_RUNS, _YEAR_OVER, _ALL_OVER),
    "amendment.allowed": (_YEAR_OVER, _ALL_OVER),
    "book.sealed": (_ALL_OVER,),
}


def untimely(kind: str, *, ended: bool, concluded: bool) -> str | None:
    """Return why an order of this kind is not taken before the first seal; None where it is, or is no order.

    `ended` says that the year of its own department has ended, `concluded` that every year of the book has.
    """
    standing = _ALL_OVER if concluded else _YEAR_OVER if ended else _RUNS
    taken = _BY_KIND.get(kind)
    return None if taken is None or standing in taken else f"order-{standing}"
