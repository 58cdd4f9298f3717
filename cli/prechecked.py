"""A precheck in words and as JSON: score and reasons, what is missing, what blocks, and every doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.failures import problem_words
from cli.scores import print_scores, score_json
from cli.speaking import listed, print_json, voice
from cli.worded import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.doubts import SeenDoubt
    from app.precheck import Lacking, Prechecked


def tell_precheck(found: Prechecked, *, as_json: bool) -> None:
    """Print it, the most important last."""
    if as_json:
        print_json(prechecked_json(found))
        return
    voice.say(f"prechecked.{found.source}", department=found.department, book=found.book)
    if found.evaluation is not None:
        print_scores(found.evaluation, None)
    for code, params in found.faults:
        voice.say("prechecked.fault", words=problem_words(code, params))
    if found.lacking:
        voice.say("prechecked.lacking", names=listed(_lacking_name(one) for one in found.lacking))
    show_doubts(found.doubts, _names(found))
    voice.say("prechecked.blocked" if found.blocked else "prechecked.free")
    if found.demanded and found.unanswered:
        voice.say("prechecked.demanded", doubts=listed(one.doubt.named for one in found.unanswered))


def _lacking_name(one: Lacking) -> str:
    """What is missing by name and id; the list of the targets has no name in the rubric."""
    if one.id == "indicators":
        return voice.text("prechecked.no-indicators")
    return one.name if one.id == one.name else f"{one.name} ({one.id})"


def show_doubts(doubts: Iterable[SeenDoubt], names: Mapping[str, str]) -> None:
    """Every doubt with its rows by name, its arithmetic, its figures with their places, and the reason given."""
    for position, one in enumerate(doubts):
        if position == 0:
            voice.say("prechecked.doubts")
        doubt = one.doubt
        rows = listed([names.get(row, row) for row in doubt.rows] or [figure.name for figure in doubt.figures])
        voice.say("prechecked.doubt", named=doubt.named, rows=rows, what=voice.text(f"doubt.{doubt.code}"))
        voice.say("prechecked.arithmetic", arithmetic=doubt.arithmetic)
        for figure in doubt.figures:
            value = f"{figure.value} {figure.unit}".rstrip()
            voice.say("prechecked.figure", name=figure.name, value=value, place=figure.place)
        if one.reason is not None:
            voice.say("prechecked.reason", text=shown(one.reason))


def prechecked_json(found: Prechecked) -> dict[str, object]:
    """The same for programs; decimals are text."""
    return {
        "book": found.book,
        "department": found.department,
        "source": found.source,
        "blocked": found.blocked,
        "reasons_demanded": found.demanded,
        "score": None if found.evaluation is None else score_json(found.evaluation, None),
        "missing": [{"id": one.id, "name": one.name} for one in found.lacking],
        "faults": [{"code": code, **params, "words": problem_words(code, params)} for code, params in found.faults],
        "doubts": [doubt_json(one) for one in found.doubts],
    }


def doubt_json(one: SeenDoubt) -> dict[str, object]:
    """A doubt for programs, with its sentence."""
    return {**one.to_data(), "words": voice.text(f"doubt.{one.doubt.code}")}


def _names(found: Prechecked) -> dict[str, str]:
    return {} if found.evaluation is None else {row.id: row.name for row in found.evaluation.rows}
