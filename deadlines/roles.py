"""The roles and which of them one person may not hold at once (三员分立, 申报与复核分离)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from deadlines.errors import DeadlinesError

if TYPE_CHECKING:
    from collections.abc import Collection

ROLES: Final = (
    "filler",
    "approver",
    "reviewer",
    "performance-office",
    "auditor",
    "administrator",
    "security-officer",
    # A division's contact (填报联系人): brings what the department asks of the division, and nothing else.
    "contributor",
    # The bureau's leadership (分管领导): it is told, and does nothing itself.
    "leadership",
)

SEPARATION: Final = frozenset(
    {
        frozenset({"administrator", "security-officer"}),
        frozenset({"administrator", "auditor"}),
        frozenset({"security-officer", "auditor"}),
        # Whoever appoints has no hand in the year that the appointed run.
        frozenset({"security-officer", "performance-office"}),
        frozenset({"security-officer", "reviewer"}),
        frozenset({"security-officer", "filler"}),
        frozenset({"security-officer", "approver"}),
        frozenset({"security-officer", "contributor"}),
        frozenset({"filler", "reviewer"}),
        frozenset({"approver", "reviewer"}),
        frozenset({"contributor", "reviewer"}),
    }
)


def conflicting(role: str, held: Collection[str]) -> str | None:
    """Return the first held role that bars a person from this one, or None.

    Raises DeadlinesError `role.unknown` for a word that is no role.
    """
    for name in (role, *held):
        if name not in ROLES:
            raise DeadlinesError("role.unknown", role=name, known=", ".join(ROLES))
    return next((other for other in ROLES if other in held and frozenset({role, other}) in SEPARATION), None)
