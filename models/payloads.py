"""What each kind of record says: the typed form of its payload, by kind and schema version.

A payload is written once as canonical JSON. A later form of a kind gets a new schema version beside the old one, and
`audit.upcast` reads the old one as if it had been written in the new.
"""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from pydantic import JsonValue

from models.access_payloads import ACCESS_KINDS, LOGIN_KINDS, AccessOpened, DataLooked, LoginTried
from models.amendment_orders import AMENDMENT_FORMS
from models.carrying import FactsCarried
from models.clock_payloads import AcknowledgementDeemed, ClockSaid
from models.collecting import COLLECTION_FORMS, COLLECTION_KINDS
from models.commands import Content
from models.counted import CountedFact
from models.date_payloads import DATE_FORMS
from models.ending_payloads import BookConcluded, YearConcluded
from models.erasure_payloads import ERASED_KINDS, Erased, ErasureRequested
from models.execution import EXECUTION_FORMS
from models.inbox_payloads import RequestRefused
from models.monitoring_payloads import MONITORING_FORMS
from models.opening import Officer
from models.receipts import ReviewOutcome, Turn, WaitingTurn
from models.recorded_map import RecordedMap
from models.results import ResultSuggested
from models.sampling import SampleDrawn
from models.sealing_payloads import SEALING_FORMS
from models.switching_payloads import SWITCHING_FORMS
from models.targets import TargetsDoubted
from models.task_payloads import TASK_FORMS
from models.values import Frozen

Stage = Literal["monitoring", "score"]


class BookOpened(Frozen):
    """The opening record: everything that replaying needs to know about the book itself."""

    bureau: str
    name: str
    year: int
    kind: str
    shift_seconds: int
    calendar: dict[str, JsonValue]
    officers: tuple[Officer, ...]
    opened_on: str


class CycleResumed(Frozen):
    """The cycle was taken up from the ledger; what runs under an earlier epoch can write no more."""

    epoch: int
    resumption: str


class AppointmentMade(Frozen):
    """A role given to a person; `department` None means the bureau."""

    appointee: str
    role: str
    department: str | None
    from_day: str
    to_day: str | None
    approved_by: str


class RubricAdopted(Frozen):
    """A rubric put in force: the file's bytes (as text), its canonical JSON, and the SHA-256 of the bytes."""

    document: str
    rubric: str
    version: int
    hash: str
    yaml: str
    canonical: str


class DepartmentEnrolled(Frozen):
    """A department taken into the cycle under an adopted rubric; `two_hands` says how it files.

    Where the record does not say, one person both prepares and files.
    """

    name: str
    rubric_hash: str
    two_hands: bool = False


class PhaseOpened(Frozen):
    """A phase has begun for a department, and with it whatever it asks for."""

    opens: str
    turns: tuple[Turn, ...]


class ActDone(Frozen):
    """A person's act on a matter: what was sent, the deadline that it met or missed, and whose turn it is now.

    `counted` are the answers to judgements that were sent as two days.
    """

    LEFT_OUT: ClassVar[frozenset[str]] = frozenset({"counted"})

    act: str
    matter: str
    content: Content
    due: str
    days_late: int
    turns: tuple[Turn, ...]
    review: ReviewOutcome | None = None
    counted: tuple[CountedFact, ...] = ()


class EvaluationMade(Frozen):
    """One evaluation with all its firings; `cause` is the record that led to it."""

    stage: Stage
    cause: int
    rubric_hash: str
    evaluation: RecordedMap


class EvaluationUndecided(Frozen):
    """Engine and interpreter disagreed even after a rebuild; `code` says how, the lists say what each fired."""

    stage: Stage
    cause: int
    rubric_hash: str
    code: str
    engine: tuple[str, ...]
    interpreter: tuple[str, ...]


class ChangedRow(Frozen):
    """A row that came out otherwise: scores, fired rules and claims before and after."""

    row: str
    name: str
    before: str | None
    after: str | None
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]
    arithmetic: str
    claimed_before: str | None
    claimed_after: str | None


class ScoreChangedFirst(Frozen):
    """The first form of a changed score: its rows and totals, silent on adjustments and on what the totals cover."""

    cause: int
    act: str
    previous: int
    evaluation: int
    rows: tuple[ChangedRow, ...]
    total_before: str
    total_after: str
    grade_before: str | None
    grade_after: str | None
    reopened: Turn | None


class ChangedAdjustment(Frozen):
    """A penalty or a cap on the total that came out otherwise: what it added before and after, None where undecided.

    An adjustment that only one of the two scores has added nothing ("0") in the other.
    """

    id: str
    name: str
    before: str | None
    after: str | None
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]
    arithmetic: str


