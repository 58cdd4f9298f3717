"""Orders about the dates of the whole book: announce days, record an outage, issue a notice."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from models.corrections import Commitment
from models.values import Frozen
from models.words import Words


class Announce(Frozen):
    """The State Council has announced a year, or the bureau freezes a period: the days, and the document.

    `announced` is a work calendar as data; its years take the place of what the book knows of them.
    """

    kind: Literal["announce"] = "announce"
    announced: dict[str, JsonValue]
    document: Words


class RecordOutage(Frozen):
    """The service was down from a day to another, both included: what was due within is put off by the document."""

    kind: Literal["outage"] = "outage"
    from_day: str
    to_day: str
    document: Words
    reason: Commitment


class IssueNotice(Frozen):
    """A notice (通知) of the bureau: number, date, title and template in the clear, and the phases that it opens."""

    kind: Literal["notice"] = "notice"
    number: Words
    issued_on: str
    title: Words
    template: str = ""
    opens: tuple[str, ...] = Field(min_length=1)
