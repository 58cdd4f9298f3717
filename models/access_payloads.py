"""What the records of an access book (查阅记录) say: who looked at whose data. They hold ids and codes, no words."""

from __future__ import annotations

from models.values import Frozen


class AccessOpened(Frozen):
    """The opening record of an access book."""

    bureau: str
    year: int


class DataLooked(Frozen):
    """A look at a book's data: by which command, at one department's or at all, as they stood on which day.

    `department` None means all of them, `day` None means now. The kind says whether it was read, taken away or refused.
    """

    command: str
    book: str
    department: str | None
    day: str | None


class LoginTried(Frozen):
    """A person logged in, or was refused; `way` names the door, not the person."""

    way: str


ACCESS_KINDS = ("data.read", "data.exported", "data.refused")
LOGIN_KINDS = ("login.made", "login.refused")
