"""What a person or the clock gets back: proof that the record stands, and what is awaited next."""

from __future__ import annotations

from models.values import Frozen


class EscalationStep(Frozen):
    """An alert to one more role, so many days after the due day."""

    days: int
    to_role: str


class Awaited(Frozen):
    """The act that a matter waits for now: whose role, since and until which day, the ladder of days around its end.

    `reminders` go to the role itself, `overdue` alerts to the performance office, `escalation` to those it names.

    `extended_on` is the day of the order that last moved the due day, None while it is the first one.
    """

    act: str
    role: str
    since: str
    due: str
    provisional: bool = False
    reminders: tuple[int, ...] = ()
    overdue: tuple[int, ...] = ()
    escalation: tuple[EscalationStep, ...] = ()
    extended_on: str | None = None


class Pressed(Awaited):
    """An awaited answer whose lack suspends what was warned of, at the end of the day `suspends`."""

    suspends: str


class Turn(Frozen):
    """Where a matter (事项) stands: a phase by its name, "warning/…", "finding/…".

    `course` is the protocol that it runs through; `awaited` is the next act while it is not done.
    """

    matter: str
    course: str
    state: str
    awaited: Pressed | Awaited | None = None


class WaitingTurn(Turn):
    """A turn in which somebody's act is awaited."""

    awaited: Pressed | Awaited


class ScoreNote(Frozen):
    """The score that followed from a filing; `undecided` when engine and interpreter disagreed."""

    sequence: int
    undecided: bool
    total: str | None = None
    covers: str | None = None
    grade: str | None = None
    warnings: int = 0


class RowNote(Frozen):
    """A row that came out otherwise: its score and its claim, before and after."""

    row: str
    name: str
    before: str | None
    after: str | None
    claimed_before: str | None = None
    claimed_after: str | None = None


class ChangeNote(Frozen):
    """What an amendment or a new filing changed: totals, and each row."""

    total_before: str
    total_after: str
    rows: tuple[RowNote, ...]


class ReviewedScore(Frozen):
    """A row, or a group with undecided rows, that the reviewer scored.

    Beside the review score stand the rule's (None while undecided) and the claimed one; the reason is a stored text.
    """

    row: str
    name: str
    points: str
    rule: str | None
    claimed: str | None
    score: str
    reason: str


class ReviewOutcome(Frozen):
    """The final score that follows from a review, the evaluation that it starts from, and the rows that it scored."""

    evaluation_sequence: int
    total: str
    grade: str
    rows: tuple[ReviewedScore, ...] = ()


class MovedDay(Frozen):
    """A due day that an order about the whole book moved, or left while it is no longer or still provisional."""

    department: str
    matter: str
    act: str
    due_before: str
    due: str
    provisional: bool = False


class LateAct(Frozen):
    """An act that came late while the service was down: it stays as it was judged, and the bureau is told."""

    department: str
    matter: str
    act: str
    due: str
    days_late: int


class Receipt(Frozen):
    """The receipt (回执): the record's place and hash are the department's own proof."""

    book: str
    sequence: int
    hash: str
    recorded_at: str
    days_late: int = 0
    turns: tuple[Turn, ...] = ()
    score: ScoreNote | None = None
    change: ChangeNote | None = None
    review: ReviewOutcome | None = None
    moved: tuple[MovedDay, ...] = ()
    late: tuple[LateAct, ...] = ()
