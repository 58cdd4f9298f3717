"""Tables that the ledger alone determines: each can be dropped and rebuilt from it.

Every row names the record (`sequence`) that last changed it. Columns `document` hold canonical JSON text.
"""

from __future__ import annotations

from typing import Final

from sqlmodel import Field, SQLModel

from models.acknowledgements import Acknowledgement, Dispute
from models.amendment_tables import AllowedAmendment
from models.canonical_text import CanonicalText
from models.carrying import Carried
from models.collections_asked import Collection, Division
from models.date_tables import Notice
from models.erasures import Erasure
from models.evidence_tables import Evidence
from models.findings import Finding
from models.monitoring_tables import Execution, RaisedWarning
from models.results import SuggestedResult
from models.samples import Sampled
from models.score_changes import ScoreChange
from models.sealing_tables import Addendum, Correction, Seal
from models.switching_tables import DepartmentSwitch, RubricSwitch
from models.target_tables import TARGET_TABLES


class Book(SQLModel, table=True):
    """An opened book: its bureau, year, kind, time shift, and the work calendar as last announced."""

    __tablename__ = "book"

    book: str = Field(primary_key=True)
    sequence: int
    bureau: str
    name: str
    year: int
    kind: str
    shift_seconds: int
    calendar: str
    epoch: int = 1
    concluded: bool = False


class Appointment(SQLModel, table=True):
    """Who holds which role, for which department ("" for the whole bureau), from and to which domain day.

    With a `division` it reaches no further than what is asked of that division.
    """

    __tablename__ = "appointment"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    actor: str = Field(index=True)
    role: str
    department: str
    from_day: str
    to_day: str | None = None
    approved_by: str
    division: str = ""


class AdoptedRubric(SQLModel, table=True):
    """The rubric in force: its bytes and canonical JSON come from the record, not from a file."""

    __tablename__ = "adopted_rubric"

    book: str = Field(primary_key=True)
    hash: str = Field(primary_key=True)
    sequence: int
    rubric: str
    version: int
    yaml: str
    canonical: str


class Department(SQLModel, table=True):
    """A department of the book and the rubric that its year runs under.

    `switched` is the record by which it took that rubric in mid-year, 0 where it was enrolled with it; `kept_dates`
    names, by phase as JSON, the earlier rubric whose dates that phase keeps.
    """

    __tablename__ = "department"

    book: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    sequence: int
    name: str
    rubric_hash: str
    concluded: bool = False
    two_hands: bool = False
    switched: int = 0
    kept_dates: str = "{}"


class Matter(SQLModel, table=True):
    """Where a matter of a department stands, in a state of its course. A matter is a phase, a warning, a finding."""

    __tablename__ = "matter"

    book: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    matter: str = Field(primary_key=True)
    sequence: int
    course: str
    state: str
    opened_at: str


class Task(SQLModel, table=True):
    """One awaited act of a role: open until the act is done. `round` counts how often it was asked for.

    `ended_by` is the kind of the record that ended it, which need not be the act that was awaited. `holder` is who
    alone may do it, None while anybody of the role may; `urgent` is the bureau's mark. `handled` is the last record
    that said who holds it or marked it; `sequence`, the one by which it stands, may be shown as a score's witness.
    """

    __tablename__ = "task"

    book: str = Field(primary_key=True)
    department: str = Field(primary_key=True)
    matter: str = Field(primary_key=True)
    act: str = Field(primary_key=True)
    round: int = Field(primary_key=True)
    sequence: int
    role: str
    due: str
    provisional: bool
    ladder: str
    state: str
    opened_at: str
    done_at: str | None = None
    done_by: str | None = None
    days_late: int = 0
    ended_by: str | None = None
    holder: str | None = None
    urgent: bool = False
    handled: int | None = None


class Extension(SQLModel, table=True):
    """A due day that a document put off: what it was, what it is, and on which paper; `round` is its task's."""

    __tablename__ = "extension"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    department: str = Field(index=True)
    matter: str
    act: str
    round: int
    due_before: str
    due: str
    document: str
    reason: str
    actor: str


class Filing(SQLModel, table=True):
    """What was filed in a phase, every time it was; the latest counts, lateness is judged on the first.

    What the department withdrew itself counts for neither; it stays here with the moment at which it was withdrawn.
    `counted` are the facts that are scored in the place of two days of the document.
    """

    __tablename__ = "filing"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    department: str = Field(index=True)
    phase: str
    actor: str
    received_at: str
    due: str
    days_late: int
    document: str = Field(sa_type=CanonicalText)
    counted: str = "[]"
    withdrawn_at: str | None = None


class Prepared(SQLModel, table=True):
    """What was prepared in a phase to be filed by another person, every time it was; the latest may be filed."""

    __tablename__ = "prepared"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    department: str = Field(index=True)
    phase: str
    actor: str
    document: str = Field(sa_type=CanonicalText)


class Score(SQLModel, table=True):
    """One evaluation: stage "score" or "monitoring"; `state` "made" or "undecided"."""

    __tablename__ = "score"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    department: str = Field(index=True)
    stage: str
    state: str
    total: str | None = None
    covers: str | None = None
    grade: str | None = None
    document: str = Field(sa_type=CanonicalText)


class Review(SQLModel, table=True):
    """The bureau's review (复核): who made it, the rows it scored, and the final score and grade that follow.

    `document` lists each scored row with its rule score, its claim, the review score and the reason (a commitment).
    """

    __tablename__ = "review"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    department: str = Field(index=True)
    actor: str
    evaluation_sequence: int
    total: str
    grade: str
    document: str


# A deadline that is near, has passed, was put off by a document or computed again; a score that was changed; an act
# that the bureau asks for; a warning that nobody answered; another rubric.
ALERT_KINDS: Final = (
    *("reminder", "overdue", "extended", "recomputed", "score-changed", "urged", "suspended"),
    "rubric-switched",
)


class Alert(SQLModel, table=True):
    """What a role is told; `kind` is one of ALERT_KINDS."""

    __tablename__ = "alert"

    book: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    to_role: str = Field(primary_key=True)
    department: str = Field(index=True)
    matter: str
    act: str
    kind: str
    due: str
    days: int
    happened_at: str


PROJECTIONS: tuple[type[SQLModel], ...] = (
    Book,
    Appointment,
    AdoptedRubric,
    Department,
    Matter,
    Task,
    Extension,
    Notice,
    Filing,
    Prepared,
    *TARGET_TABLES,
    Evidence,
    Score,
    ScoreChange,
    RaisedWarning,
    Execution,
    Review,
    Finding,
    Acknowledgement,
    Dispute,
    Division,
    Collection,
    Sampled,
    Carried,
    SuggestedResult,
    Alert,
    Seal,
    Addendum,
    Correction,
    RubricSwitch,
    DepartmentSwitch,
    Erasure,
    AllowedAmendment,
)
