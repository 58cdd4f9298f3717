"""What was erased shows as erased, with the day and by whom: never as something that was not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.commitment import erasure_of, open_text
from deadlines.local_time import local_date
from models.side_stores import Person
from models.values import instant

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.erasures import Erasure


@dataclass(frozen=True, slots=True)
class Gone:
    """An erasure as it is shown: the day in Shanghai, who approved it, by whose request, on which ground."""

    day: str
    by: str
    requested_by: str
    ground: str

    def to_data(self) -> dict[str, str]:
        """JSON-able."""
        return {"day": self.day, "by": self.by, "requested_by": self.requested_by, "ground": self.ground}


@dataclass(frozen=True, slots=True)
class Words:
    """A text or a name to show; where it was erased, `gone` says so. Neither: this database never held it."""

    text: str | None
    gone: Gone | None = None

    def to_data(self) -> dict[str, object]:
        """JSON-able, to stand beside the text itself: empty unless it was erased."""
        return {} if self.gone is None else {"erased": self.gone.to_data()}


def words_of(session: Session, book: str, commitment: str) -> Words:
    """The text behind a commitment, or that it was erased."""
    opened = open_text(session, book, commitment)
    return Words(opened.text, _gone(session, opened.erasure))


def name_of(session: Session, actor: str) -> Words:
    """A person's name, or that it was erased; the actor id for one who never gave a name."""
    person = session.get(Person, actor)
    gone = None if person is not None else _gone(session, erasure_of(session, actor))
    if gone is not None:
        return Words(None, gone)
    return Words(actor if person is None or person.name is None else person.name)


def _gone(session: Session, erasure: Erasure | None) -> Gone | None:
    if erasure is None or erasure.erased_at is None or erasure.approved_by is None:
        return None
    return Gone(
        day=local_date(instant(erasure.erased_at)).isoformat(),
        by=_plain_name(session, erasure.approved_by),
        requested_by=_plain_name(session, erasure.requested_by),
        ground=erasure.ground,
    )


def _plain_name(session: Session, actor: str) -> str:
    """Whoever is erased too stands there by the id."""
    person = session.get(Person, actor)
    return actor if person is None or person.name is None else person.name
