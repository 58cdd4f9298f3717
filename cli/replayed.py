"""A replay as words and as JSON: what was compared, what differs, and the state of each department then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.speaking import voice
from cli.states import show_states, state_json, states_of

if TYPE_CHECKING:
    from datetime import date

    from audit.replay import Replay


def show_replay(replay: Replay, *, whole: bool, day: date | None = None, department: str | None = None) -> None:
    """Print the outcome; for an earlier point, or the end of a `day`, also how each department stood then.

    With `department` only that one. Raises AppError `department.unknown`.
    """
    if not replay.records:
        voice.say("replay.nothing", book=replay.book, of=str(replay.of))
        return
    agreed = "replay.ok" if whole else "replay.ok-partial"
    voice.say(
        "replay.differs" if replay.mismatches else agreed,
        book=replay.book,
        records=str(replay.records),
        of=str(replay.of),
        evaluations=str(replay.evaluations),
        tables=str(replay.tables),
        rows=str(replay.rows),
        differences=str(len(replay.mismatches)),
    )
    if replay.uncompared:
        voice.say("replay.uncompared", count=str(replay.uncompared))
    for mismatch in replay.mismatches:
        voice.say("replay.mismatch", what=voice.word("mismatch", mismatch.what), where=mismatch.where)
    if not whole:
        show_states(states_of(replay, department), day, matters=department is not None)


def replay_json(replay: Replay, department: str | None = None) -> dict[str, object]:
    """The same for programs."""
    return {
        "book": replay.book,
        "records": replay.records,
        "of": replay.of,
        "evaluations": replay.evaluations,
        "rows": replay.rows,
        "uncompared": replay.uncompared,
        "equal": not replay.mismatches,
        "mismatches": [{"what": one.what, "where": one.where} for one in replay.mismatches],
        "departments": [state_json(state) for state in states_of(replay, department)],
    }
