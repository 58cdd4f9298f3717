"""A monitoring filing as a table, with what differs from the treasury's import under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.scores import BLANK
from cli.speaking import print_json, voice

if TYPE_CHECKING:
    from app.monitoring_filing import FiledFigure, MonitoringFiling


def tell_monitoring(found: MonitoringFiling, *, as_json: bool) -> None:
    """Every figure with its record; a difference is said, and that there is none is not."""
    if as_json:
        print_json(found.to_data())
        return
    voice.out.print(f"{found.department}  {found.phase}  {found.book}")
    voice.table(
        ("column.input", "column.value:", "column.unit", "column.place", "column.record:"),
        (_cells(one) for one in (*found.figures, *found.results)),
    )
    for one in found.figures:
        if one.difference is not None:
            voice.say("execution.differs", **one.difference._asdict())


def _cells(one: FiledFigure) -> tuple[str, ...]:
    return f"{one.name} ({one.id})", one.value or BLANK, one.unit, one.place, str(one.sequence)
