"""A prefilled file as YAML: what `--facts` reads, with comments that say where each figure is from."""

from __future__ import annotations

import json
from dataclasses import fields
from itertools import groupby
from typing import TYPE_CHECKING, Final

from app.messages import sentence
from app.phase_name import phase_name
from rules.core.facts import Claim, Fact, Indicator, Result, Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TypeAlias

    from pydantic import JsonValue

    from app.prefill import FilledFact, FilledResult, Prefill
    from audit.known import Known
    from rules.core.inputs import Clock

    Filed: TypeAlias = Task | Indicator | Fact | Result | Claim

_TARGETS: Final = "targets"
_COMMENT: Final = "  # "


def written(prefill: Prefill, language: str) -> str:
    """The whole file; comments in the reader's language."""
    return "\n".join(_Writing(language).lines(prefill)) + "\n"


class _Writing:
    def __init__(self, language: str) -> None:
        self._language = language

    def lines(self, prefill: Prefill) -> Iterator[str]:
        head = {"name": prefill.name, "book": prefill.book, "phase": phase_name(self._language, prefill.phase)}
        yield self._comment("prefill.head", **head).lstrip()
        yield self._comment("prefill.how").lstrip()
        yield f"department: {_quoted(prefill.department)}"
        yield from self._list("tasks", self._known(Task, prefill.tasks))
        yield from self._example(prefill, Task)
        yield from self._list("indicators", self._known(Indicator, prefill.indicators))
        yield from self._example(prefill, Indicator)
        yield from self._list("facts", (line for one in prefill.facts for line in self._fact(one)))
        yield from self._list("results", (line for one in prefill.results for line in self._result(one)))
        yield from self._list("claims", self._known(Claim, prefill.claims))

    def _list(self, name: str, lines: Iterable[str]) -> Iterator[str]:
        found = list(lines)
        yield f"{name}:" if any(not line.startswith(_COMMENT) for line in found) else f"{name}: []"
        yield from found

    def _example(self, prefill: Prefill, kind: type[Task | Indicator]) -> Iterator[str]:
        """How a line of targets looks, where there is none yet to look at."""
        if prefill.phase == _TARGETS and not prefill.indicators:
            yield self._comment("prefill.example", line=_entry(kind, _EXAMPLES[kind]).strip())

    def _known(self, kind: type[Filed], entries: Iterable[Known]) -> Iterator[str]:
        for sequence, group in groupby(entries, key=lambda one: one.sequence):
            yield self._comment("prefill.record", sequence=str(sequence))
            yield from (_entry(kind, one.words) for one in group)

    def _fact(self, one: FilledFact) -> Iterator[str]:
        unit = f" ({one.declared.unit})" if one.declared.unit else ""
        yield self._comment("prefill.input", name=f"{one.declared.name}{unit}", source=one.declared.source or "—")
        for row in one.rows:
            clause = "" if row.clause is None else f"{row.clause.text} ({row.clause.place})"
            yield self._comment("prefill.row", row=row.name, clause=clause)
        yield self._from(one)
        if one.declared.clock is not None:
            yield self._clock(one.declared.name, one.declared.clock)
        for brought in one.contested:
            words = {"division": brought.division, "value": brought.fact.value, "unit": brought.fact.unit}
            yield self._comment("prefill.brought", **words, matter=brought.matter, sequence=str(brought.record))
        if one.words is not None:
            yield _entry(Fact, one.words)

    def _from(self, one: FilledFact) -> str:
        """Where a figure is from, or why its place is empty."""
        if one.source is not None:
            place = "" if one.words is None else str(one.words.get("place", ""))
            return self._comment(f"prefill.from-{one.source}", sequence=str(one.sequence), place=place)
        if one.contested:
            return self._comment("prefill.contested")
        if one.words is None:
            return self._comment("prefill.not-seen")
        return self._comment("prefill.not-carried" if one.declared.carried is not None else "prefill.empty")

    def _clock(self, name: str, clock: Clock) -> str:
        """That two days may stand in the place of a judgement, and within which term."""
        if clock.roll:
            return self._comment("rule.clock-calendar-roll", input=name, days=str(clock.days))
        return self._comment(f"rule.clock-{clock.kind}", input=name, days=str(clock.days))

    def _result(self, one: FilledResult) -> Iterator[str]:
        target = f"{one.indicator.comparator} {one.indicator.target} {one.indicator.unit}"
        shown = target if one.indicator.comparator is not None else "—"
        yield self._comment("prefill.target", name=one.indicator.name, target=shown.strip())
        if one.mid_year is not None:
            value = next((str(held) for name in _ANSWERS if (held := one.mid_year.words.get(name))), "—")
            yield self._comment("prefill.mid-year", value=value, sequence=str(one.mid_year.sequence))
        if one.sequence is None:
            yield self._comment("prefill.empty")
        else:
            yield self._comment("prefill.record", sequence=str(one.sequence))
        yield _entry(Result, one.words)

    def _comment(self, code: str, /, **params: str) -> str:
        line = " ".join(self._say(code, **params).split())
        return _COMMENT + "".join(sign for sign in line if sign.isprintable())

    def _say(self, code: str, /, **params: str) -> str:
        return sentence(self._language, code, params)


_EXAMPLES: Final[dict[type[Task | Indicator], dict[str, JsonValue]]] = {
    Task: {"id": "greening", "name": "…", "place": "…"},
    Indicator: {
        "id": "trees",
        "task": "greening",
        "name": "…",
        "points": "10",
        "origin": "figure",
        "place": "…",
        "comparator": ">=",
        "target": "500",
        "unit": "…",
    },
}
_ANSWERS: Final = ("actual", "met", "share")


def _entry(kind: type[Filed], words: Mapping[str, JsonValue]) -> str:
    """One line; its keys in the order of the form, whatever the order in the record."""
    named = [(each.name, words.get(each.name)) for each in fields(kind)]
    held = ", ".join(f"{name}: {_quoted(str(value))}" for name, value in named if value is not None)
    return f"  - {{{held}}}"


def _quoted(text: str) -> str:
    """A YAML text that reads back as itself: what does not print is escaped."""
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in json.dumps(text, ensure_ascii=False))


def _escaped(sign: str) -> str:
    return f"\\U{ord(sign):08x}"
