"""How long each class of document is kept (保管期限): data of a file, checked when it is read."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from pydantic import TypeAdapter, ValidationError

from app.errors import AppError
from models.values import Frozen

if TYPE_CHECKING:
    from app.settings import Settings

_SHIPPED: Final = Path(__file__).with_suffix(".toml")
_PERIOD: Final = re.compile(r"(?P<count>[1-9][0-9]{0,2}) (?P<unit>years|months)")
_FOR_EVER: Final = 12_000


class DocumentClass(Frozen):
    """One class of document; the file says what each part means."""

    period: str
    start: Literal["year-end", "record"]
    basis: Literal["law", "default"]
    reason: str
    source: str = ""
    binding: bool = False
    decides: bool = False

    @property
    def months(self) -> int | None:
        """The period in months; None for ever."""
        found = _PERIOD.fullmatch(self.period)
        return None if found is None else int(found["count"]) * (12 if found["unit"] == "years" else 1)

    def due(self, year: int, recorded: date) -> date | None:
        """The first day on which a document may go: of a book's year, recorded on a day; None for never."""
        if self.months is None:
            return None
        begins = date(year + 1, 1, 1) if self.start == "year-end" else recorded
        return _months_later(begins, self.months)


_CLASSES: Final = TypeAdapter(dict[str, DocumentClass])


def schedule_of(settings: Settings) -> dict[str, DocumentClass]:
    """The shipped classes, with those of the bureau's own file in their places.

    Raises AppError `retention.malformed`, `retention.unknown-class`, or `retention.shorter-than-law`.
    """
    shipped = _read(_SHIPPED)
    own = _read(settings.retention) if settings.retention.is_file() else {}
    for name, one in own.items():
        _check(settings.retention, shipped, name, one)
    # What decides a score is no matter of periods: a class that was only given another period decides as before.
    return shipped | {name: one.model_copy(update={"decides": shipped[name].decides}) for name, one in own.items()}


def _read(file: Path) -> dict[str, DocumentClass]:
    try:
        classes = _CLASSES.validate_python(tomllib.loads(file.read_text(encoding="utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AppError("retention.malformed", file=str(file), reason=str(error).partition("\n")[0]) from error
    for name, one in classes.items():
        if one.months is None and one.period != "permanent":
            raise AppError("retention.malformed", file=str(file), reason=f"{name}.period = {one.period}")
    return classes


def _check(file: Path, shipped: dict[str, DocumentClass], name: str, own: DocumentClass) -> None:
    if name not in shipped:
        raise AppError("retention.unknown-class", file=str(file), given=name, known="、".join(shipped))
    least = shipped[name]
    if least.basis == "law" and (own.months or _FOR_EVER) < (least.months or _FOR_EVER):
        raise AppError("retention.shorter-than-law", file=str(file), given=name, least=least.period)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or the first of the month after one that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + years, month + 1, day.day)
    except ValueError:
        years, month = divmod(day.month + months, 12)
        return date(day.year + years, month + 1, 1)
