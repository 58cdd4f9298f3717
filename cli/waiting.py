"""What a person hears whose request has been received and waits: no failure, but no receipt yet either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cli.exit_codes import OK
from cli.speaking import print_json, voice
from deadlines.local_time import local_clock
from models.values import instant

if TYPE_CHECKING:
    from collections.abc import Mapping

WAITING: Final = "request.waiting"


def say_waiting(params: Mapping[str, str], arguments: list[str]) -> int:
    """Say when it was received and under which key, on standard output, and return the exit code of what is well."""
    if "--json" in arguments:
        named = {**params, "key": params["request"]}
        print_json({"state": "waiting", **{name: named[name] for name in _TOLD}})
    else:
        voice.say(WAITING, **{**params, "received_at": moment(params["received_at"])})
    return OK


_TOLD: Final = ("book", "department", "key", "received_at", "said")


def moment(instant_text: str) -> str:
    """An instant as the clock in Shanghai shows it."""
    return local_clock(instant(instant_text)).strftime("%Y-%m-%d %H:%M")
