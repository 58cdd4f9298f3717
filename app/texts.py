"""Typed texts of one request: words are demanded where words are needed, kept, and only their commitment travels."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from activities.desk import Desk
from app.errors import AppError
from audit.commitment import commit_text
from models.words import has_words


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of the request with this key."""

    desk: Desk
    book: str
    request: str

    def commit(self, field: str, text: str) -> str:
        """Keep the text and return its commitment."""
        with Session(self.desk.engine) as session, session.begin():
            return commit_text(session, self.book, self.request, field, text)

    def required(self, field: str, text: str | None) -> str:
        """Keep a text that must be there. Raises AppError `task.text-needed`."""
        return self.commit(field, words_in(field, text))

    def optional(self, field: str, text: str | None) -> str | None:
        """Keep the text, if there is one."""
        return None if text is None else self.commit(field, text)


def words_in(field: str, text: str | None) -> str:
    """Return the text. Raises AppError `task.text-needed` if it has no words."""
    if text is None or not has_words(text):
        raise AppError("task.text-needed", field=field)
    return text


def require_words(**texts: str) -> None:
    """Raise AppError `task.text-needed` for the first of these fields that has no words."""
    for field, text in texts.items():
        words_in(field, text)
