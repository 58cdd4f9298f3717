"""What the system counted from two days that were filed, beneath a score: each answer with its days and due day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.speaking import voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.core.evaluation import Evaluation, Figure


def show_counted(evaluation: Evaluation) -> None:
    """A line for each; nothing where nothing was counted."""
    for figure in _counted(evaluation):
        voice.say("score.counted", name=figure.name, value=figure.value, place=figure.place)


def counted_json(evaluation: Evaluation) -> list[dict[str, str]]:
    """The same for programs."""
    return [
        {"input": figure.input, "name": figure.name, "value": figure.value, "place": figure.place}
        for figure in _counted(evaluation)
    ]


def _counted(evaluation: Evaluation) -> Iterator[Figure]:
    """Each figure once, in the order of the rows that ask for it."""
    found = {figure.input: figure for row in evaluation.rows for figure in row.figures if figure.origin == "counted"}
    yield from found.values()
