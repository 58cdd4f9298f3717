"""A book (账册): one bureau's one budget year of one kind; its id is bureau/year/kind."""

from __future__ import annotations

import re
from typing import Literal, Self

from models.errors import ModelsError
from models.values import Frozen

BookKind = Literal["real", "rehearsal", "access"]

_ID = re.compile(r"(?P<bureau>[a-z0-9][a-z0-9-]*)/(?P<year>20[0-9]{2})/(?P<kind>real|rehearsal|access)")


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

    @property
    def access(self) -> BookId:
        """The access book (查阅记录) of the same bureau and year: who looked at what."""
        return BookId(bureau=self.bureau, year=self.year, kind="access")

    @property
    def real(self) -> BookId:
        """The real book of the same bureau and year, whose appointments say who may look."""
        return BookId(bureau=self.bureau, year=self.year, kind="real")

    def __str__(self) -> str:
        return f"{self.bureau}/{self.year}/{self.kind}"
