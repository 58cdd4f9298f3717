"""A monitoring filing as it stands, beside what the treasury's import of its month says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.errors import AppError
from app.prefilled_phase import asked_phase
from app.self_evaluation import look_before
from audit.execution import Difference, differences
from audit.known import known_of
from rules.core.numbers import exact, plain
from rules.core.reading import read_facts

if TYPE_CHECKING:
    from activities.desk import Desk
    from audit.known import Known
    from rules.core.rubric import Rubric


@dataclass(frozen=True, slots=True)
class FiledFigure:
    """A figure or a result as it was filed or prepared, by which record; `difference` is None where none is known."""

    id: str
    name: str
    value: str
    unit: str
    place: str
    sequence: int
    difference: Difference | None = None

    def to_data(self) -> dict[str, object]:
        """JSON-able; numbers are decimal texts."""
        apart = None if self.difference is None else self.difference._asdict()
        return {
            "id": self.id,
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "place": self.place,
            "record": self.sequence,
            "difference": apart,
        }


@dataclass(frozen=True, slots=True)
class MonitoringFiling:
    """The figures of a window in the order in which they were filed, and the results of the indicators."""

    book: str
    department: str
    phase: str
    figures: tuple[FiledFigure, ...]
    results: tuple[FiledFigure, ...]

    def to_data(self) -> dict[str, object]:
        """JSON-able."""
        return {
            "book": self.book,
            "department": self.department,
            "phase": self.phase,
            "facts": [one.to_data() for one in self.figures],
            "results": [one.to_data() for one in self.results],
        }


def monitoring_filing(desk: Desk, department: str, book: str | None, phase: str) -> MonitoringFiling:
    """What stands filed in a window, or is prepared since.

    Raises AppError `department.unknown`, `cli.which-book`, `prefill.no-phase`, and `precheck.no-monitoring` where
    there is nothing to show.
    """
    with desk.reading() as session:
        looked = look_before(session, desk, department, book)
        window = asked_phase(looked.rubric, phase).phase
        known = known_of(session, looked.book, department, window)
        if not known["facts"] and not known["results"]:
            raise AppError("precheck.no-monitoring", department=department, book=looked.book, phase=window)
        found = differences(session, looked.rubric, looked.book, department)
        apart = {one.input: one for one in found if one.phase == window}
        indicators = read_facts({"department": department, **looked.targets}).indicators
        return MonitoringFiling(
            book=looked.book,
            department=department,
            phase=window,
            figures=_figures(looked.rubric, known["facts"], apart),
            results=_results(known["results"], {one.id: one.name for one in indicators}),
        )


def _figures(rubric: Rubric, known: dict[str, Known], apart: dict[str, Difference]) -> tuple[FiledFigure, ...]:
    facts = read_facts({"department": "-", "facts": [one.words for one in known.values()]}).facts
    return tuple(
        FiledFigure(
            fact.input,
            rubric.inputs[fact.input].name if fact.input in rubric.inputs else fact.input,
            fact.value,
            fact.unit,
            fact.place,
            known[fact.input].sequence,
            _of_this(fact.value, apart.get(fact.input)),
        )
        for fact in facts
    )


def _of_this(value: str, found: Difference | None) -> Difference | None:
    """A difference is one of what stands filed; what was prepared since then may be another figure."""
    return found if found is not None and plain(exact(value)) == found.filed else None


def _results(known: dict[str, Known], names: dict[str, str]) -> tuple[FiledFigure, ...]:
    results = read_facts({"department": "-", "results": [one.words for one in known.values()]}).results
    return tuple(
        FiledFigure(
            one.indicator,
            names.get(one.indicator, one.indicator),
            one.actual or one.met or one.share or "",
            one.unit,
            one.place,
            known[one.indicator].sequence,
        )
        for one in results
    )
