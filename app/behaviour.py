"""How a department of a play behaves (行为): late, silent, returned, amending, disputing; its acts follow from that."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from app.scenario_parts import Part, PlayedFact, PlayedResult

FILED: Final = ("targets.file", "monitoring.file", "self-evaluation.file")
RETURNED: Final = {
    "targets.file": "targets.return",
    "monitoring.file": "monitoring.return",
    "self-evaluation.file": "self-evaluation.return",
    "warning.answer": "warning.return",
    "finding.answer": "finding.return",
}
# Without these the next phase never begins, or the year never ends.
HOLDING: Final = (
    *FILED,
    "targets.approve",
    "monitoring.accept",
    "review.conclude",
    "finding.answer",
    "finding.accept",
)
AWAITED: Final = (
    "targets.file",
    "targets.approve",
    "monitoring.file",
    "monitoring.accept",
    "warning.answer",
    "warning.accept",
    "self-evaluation.file",
    "review.conclude",
    "acknowledgement.confirm",
    "acknowledgement.dispute",
    "acknowledgement.answer",
    "finding.answer",
    "finding.accept",
)


class MidYear(Part):
    """What the department files in mid-year: what the rubric's monitoring asks for, and indicators' progress."""

    facts: tuple[PlayedFact, ...] = ()
    results: tuple[PlayedResult, ...] = ()


class Behaviour(Part):
    """Who does nothing worth a word acts `ahead` days before every deadline, and so does the bureau towards it.

    `late` gives the days by which acts miss their deadlines; `never` the acts that never come; `returned` how often
    what an act files is returned. `amend` are figures filed anew after the self-evaluation, `found` rows of which the
    review finds fault, `dispute` rows whose final score the department disputes (the bureau upholds it).
    """

    ahead: int = Field(default=2, ge=0)
    late: dict[str, int] = Field(default_factory=dict)
    never: tuple[str, ...] = ()
    returned: dict[str, int] = Field(default_factory=dict)
    amend: tuple[PlayedFact, ...] = ()
    found: tuple[str, ...] = ()
    dispute: tuple[str, ...] = ()
    mid_year: MidYear = MidYear()

    def ends(self) -> bool:
        """Whether the department's year comes to its end."""
        return not any(act in HOLDING for act in self.never)
