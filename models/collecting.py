"""What a department asks of its divisions and sub-units (收集任务), and what they bring: contents, order, record."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue

from models.corrections import Commitment, Name
from models.values import Frozen
from models.words import Words

PREFIX: Final = "collection/"


class CollectionAsk(Frozen):
    """Ask a division for figures (inputs of the rubric) and for evidence (rows), until an ISO day.

    `contributor` is the actor who is to bring them; what is to be said besides is a stored text.
    """

    kind: Literal["collection-ask"] = "collection-ask"
    collection: Name
    division: Name
    contributor: str
    inputs: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    due: str
    words: Commitment | None = None

    @property
    def matter(self) -> str:
        """The matter that begins with it; its name says whose it is."""
        return f"{PREFIX}{self.division}/{self.collection}"


class Collected(Frozen):
    """What a division brings: facts as in a filing, and the evidence on record for it, by its SHA-256."""

    kind: Literal["collected"] = "collected"
    lists: dict[str, JsonValue]
    evidence: tuple[Commitment, ...] = ()


class CollectionReturn(Frozen):
    """What was brought will not do: the opinion as a stored text, and another ISO day where one is given."""

    kind: Literal["collection-return"] = "collection-return"
    opinion: Commitment
    due: str | None = None


class AppointContributor(Frozen):
    """Name a person as the contact (填报联系人) of a department's division or sub-unit; that names the division too."""

    kind: Literal["appoint-contributor"] = "appoint-contributor"
    appointee: str
    department: Name
    division: Name
    division_name: Annotated[Words, Field(max_length=100)]
    from_day: str
    to_day: str | None = None


class ContributorAppointed(Frozen):
    """A person who brings what a department asks of one of its divisions."""

    appointee: str
    division: str
    division_name: str
    from_day: str
    to_day: str | None
    approved_by: str


def division_of(matter: str) -> str:
    """The division that a collection is asked of; "" for every other matter."""
    return matter.split("/")[1] if matter.startswith(PREFIX) else ""


COLLECTION_KINDS: Final = {
    "collection.ask": "collection.asked",
    "collection.answer": "collection.answered",
    "collection.return": "collection.returned",
    "collection.accept": "collection.accepted",
    "collection.cancel": "collection.cancelled",
}
CONTRIBUTOR_APPOINTED: Final = "contributor.appointed"
COLLECTION_FORMS: Final[dict[tuple[str, int], type[Frozen]]] = {(CONTRIBUTOR_APPOINTED, 1): ContributorAppointed}
