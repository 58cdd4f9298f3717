"""Collections as tables: what is owed by whom, and what was brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.scores import BLANK
from cli.speaking import listed, voice
from cli.worded import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.collections import Gathered, SeenCollection
    from audit.collected import CollectedFact


def show_collections(found: list[SeenCollection]) -> None:
    """A line for each, and below it what it lacks and what was said about it."""
    if not found:
        voice.say("collect.none")
        return
    columns = ("column.matter", "column.division", "column.contributor", "column.state", "column.due", "column.late")
    voice.table(columns, (_row(one) for one in found))
    for one in found:
        if one.state == "answered" and one.missing:
            voice.note("collect.missing", matter=one.matter, inputs=listed(one.missing))
        if one.words is not None:
            voice.note("collect.words", matter=one.matter, text=shown(one.words))
        if one.opinion is not None:
            voice.note("collect.opinion", matter=one.matter, text=shown(one.opinion))


def show_gathered(found: Gathered) -> None:
    """What was accepted, and apart from it what several divisions brought."""
    if not (found.facts or found.contested):
        voice.say("collect.nothing-accepted")
    if found.facts:
        _show_facts(found.facts.values())
    if found.contested:
        voice.say("collect.contested", inputs=listed(tuple(found.contested)))
        _show_facts(one for each in found.contested.values() for one in each)


def _show_facts(facts: Iterable[CollectedFact]) -> None:
    columns = ("column.input", "column.value:", "column.unit", "column.division", "column.record:", "column.place")
    voice.table(
        columns,
        (
            (one.fact.input, one.fact.value, one.fact.unit, one.division, str(one.record), one.fact.place)
            for one in facts
        ),
    )


def _row(one: SeenCollection) -> tuple[str, ...]:
    state = voice.text(f"collection-state.{one.state}")
    return one.matter, one.division_name, one.contributor, state, one.due, _late(one)


def _late(one: SeenCollection) -> str:
    if one.days_late:
        return voice.text("collect.came-late", days=str(one.days_late))
    if one.days_left is None:
        return BLANK
    if one.days_left < 0:
        return voice.text("collect.overdue", days=str(-one.days_left))
    return voice.text("collect.left", days=str(one.days_left))
