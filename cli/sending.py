"""The command that sends a request again under its key."""

from __future__ import annotations

import shlex
from typing import Final

_KEYED: Final = (
    ("task", "do"),
    *(("task", name) for name in ("claim", "release", "reassign", "mark", "delegate")),
    ("rubric", "adopt"),
    ("deadline", "extend"),
    ("calendar", "announce"),
    ("outage", "record"),
    ("notice", "issue"),
    ("evaluate",),
    ("correct",),
    ("amendment", "allow"),
    ("addendum", "authorise"),
    ("audit", "seal"),
)


# Their keys are made of what is handed in: the very same command is the same requests.
_BY_CONTENT: Final = (("evidence", "add"), ("evidence", "amend"))


def sent_again(arguments: list[str], key: str) -> str | None:
    """The same command with the request's key; None for a command whose requests have fixed keys (up, rehearse)."""
    if any(set(words) <= set(arguments) for words in _BY_CONTENT):
        return shlex.join(["jixiao", *arguments])
    if not any(set(words) <= set(arguments) for words in _KEYED):
        return None
    with_key = arguments if "--key" in arguments else [*arguments, "--key", key]
    return shlex.join(["jixiao", *with_key])
