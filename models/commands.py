"""Typed commands: what a person or the clock asks of a book. Each is one frozen model; none carries a role.

Filed facts travel as the JSON that `rules` defines; free text only as the commitment of a stored text.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, JsonValue

from models.amendment_orders import AllowAmendment
from models.carrying import Carry
from models.collecting import AppointContributor, Collected, CollectionAsk, CollectionReturn
from models.corrections import Commitment, Name, Right
from models.date_orders import Announce, IssueNotice, RecordOutage
from models.disputes import Dispute, DisputeAnswer
from models.doubts import DoubtReason
from models.evidence import DemandedEvidence, EvidenceVersion, NewEvidence
from models.execution import ImportExecution
from models.findings import Measure, NewFinding
from models.results import Suggest
from models.sampling import Draw
from models.switching import SwitchOrder
from models.targets import Adjustment, Approval
from models.task_orders import Claim, Mark, Reassign, Release, Urge
from models.values import Frozen
from models.words import Words

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}$")]
InstantText = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]


class Filed(Frozen):
    """Facts of a filing, in the lists that the facts of `rules` have: facts, tasks, indicators, results, claims.

    `reasons` say why figures that are doubted are right.
    """

    LEFT_OUT: ClassVar[frozenset[str]] = frozenset({"reasons"})

    kind: Literal["filed"] = "filed"
    lists: dict[str, JsonValue]
    reasons: tuple[DoubtReason, ...] = ()


class Amendment(Frozen):
    """Figures and claims that replace filed ones (lists facts, results, claims); the reason is a stored text."""

    kind: Literal["amendment"] = "amendment"
    lists: dict[str, JsonValue]
    reason: Commitment


class Answer(Frozen):
    """Return, approve or accept; the opinion is a stored text."""

    kind: Literal["answer"] = "answer"
    opinion: Commitment | None = None


class ReviewedRow(Frozen):
    """A row whose score the reviewer changes, with the reason as a stored text."""

    row: str
    score: str
    reason: Commitment


class ReviewResult(Frozen):
    """The end of a review: rows not named are confirmed."""

    kind: Literal["review"] = "review"
    rows: tuple[ReviewedRow, ...] = ()
    findings: tuple[NewFinding, ...] = ()


class WarningAnswer(Frozen):
    """A department's answer to a warning: what it chooses, and its plan."""

    kind: Literal["warning-answer"] = "warning-answer"
    choice: Literal["continue", "adjust-target", "adjust-budget", "cancel"]
    plan: Commitment


Content = Annotated[
    Filed
    | Amendment
    | Adjustment
    | Answer
    | Approval
    | NewEvidence
    | DemandedEvidence
    | EvidenceVersion
    | ReviewResult
    | Measure
    | WarningAnswer
    | Dispute
    | DisputeAnswer
    | CollectionAsk
    | Collected
    | CollectionReturn,
    Field(discriminator="kind"),
]


class Deed(Frozen):
    """What a person does: who, which act, on which matter, with what.

    `seen` is the record up to which the person saw the matter; None asks for no comparison.
    """

    actor: str
    act: str
    matter: str
    content: Content
    seen: int | None = None


class Act(Frozen):
    """One act of a person on a matter of a department's year. `request` is the idempotency key of the request."""

    request: Key
    received_at: InstantText
    deed: Deed


class Appoint(Frozen):
    """Give a person a role: for one department, or with None for the bureau."""

    kind: Literal["appoint"] = "appoint"
    appointee: str
    role: str
    department: Name | None = None
    from_day: str
    to_day: str | None = None


class Adopt(Frozen):
    """Put a rubric in force: the bytes of its file, and the document that says so."""

    kind: Literal["adopt"] = "adopt"
    yaml: str
    document: Words


class Enrol(Frozen):
    """Take a department into the cycle; with `two_hands` one person prepares what another one files."""

    kind: Literal["enrol"] = "enrol"
    department: Name
    name: Words
    rubric_hash: Commitment
    two_hands: bool = False


class Reevaluate(Frozen):
    """Evaluate a department's filing once more, after an evaluation stayed undecided; the old one stands beside."""

    kind: Literal["reevaluate"] = "reevaluate"
    department: Name
    stage: Literal["monitoring", "score"]


class Extend(Frozen):
    """Give a matter more time, on the strength of a document (by its number and title, which name no person).

    `act` names the act that is meant; with None it is the one that the matter awaits now. The reason is a stored text.
    """

    kind: Literal["extend"] = "extend"
    department: Name
    matter: str
    act: str | None = None
    due: str
    document: Words
    reason: Commitment


class Seal(Frozen):
    """Seal a concluded book: 1 closes the period, each later number the addendum that is open."""

    kind: Literal["seal"] = "seal"
    number: int = Field(ge=1)


class Authorise(Frozen):
    """Let a sealed book be added to, on the strength of a document whose number and title name no person.

    `department` and `matters` are what may be taken up again (both or neither); `corrections` says whether records
    may be corrected: those about the department, or any where none is named. The reason is a stored text.
    """

    kind: Literal["authorise"] = "authorise"
    department: Name | None = None
    matters: tuple[str, ...] = ()
    corrections: bool = False
    document: Words
    title: Words
    reason: Commitment


class Propose(Frozen):
    """Propose to correct the record `corrects`, whose hash is named too; the reason is a stored text."""

    kind: Literal["propose"] = "propose"
    corrects: int
    hash: Commitment
    right: Right
    document: Words
    reason: Commitment


class Approve(Frozen):
    """Approve a proposed correction, by its record and that record's hash."""

    kind: Literal["approve"] = "approve"
    proposal: int
    hash: Commitment


class Decline(Frozen):
    """Decline a proposed correction; the opinion is a stored text."""

    kind: Literal["decline"] = "decline"
    proposal: int
    hash: Commitment
    opinion: Commitment


Order = Annotated[
    Appoint
    | AppointContributor
    | Adopt
    | Enrol
    | Reevaluate
    | Extend
    | Draw
    | Carry
    | Suggest
    | Announce
    | RecordOutage
    | IssueNotice
    | Seal
    | Authorise
    | AllowAmendment
    | Propose
    | Approve
    | Decline
    | SwitchOrder
    | Claim
    | Release
    | Reassign
    | Mark
    | Urge
    | ImportExecution,
    Field(discriminator="kind"),
]


class BureauOrder(Frozen):
    """One order of the bureau about its book."""

    request: Key
    actor: str
    received_at: InstantText
    order: Order
