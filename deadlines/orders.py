"""The table of the bureau's orders: which record each leaves, whose it is, and in which standing it is taken. Data.

Acts of departments and reviewers stand in `deadlines.moves`; an order is about the book, or reaches into a year.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from deadlines.moves import MOVES

# A year that runs; one that has ended in an open book; a book whose years have all ended; a sealed one; an addendum.
RUNNING: Final = "running"
ENDED: Final = "ended"
CONCLUDED: Final = "concluded"
SEALED: Final = "sealed"
ADDENDUM: Final = "addendum"
STANDINGS: Final = (RUNNING, ENDED, CONCLUDED, SEALED, ADDENDUM)

_OFFICE: Final = ("performance-office",)
# Who opens a sealed book is not who closes it, and who appoints has no other part in the year.
_SECURITY: Final = ("security-officer",)
# A task is held by people of its own role; a proposal is made by the role whose record it puts right.
_OF_TASKS: Final = tuple(dict.fromkeys(move.role for move in MOVES))
_CORRECTING: Final = ("reviewer", *_OFFICE, *_SECURITY)

_OPEN: Final = (RUNNING, ENDED)
# What reaches into a year whose workflow has to hear of it.
_YEAR: Final = (RUNNING,)
# Between a book's conclusion and its seal nothing is put right; after the seal an addendum says what may be.
_PUT_RIGHT: Final = (RUNNING, ENDED, ADDENDUM)


class Given(NamedTuple):
    """These roles may give this order while the book, or the year that it is about, stands so; it leaves this kind."""

    order: str
    record: str
    roles: tuple[str, ...]
    taken: tuple[str, ...]

    @property
    def tells_years_apart(self) -> bool:
        """Whether it matters if the department's own year has ended."""
        return (RUNNING in self.taken) != (ENDED in self.taken)


ORDERS: Final = (
    Given("appoint", "appointment.made", _SECURITY, _OPEN),
    Given("appoint-contributor", "contributor.appointed", _SECURITY, _OPEN),
    Given("adopt", "rubric.adopted", _OFFICE, _OPEN),
    Given("enrol", "department.enrolled", _OFFICE, _OPEN),
    Given("notice", "notice.issued", _OFFICE, _OPEN),
    Given("announce", "calendar.announced", _OFFICE, _OPEN),
    Given("outage", "outage.recorded", _OFFICE, _OPEN),
    Given("import-execution", "execution.received", _OFFICE, _OPEN),
    Given("draw", "sample.drawn", _OFFICE, _OPEN),
    Given("switch.propose", "rubric.switch-proposed", _OFFICE, _OPEN),
    Given("switch.approve", "rubric.switched", _OFFICE, _OPEN),
    Given("switch.decline", "rubric.switch-declined", _OFFICE, _OPEN),
    Given("extend", "deadline.extended", _OFFICE, _YEAR),
    Given("reevaluate", "reevaluation.ordered", _OFFICE, _YEAR),
    Given("carry", "fact.carried", _OFFICE, _YEAR),
    Given("claim", "task.claimed", _OF_TASKS, _YEAR),
    Given("release", "task.released", _OF_TASKS, _YEAR),
    Given("reassign", "task.reassigned", (*_OF_TASKS, *_OFFICE), _YEAR),
    Given("mark", "task.marked", _OFFICE, _YEAR),
    Given("urge", "task.urged", _OFFICE, _YEAR),
    Given("suggest", "result.suggested", _OFFICE, (RUNNING, ENDED, CONCLUDED)),
    Given("allow-amendment", "amendment.allowed", _OFFICE, (ENDED, CONCLUDED)),
    Given("seal", "book.sealed", _SECURITY, (CONCLUDED, ADDENDUM)),
    Given("authorise", "addendum.authorised", _OFFICE, (SEALED,)),
    Given("propose", "correction.proposed", _CORRECTING, _PUT_RIGHT),
    Given("approve", "correction.approved", _OFFICE, _PUT_RIGHT),
    Given("decline", "correction.declined", _OFFICE, _PUT_RIGHT),
)

_BY_ORDER: Final = {row.order: row for row in ORDERS}
# What an order is refused with that is not taken, where the table has nothing more to the point.
_USUAL: Final = {ENDED: "year.concluded", **dict.fromkeys((CONCLUDED, SEALED, ADDENDUM), "book.concluded")}
_AFTER_THE_SEAL: Final = {SEALED: "ledger.sealed", ADDENDUM: "ledger.outside-addendum"}
_CLOSING: Final = {CONCLUDED: "correction.seal-first", SEALED: "ledger.sealed"}
_TO_THE_POINT: Final = {
    "suggest": _AFTER_THE_SEAL,
    "allow-amendment": {RUNNING: "amendment.year-running", **_AFTER_THE_SEAL},
    "seal": {**dict.fromkeys((RUNNING, ENDED), "seal.not-concluded"), SEALED: "seal.standing"},
    "authorise": {
        **dict.fromkeys((RUNNING, ENDED, CONCLUDED), "addendum.not-sealed"),
        ADDENDUM: "addendum.open",
    },
    "propose": _CLOSING,
    "approve": _CLOSING,
    "decline": _CLOSING,
}


def order_row(order: str) -> Given:
    """Return the order's row. Raises KeyError for a word that is no order."""
    return _BY_ORDER[order]


def not_taken(order: str, standing: str) -> str | None:
    """Return the code of the refusal of an order in a standing; None where it is taken. Raises KeyError."""
    if standing in order_row(order).taken:
        return None
    return {**_USUAL, **_TO_THE_POINT.get(order, {})}[standing]
