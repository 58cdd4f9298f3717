"""What a book itself saw of a department, told by its records: filed, in time, warnings answered, targets returned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final, NamedTuple

from audit.verifier.shape import ShapeError
from audit.verifier.turns import Turns
from audit.verifier.two_years import Years

if TYPE_CHECKING:
    from audit.verifier.canonical import Json
    from rules.core.rubric import Rubric

# Shanghai has kept this offset since 1992; no machine's table of zones is asked.
_SHANGHAI: Final = timezone(timedelta(hours=8))


class Seen(NamedTuple):
    """An answer, the records that show it, whether it can still change, and what it rests on of last year's book."""

    value: str
    records: tuple[int, ...]
    final: bool
    beyond: str = ""


@dataclass(slots=True)
class Witness:
    """What one department's records show; `filed` has the first filing of each phase and whether it was in time."""

    book: str
    turns: Turns = field(default_factory=Turns)
    filed: dict[str, tuple[int, bool]] = field(default_factory=dict)
    reading: tuple[int, bool] | None = None
    quality: Seen | None = None
    years: Years = field(default_factory=Years)

    def facts(self, rubric: Rubric, moment: str) -> list[dict[str, Json]]:
        """Return a fact for each witnessed input of which something was to be seen; `moment` is the evaluation's."""
        day = day_of(moment)
        found: list[dict[str, Json]] = []
        begun = all(one.matter in self.turns.matters for one in rubric.phases if one.id == "monitoring")
        for name, declared in rubric.inputs.items():
            seen = None if declared.witnessed is None else self._seen(declared.witnessed, day)
            if seen is not None and str(declared.witnessed).startswith("monitoring."):
                seen = seen._replace(final=seen.final and begun)
            if seen is not None:
                place = f"{self.book}#{','.join(map(str, seen.records))}{'' if seen.final else f'@{day}'}{seen.beyond}"
                fact: dict[str, Json] = {"input": name, "value": seen.value, "unit": declared.unit}
                found.append({**fact, "origin": "witnessed", "place": place})
        return found

    def _seen(self, witnessed: str, day: str) -> Seen | None:
        subject, _, question = witnessed.partition(".")
        if question == "quality":
            return self.quality
        if subject == "findings":
            return self._repeated()
        if question in {"filed", "filed-on-time"}:
            return self._filed(subject, in_time=question == "filed-on-time")
        counted = self._missed(day) if subject == "warnings" else self._returned()
        if counted is None or question in {"returned", "not-answered-in-time"}:
            return counted
        return counted._replace(value="yes" if counted.value == "0" else "no")

    def _filed(self, phase: str, *, in_time: bool) -> Seen | None:
        windows = [one for one in self.turns.matters if one == phase or one.startswith(f"{phase}/")]
        if not windows:
            return None
        missing = [self.turns.matters[one][0] for one in windows if one not in self.filed]
        if missing:
            return Seen("no", tuple(sorted(missing)), final=False)
        firsts = [self.filed[one] for one in windows]
        good = not in_time or all(in_its_time for _, in_its_time in firsts)
        return Seen("yes" if good else "no", tuple(sorted(sequence for sequence, _ in firsts)), final=True)

    def _missed(self, day: str) -> Seen | None:
        if self.reading is None or not self.reading[1]:
            return None
        answers = self.turns.first_answers()
        missed = [wait.sequence for wait in answers if (day_of(wait.ended) if wait.ended else day) > wait.due]
        shown = missed or [wait.sequence for wait in answers] or [self.reading[0]]
        waiting = any(wait.ended is None and day <= wait.due for wait in answers)
        return Seen(str(len(missed)), tuple(sorted(set(shown))), final=not waiting)

    def _repeated(self) -> Seen | None:
        found = self.years.repeated()
        if found is None:
            return None
        ended = self.turns.matters.get("rectification", (0, ""))[1] == "done"
        return Seen(str(found.number), found.records, final=ended, beyond=found.beyond)

    def _returned(self) -> Seen | None:
        if "targets" not in self.turns.matters:
            return None
        sequence, state = self.turns.matters["targets"]
        approvals = self.turns.waits.get(("targets", "targets.approve"), [])
        returns = [wait.sequence for wait in approvals if wait.ended_by == "targets.returned"]
        return Seen(str(len(returns)), tuple(returns) or (sequence,), final=state == "done")


def day_of(moment: str) -> str:
    """Return the day in Shanghai on which an instant falls. Raises ShapeError for a text that is none."""
    try:
        return datetime.fromisoformat(moment).astimezone(_SHANGHAI).date().isoformat()
    except ValueError:
        raise ShapeError("happened_at") from None
