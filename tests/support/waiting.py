"""A request that has come in and waits in the inbox for its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session

from models.inbox import WAITING, InboxRequest
from tests.support.shijing import BOOK, DEPARTMENT, PEOPLE

if TYPE_CHECKING:
    from tests.support.shijing import Shijing


def waits(year: Shijing, matter: str, act: str, received_at: str, who: str = "filler") -> None:
    """This act, received at that moment, is not on the record yet."""
    row = InboxRequest(
        book=BOOK,
        key=f"waiting/{act}",
        position=1,
        department=DEPARTMENT,
        actor=PEOPLE[who],
        act=act,
        matter=matter,
        content="{}",
        received_at=received_at,
        state=WAITING,
    )
    with Session(year.desk.engine) as session, session.begin():
        session.add(row)
