"""What was said to a person's roles, as a table: the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.act_about import cause_word
from cli.speaking import voice
from deadlines.local_time import local_date
from models.values import instant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.alerts import ToldAlert


def show_alerts(told: Sequence[ToldAlert]) -> None:
    """One line for each, with the day in Shanghai on which it was said."""
    if not told:
        voice.say("alert.none")
        return
    held = any(alert.holder for alert in told)
    columns = ["column.day", "column.department", "column.what", "column.act", "column.matter", "column.due"]
    voice.table(
        [*columns, *["column.holder"] * held],
        (
            (
                local_date(instant(alert.at)).isoformat(),
                alert.department,
                voice.text(f"alert.{alert.kind}", days=str(alert.days)),
                cause_word(alert.act),
                alert.matter,
                alert.due,
                *[alert.holder or ""] * held,
            )
            for alert in told
        ),
    )
