"""A message in words: grouped by department, one line for each matter, with what is due when and where to act."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from app.messages import sentence
from app.phase_name import phase_name
from models.payloads import ACT_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

# A chat service takes about two thousand characters.
_MOST_LINES: Final = 30


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tell: a notice with the names that a reader knows and the days that are left today.

    `days_left` is None where no day is meant, negative when it is overdue; `task` is empty where nobody has to act.
    `holder` is the random id of who alone may do what is overdue, empty where anybody of the role may.
    """

    book: str
    sequence: int
    kind: str
    department: str
    department_name: str
    matter: str
    about: str
    act: str
    due: str
    days_left: int | None
    task: str
    holder: str = ""

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of one language."""

    language: str

    def text(self, code: str, /, **params: str) -> str:
        """A sentence of the catalogue."""
        return sentence(self.language, code, params)


def subject_of(items: Sequence[Item], language: str) -> str:
    """How many things there are, and how many of them are overdue."""
    voice = Wording(language)
    late = sum(item.days_left is not None and item.days_left < 0 for item in items)
    return voice.text("letter.subject", count=str(len(items)), late=str(late))


def text_of(items: Sequence[Item], language: str, login: str) -> str:
    """The whole message: books, their departments, a line for each matter; what is too much is counted."""
    voice = Wording(language)
    lines: list[str] = []
    heading = ("", "")
    for item in items[:_MOST_LINES]:
        if (item.book, item.department_name) != heading:
            heading = (item.book, item.department_name)
            lines += ["", voice.text("letter.heading", department=item.department_name or "-", book=item.book)]
        lines.append(_line(voice, item))
    if len(items) > _MOST_LINES:
        lines += ["", voice.text("letter.more", count=str(len(items) - _MOST_LINES), login=login)]
    return "\n".join([*lines[1:], "", voice.text("letter.where", login=login)])


def _line(voice: Wording, item: Item) -> str:
    line = voice.text(f"news.{item.kind}", what=_what(voice, item), due=item.due, left=_left(voice, item.days_left))
    if item.holder:
        line = voice.text("letter.held", line=line, holder=item.holder)
    return f"- {voice.text('letter.task', line=line, task=item.task)}" if item.task else f"- {line}"


def _what(voice: Wording, item: Item) -> str:
    if not item.act:
        return phase_name(voice.language, item.matter)
    # What an order of the bureau led to is called by the order.
    act = voice.text(f"act.{item.act}") if item.act in ACT_KINDS else voice.text(f"cause.{item.act}")
    return voice.text("task.about", act=act, about=item.about) if item.about else act


def _left(voice: Wording, days: int | None) -> str:
    if days is None:
        return ""
    if days < 0:
        return voice.text("days.late", days=str(-days))
    return voice.text("days.left", days=str(days)) if days else voice.text("days.today")
