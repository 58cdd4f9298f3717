"""One person prepares what another one files: whose acts are whose, what stands as filed, and what may be filed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tests.domain.codes import codes_of
from tests.domain.scoring import Reading, Sheet

if TYPE_CHECKING:
    from tests.domain.effects import Doing
    from tests.domain.model import Year

FILED: Final = ("targets", "monitoring", "self-evaluation")
_FILLERS_VERBS: Final = ("file", "prepare", "withdraw", "add", "amend", "answer", "acknowledge")
_SIGNED: Final = ("file", "withdraw", "send-back")


@dataclass(frozen=True)
class Draft:
    """What was prepared in a phase, and by whom."""

    actor: str
    picture: int | Reading | Sheet


@dataclass
class Filing:
    """A filing with the figures that stood after it; an amendment is no whole one."""

    phase: str
    late: int
    brings: Any
    whole: bool = True
    withdrawn: bool = False


def role_of(act: str, matter: str = "", *, two_hands: bool = False) -> str:
    """Whose act it is, by its verb and by how the department files.

    In a collection the division brings, and the department asks and looks.
    """
    if act == "collection.answer" or (act == "evidence.add" and matter.startswith("collection/")):
        return "contributor"
    course, _, verb = act.rpartition(".")
    if course == "collection":
        return "filler"
    if course == "acknowledgement":
        return "reviewer" if verb == "answer" else "filler"
    if two_hands and course in (*FILED, "adjustment") and verb in _SIGNED:
        return "approver"
    return "filler" if verb in _FILLERS_VERBS else "reviewer"


def first_act(phase: str, *, two_hands: bool) -> str:
    """What a phase awaits when it opens."""
    if phase == "review":
        return "review.conclude"
    return f"{phase}.prepare" if two_hands else f"{phase}.file"


def course_in(year: Year, matter: str) -> str:
    """The name of the course that a matter of the department runs."""
    course = matter.partition("/")[0]
    return f"{course}-two-hands" if year.two_hands and course in (*FILED, "adjustment") else course


def standing(year: Year, phase: str) -> list[Filing]:
    """What was filed in a phase and not taken back, the first one first."""
    return [filing for filing in year.filings if filing.phase == phase and not filing.withdrawn]


def of_the_draft(year: Year, doing: Doing) -> frozenset[str]:
    """What is filed by two hands was prepared by another person, and just so."""
    if not year.two_hands or doing.act not in [f"{phase}.file" for phase in FILED]:
        return frozenset()
    draft = year.drafts[doing.matter]
    if draft.actor == doing.actor:
        return codes_of("filing.own-draft")
    return codes_of(None if draft.picture == doing.picture else "filing.not-as-prepared")
