"""Precheck (预检): what a self-evaluation would score if it were filed now, what it lacks, and what is doubted of it.

Everything is computed on reading; nothing is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from pydantic import JsonValue, TypeAdapter

from activities.counted_days import Counting, answered
from activities.stated_figures import carried_inputs, stated_faults
from activities.turn import calendar_of
from app.doubt_reasons import REASONED
from app.doubts import SeenDoubt, reasons_in, seen_doubts
from app.errors import AppError
from app.filing import filing_of
from app.placed import placed_in
from app.refusal_details import detail_of
from app.self_evaluation import SELF_EVALUATION, look_before
from audit.facts_of import facts_under
from audit.known import brought, lists_brought
from audit.local_day import local_day
from rules.core.admission import admit
from rules.core.errors import FactsError
from rules.core.evaluation import Evaluation
from rules.core.reading import read_facts
from rules.core.writing import to_data
from rules.errors import EngineError
from rules.facts_file import read_facts_text
from rules.precheck.find_doubts import demands_reasons, unfiled

if TYPE_CHECKING:
    from activities.desk import Desk
    from app.erased import Words
    from app.self_evaluation import Looked
    from models.side_stores import Draft
    from rules.core.facts import Facts
    from rules.facts_file import FactsFile

Source = Literal["given", "prepared", "filed"]
Lists = dict[str, list[JsonValue]]

_ENTRIES: Final[TypeAdapter[list[JsonValue]]] = TypeAdapter(list[JsonValue])


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something that still has to be filed, by its id and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Prechecked:
    """The outcome. `evaluation` is None while the figures cannot be used; `faults` say why, as code and blanks.

    `source` says whether the figures were given, are prepared, or stand filed. `demanded` says that a doubt needs a
    reason before it can be filed.
    """

    book: str
    department: str
    source: Source
    demanded: bool
    evaluation: Evaluation | None = None
    faults: tuple[tuple[str, dict[str, str]], ...] = ()
    lacking: tuple[Lacking, ...] = ()
    doubts: tuple[SeenDoubt, ...] = ()

    @property
    def unanswered(self) -> tuple[SeenDoubt, ...]:
        """The doubts without a reason."""
        return tuple(one for one in self.doubts if one.reason is None)

    @property
    def blocked(self) -> bool:
        """Whether a filing of exactly this would be refused."""
        return bool(self.faults or self.lacking or (self.demanded and self.unanswered))


def precheck_given(desk: Desk, department: str, book: str | None, facts: Facts) -> Prechecked:
    """Precheck figures that are not in the book. Raises what `look_before` raises, and EngineError."""
    with desk.reading() as session:
        looked = look_before(session, desk, department, book)
        lists = filing_of(looked.rubric, facts, f"{SELF_EVALUATION}.file")[0].lists
        return _checked(looked, "given", {name: held for name, held in lists.items() if isinstance(held, list)}, {})


def precheck_file(desk: Desk, department: str, book: str | None, file: FactsFile) -> Prechecked:
    """Precheck a facts file; its faults are placed at their lines. Raises what `precheck_given` raises."""
    found = precheck_given(desk, department, book, file.facts)
    return replace(found, faults=placed_in(file, found.faults))


def precheck_draft(desk: Desk, draft: Draft) -> Prechecked:
    """Precheck a draft of a self-evaluation. Raises AppError `precheck.unasked`, FactsFileError, and as above."""
    if draft.act not in REASONED:
        raise AppError("precheck.unasked", act=draft.act)
    file = read_facts_text(draft.content, f"{draft.matter}{draft.form}")
    return precheck_file(desk, draft.department, draft.book, file)


def precheck_standing(desk: Desk, department: str, book: str | None) -> Prechecked:
    """Precheck what the department prepared last, or filed since then, with the reasons that it gave.

    Raises AppError `precheck.nothing`, and what `precheck_given` raises.
    """
    with desk.reading() as session:
        looked = look_before(session, desk, department, book)
        records = brought(session, looked.book, department, SELF_EVALUATION)
        if not records:
            raise AppError("precheck.nothing", department=department, book=looked.book)
        source: Source = "prepared" if records[-1].prepared else "filed"
        return _checked(looked, source, lists_brought(records), reasons_in(session, looked.book, records))


def _checked(looked: Looked, source: Source, lists: Lists, reasons: dict[tuple[str, str], Words]) -> Prechecked:
    rubric, demanded = looked.rubric, demands_reasons(looked.rubric)
    try:
        filed = read_facts({"department": looked.department, **looked.targets, **lists})
        typed = answered(rubric, filed, _counting(looked))
        admit(rubric, typed)
        _refuse_stated(looked, lists)
    except FactsError as error:
        faults = tuple(detail_of(problem) for problem in error.problems)
        return Prechecked(looked.book, looked.department, source, demanded, faults=faults)
    return Prechecked(
        looked.book,
        looked.department,
        source,
        demanded,
        evaluation=_scored(looked, facts_under(rubric, looked.sight, lists | {"facts": _entries(typed)})),
        lacking=_lacking(looked, typed),
        doubts=seen_doubts(rubric, typed, reasons),
    )


def _counting(looked: Looked) -> Counting:
    """The book's calendar as it stands, on the day on which it is looked."""
    calendar = calendar_of(looked.sight.session, looked.book)
    return Counting(calendar, date.fromisoformat(local_day(looked.sight.moment)))


def _entries(facts: Facts) -> list[JsonValue]:
    """The facts as a filing lists them."""
    return _ENTRIES.validate_python(to_data(facts.facts))


def _scored(looked: Looked, facts: Facts) -> Evaluation:
    outcome = looked.evaluator.score(facts)
    if outcome.evaluation is None:
        raise EngineError(outcome.difference.code if outcome.difference else "engine.silent")
    return outcome.evaluation


def _refuse_stated(looked: Looked, lists: Lists) -> None:
    """What the book says of last year's figures, as it will when this is filed. Raises FactsError."""
    own = read_facts({"department": looked.department, "facts": lists.get("facts", [])}).facts
    faults = stated_faults(looked.rubric, looked.whose, own, scored=True)
    if faults:
        raise FactsError(faults)


def _lacking(looked: Looked, facts: Facts) -> tuple[Lacking, ...]:
    rubric = looked.rubric
    copied = carried_inputs(looked.sight.session, rubric, looked.book, looked.department)
    names = {f"results/{each.id}": each.name for each in facts.indicators}
    names |= {name: declared.name for name, declared in rubric.inputs.items()}
    return tuple(Lacking(name, names.get(name, name)) for name in unfiled(rubric, facts) if name not in copied)
