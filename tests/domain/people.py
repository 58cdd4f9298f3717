"""Who acts in the domain: right people, wrong people, and some who were one thing and became another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

SECURITY: Final = "p-0000000000000000000000a1"
OFFICE: Final = "p-0000000000000000000000a2"
REVIEWER: Final = "p-0000000000000000000000a3"
# A second person of the office.
DEPUTY: Final = "p-0000000000000000000000a4"
ALPHA: Final = "p-0000000000000000000000b1"
BETA: Final = "p-0000000000000000000000b2"
# Files for every department that files with two hands.
SIGNER: Final = "p-0000000000000000000000b3"
# Fills in and files for all departments until the end of May, and reviews from June on.
TURNCOAT: Final = "p-0000000000000000000000c1"
STRANGER: Final = "p-0000000000000000000000d1"
# The contacts of divisions: one in every department, another one beside.
CLERK: Final = "p-0000000000000000000000e1"
MATE: Final = "p-0000000000000000000000e2"
LOGINS: Final = {"security": SECURITY, "office": OFFICE, "stranger": STRANGER}
EVERYBODY: Final = (SECURITY, OFFICE, REVIEWER, ALPHA, BETA, SIGNER, TURNCOAT, STRANGER, CLERK, MATE, DEPUTY)
FILLERS: Final = {"alpha": ALPHA, "beta": BETA}
STARTS: Final = "2021-01-01"
TURNS: Final = ("2021-05-31", "2021-06-01")

# The model's own table of duties that must not meet in one person.
_APART: Final = (
    {"administrator", "security-officer"},
    {"administrator", "auditor"},
    {"security-officer", "auditor"},
    {"security-officer", "performance-office"},
    {"security-officer", "reviewer"},
    {"security-officer", "filler"},
    {"security-officer", "approver"},
    {"filler", "reviewer"},
    {"approver", "reviewer"},
    {"contributor", "security-officer"},
    {"contributor", "reviewer"},
)


@dataclass(frozen=True)
class Post:
    """A role that a person holds, for a department or (with "") for the bureau, from and to a day.

    A contributor's reaches the collections of one division only.
    """

    actor: str
    role: str
    department: str = ""
    first: str = STARTS
    last: str | None = None
    division: str = ""

    def holds(self, day: str) -> bool:
        """Whether it holds on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: Post) -> bool:
        """Whether there is a day on which both hold."""
        return (self.last is None or other.first <= self.last) and (other.last is None or self.first <= other.last)


POSTS: Final = (
    Post(OFFICE, "performance-office"),
    Post(DEPUTY, "performance-office"),
    Post(REVIEWER, "reviewer"),
    Post(ALPHA, "filler", "alpha"),
    Post(BETA, "filler", "beta"),
    Post(SIGNER, "approver"),
    Post(TURNCOAT, "filler", last=TURNS[0]),
    Post(TURNCOAT, "approver", last=TURNS[0]),
    Post(TURNCOAT, "reviewer", first=TURNS[1]),
)


def division_of(matter: str) -> str:
    """The division that a collection is asked of; "" for every other matter."""
    course, _, rest = matter.partition("/")
    return rest.partition("/")[0] if course == "collection" else ""


@dataclass
class Posts:
    """The appointments of a book."""

    held: list[Post] = field(default_factory=lambda: [Post(SECURITY, "security-officer")])

    def may(self, actor: str, role: str, department: str, day: date, matter: str = "") -> bool:
        """Whether the actor holds the role there, in a matter, on that day."""
        return any(
            (post.actor, post.role) == (actor, role)
            and post.department in ("", department)
            and post.division in ("", division_of(matter))
            and post.holds(str(day))
            for post in self.held
        )

    def bars(self, wanted: Post) -> bool:
        """Whether a duty that the person has on one of these days keeps it from this one."""
        return any(
            post.actor == wanted.actor and {post.role, wanted.role} in _APART and post.meets(wanted)
            for post in self.held
        )