class ScoreChanged(Frozen):
    """The readable difference between two scores; `reopened` is the review's new turn.

    `cause` is the record that led to it, `act` the act that this records, or the kind of an order to evaluate again.
    `of_before` and `of_after` are the points that the totals cover. They and `adjustments` are None in what was
    written as the first form, which did not say.
    """

    cause: int
    act: str
    previous: int
    evaluation: int
    rows: tuple[ChangedRow, ...]
    adjustments: tuple[ChangedAdjustment, ...] | None
    total_before: str
    total_after: str
    of_before: str | None
    of_after: str | None
    grade_before: str | None
    grade_after: str | None
    reopened: Turn | None


class ReevaluationOrdered(Frozen):
    """The bureau asked for a new evaluation of what was filed."""

    stage: Stage


class DeadlineExtended(Frozen):
    """A due day put off by a document: the words of the order, the due day before, and the turn with the new one."""

    matter: str
    act: str | None
    due: str
    document: str
    reason: str
    due_before: str
    turn: WaitingTurn


ACT_KINDS: Final[dict[str, str]] = {
    "targets.file": "targets.filed",
    "targets.prepare": "targets.prepared",
    "targets.send-back": "targets.sent-back",
    "targets.withdraw": "targets.withdrawn",
    "targets.return": "targets.returned",
    "targets.approve": "targets.approved",
    "adjustment.file": "adjustment.filed",
    "adjustment.approve": "adjustment.approved",
    "adjustment.refuse": "adjustment.refused",
    "monitoring.file": "monitoring.filed",
    "monitoring.prepare": "monitoring.prepared",
    "monitoring.send-back": "monitoring.sent-back",
    "monitoring.withdraw": "monitoring.withdrawn",
    "monitoring.return": "monitoring.returned",
    "monitoring.accept": "monitoring.accepted",
    "evidence.add": "evidence.added",
    "evidence.amend": "evidence.amended",
    "self-evaluation.file": "self-evaluation.filed",
    "self-evaluation.prepare": "self-evaluation.prepared",
    "self-evaluation.send-back": "self-evaluation.sent-back",
    "self-evaluation.withdraw": "self-evaluation.withdrawn",
    "self-evaluation.amend": "self-evaluation.amended",
    "self-evaluation.return": "self-evaluation.returned",
    "review.conclude": "review.concluded",
    "warning.acknowledge": "warning.acknowledged",
    "warning.answer": "warning.answered",
    "warning.return": "warning.returned",
    "warning.accept": "warning.accepted",
    "finding.answer": "finding.answered",
    "finding.return": "finding.returned",
    "finding.accept": "finding.accepted",
    "acknowledgement.confirm": "acknowledgement.confirmed",
    "acknowledgement.dispute": "acknowledgement.disputed",
    "acknowledgement.answer": "acknowledgement.answered",
    **COLLECTION_KINDS,
}

FORMS: Final[dict[tuple[str, int], type[Frozen]]] = {
    ("book.opened", 1): BookOpened,
    ("cycle.resumed", 1): CycleResumed,
    ("appointment.made", 1): AppointmentMade,
    ("rubric.adopted", 1): RubricAdopted,
    ("department.enrolled", 1): DepartmentEnrolled,
    ("phase.opened", 1): PhaseOpened,
    **dict.fromkeys(((kind, 1) for kind in ACT_KINDS.values()), ActDone),
    ("targets.doubted", 1): TargetsDoubted,
    ("reevaluation.ordered", 1): ReevaluationOrdered,
    ("evaluation.made", 1): EvaluationMade,
    ("evaluation.undecided", 1): EvaluationUndecided,
    **MONITORING_FORMS,
    **EXECUTION_FORMS,
    ("score.changed", 1): ScoreChangedFirst,
    ("score.changed", 2): ScoreChanged,
    ("deadline.extended", 1): DeadlineExtended,
    **DATE_FORMS,
    **dict.fromkeys((("deadline.reminded", 1), ("deadline.overdue", 1)), ClockSaid),
    ("request.refused", 1): RequestRefused,
    ("acknowledgement.deemed", 1): AcknowledgementDeemed,
    ("sample.drawn", 1): SampleDrawn,
    ("fact.carried", 1): FactsCarried,
    ("result.suggested", 1): ResultSuggested,
    ("erasure.requested", 1): ErasureRequested,
    **dict.fromkeys(((kind, 1) for kind in ERASED_KINDS.values()), Erased),
    ("access.opened", 1): AccessOpened,
    **dict.fromkeys(((kind, 1) for kind in ACCESS_KINDS), DataLooked),
    **dict.fromkeys(((kind, 1) for kind in LOGIN_KINDS), LoginTried),
    ("year.concluded", 1): YearConcluded,
    ("book.concluded", 1): BookConcluded,
    **SEALING_FORMS,
    **AMENDMENT_FORMS,
    **SWITCHING_FORMS,
    **TASK_FORMS,
    **COLLECTION_FORMS,
}

# What the writer writes; everything before it is read as if it had been this.
NEWEST: Final[dict[str, int]] = dict(sorted(FORMS))
