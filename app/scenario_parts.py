"""The parts that scenarios and behaviours share: moments, and figures made up for the play."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

_SHANGHAI = ZoneInfo("Asia/Shanghai")


def _local(written: object) -> datetime:
    """Read an ISO 8601 moment; a bare number, which would be seconds since 1970, is none."""
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError as error:
        raise PydanticCustomError("datetime", "not a moment") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=_SHANGHAI)


LocalTime = Annotated[datetime, BeforeValidator(_local)]


class Part(BaseModel):
    """A part of a file: nothing changes it, and nothing unknown may stand in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PlayedFact(Part):
    """A figure made up for the play (origin scenario)."""

    input: str
    value: str
    unit: str = ""


class PlayedResult(Part):
    """An indicator's progress made up for the play."""

    indicator: str
    actual: str | None = None
    unit: str = ""
    met: str | None = None
    share: str | None = None
    basis: str | None = None


class PlayedTarget(Part):
    """A target that an adjustment asks for: the indicator's id and its new value; all else stays as it was filed."""

    indicator: str
    target: str


class PlayedAsking(Part):
    """What a division is asked to bring: the collection's id, by whom, which inputs and rows, until which ISO day."""

    collection: str
    division: str
    contributor: str
    inputs: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    due: str
    words: str | None = None
