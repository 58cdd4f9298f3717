"""A book (账册): one bureau's one budget year of one kind; its id is bureau/year/kind."""

from __future__ import annotations

import re
from typing import Literal, Self

from models.errors import ModelsError
from models.values import Frozen

BookKind = Literal["real", "rehearsal"]

_ID = re.compile(r"(?P<bureau>[a-z0-9][a-z0-9-]*)/(?P<year>20[0-9]{2})/(?P<kind>real|rehearsal)")


class BookId(Frozen):
    """The three parts of a book's id."""

    bureau: str
    year: int
    kind: BookKind

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "guangzhou-baiyun/2021/real"; raises ModelsError `book.bad-id` for anything else."""
        match = _ID.fullmatch(text)
        if match is None:
            raise ModelsError("book.bad-id", given=text)
        return cls.model_validate({**match.groupdict(), "year": int(match["year"])})

    def __str__(self) -> str:
        return f"{self.bureau}/{self.year}/{self.kind}"
