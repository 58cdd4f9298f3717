"""Leave to amend what a department filed, after its year has ended and before the book is sealed."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from models.corrections import Commitment, Name
from models.values import Frozen
from models.words import Words

Rows = Annotated[tuple[str, ...], Field(min_length=1)]


class AllowAmendment(Frozen):
    """Let a department amend these rows until a day, included; the document's number and title name no person.

    The reason is a stored text.
    """

    kind: Literal["allow-amendment"] = "allow-amendment"
    department: Name
    rows: Rows
    until: str
    document: Words
    title: Words
    reason: Commitment


class AmendmentAllowed(Frozen):
    """The words of the order; the record's subject is the department."""

    rows: tuple[str, ...]
    until: str
    document: str
    title: str
    reason: str


AMENDMENT_FORMS: Final[dict[tuple[str, int], type[Frozen]]] = {("amendment.allowed", 1): AmendmentAllowed}
