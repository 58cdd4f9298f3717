"""The protocol of the year as the verifier knows it: who may write which kind of record, and when an act is open.

Stated once more, not taken from the writer; a test compares the two. What a person writes is listed; every other kind
is the system's own.
"""

from __future__ import annotations

from typing import Final

SYSTEM: Final = "system"
_FILLER: Final = frozenset({"filler"})
_APPROVER: Final = frozenset({"approver"})
_EITHER: Final = frozenset({"filler", "approver"})
_REVIEWER: Final = frozenset({"reviewer"})
_CONTRIBUTOR: Final = frozenset({"contributor"})
_OFFICE: Final = frozenset({"performance-office"})
_SECURITY: Final = frozenset({"security-officer"})
_OF_TASKS: Final = _EITHER | _REVIEWER | _CONTRIBUTOR
_ANYBODY: Final = _OF_TASKS | _OFFICE | _SECURITY | {"auditor", "administrator", "leadership"}

WRITES: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(("targets.filed", "monitoring.filed", "self-evaluation.filed", "adjustment.filed"), _EITHER),
    **dict.fromkeys(("targets.withdrawn", "monitoring.withdrawn", "self-evaluation.withdrawn"), _EITHER),
    **dict.fromkeys(("targets.prepared", "monitoring.prepared", "self-evaluation.prepared"), _FILLER),
    **dict.fromkeys(("targets.sent-back", "monitoring.sent-back", "self-evaluation.sent-back"), _APPROVER),
    **dict.fromkeys(("targets.approved", "targets.returned", "monitoring.accepted", "monitoring.returned"), _REVIEWER),
    **dict.fromkeys(("adjustment.approved", "adjustment.refused", "self-evaluation.returned"), _REVIEWER),
    **dict.fromkeys(("review.concluded", "acknowledgement.answered"), _REVIEWER),
    **dict.fromkeys(("warning.accepted", "warning.returned", "finding.accepted", "finding.returned"), _REVIEWER),
    **dict.fromkeys(("warning.acknowledged", "warning.answered", "finding.answered"), _FILLER),
    **dict.fromkeys(("acknowledgement.confirmed", "acknowledgement.disputed", "self-evaluation.amended"), _FILLER),
    "evidence.added": _FILLER | _CONTRIBUTOR,
    "evidence.amended": _FILLER,
    **dict.fromkeys(("collection.asked", "collection.accepted", "collection.returned"), _EITHER),
    "collection.cancelled": _EITHER,
    "collection.answered": _CONTRIBUTOR,
    **dict.fromkeys(("appointment.made", "contributor.appointed", "book.sealed", "key.rotated"), _SECURITY),
    **dict.fromkeys(("text.erased", "person.erased"), _SECURITY),
    "erasure.requested": _ANYBODY,
    **dict.fromkeys(("rubric.adopted", "department.enrolled", "notice.issued", "calendar.announced"), _OFFICE),
    **dict.fromkeys(("outage.recorded", "execution.received", "sample.drawn", "fact.carried"), _OFFICE),
    **dict.fromkeys(("rubric.switch-proposed", "rubric.switched", "rubric.switch-declined"), _OFFICE),
    **dict.fromkeys(("deadline.extended", "reevaluation.ordered", "cycle.resumed", "result.suggested"), _OFFICE),
    **dict.fromkeys(("task.marked", "task.urged", "amendment.allowed", "addendum.authorised"), _OFFICE),
    **dict.fromkeys(("correction.approved", "correction.declined"), _OFFICE),
    **dict.fromkeys(("task.claimed", "task.released"), _OF_TASKS),
    "task.reassigned": _OF_TASKS | _OFFICE,
    "correction.proposed": _REVIEWER | _OFFICE | _SECURITY,
}
"""The roles under which each kind of record may be written that a person writes."""

NEVER_LATE: Final = frozenset(
    {"evidence.added", "evidence.amended", "collection.asked", "collection.cancelled", "warning.acknowledged"}
)
"""The kinds of acts that nobody waits for, so that no due day judges them."""

_EVIDENCE: Final = " evidence.added evidence.amended"
_ASKED: Final = " collection.asked"
_STATES: Final[dict[str, dict[str, str]]] = {
    "targets": {"open": f"filed{_ASKED}", "filed": "approved returned withdrawn"},
    "monitoring": {"open": f"filed{_ASKED}", "filed": "accepted returned withdrawn"},
    "self-evaluation": {"open": f"filed{_ASKED}{_EVIDENCE}", "done": f"amended withdrawn{_EVIDENCE}"},
    "targets-two-hands": {
        "open": f"prepared{_ASKED}",
        "prepared": f"filed sent-back{_ASKED}",
        "filed": "approved returned withdrawn",
    },
    "monitoring-two-hands": {
        "open": f"prepared{_ASKED}",
        "prepared": f"filed sent-back{_ASKED}",
        "filed": "accepted returned withdrawn",
    },
    "self-evaluation-two-hands": {
        "open": f"prepared{_ASKED}{_EVIDENCE}",
        "prepared": f"filed sent-back{_ASKED}{_EVIDENCE}",
        "done": f"amended withdrawn{_EVIDENCE}",
    },
    "review": {"open": "concluded self-evaluation.returned"},
    "rectification": {"open": _EVIDENCE},
    "warning": {"open": "answered acknowledged", "filed": "accepted returned"},
    "finding": {"open": "answered", "filed": "accepted returned"},
    "acknowledgement": {"open": "confirmed disputed", "filed": "answered"},
    "adjustment": {"done": "filed", "filed": "approved refused"},
    "adjustment-two-hands": {"done": "filed", "filed": "approved refused"},
    "collection": {"open": "answered cancelled evidence.added", "filed": "accepted returned cancelled"},
}
"""Of each course and state the acts that are open, those of the course itself by their last word."""


def open_acts(course: str, state: str) -> frozenset[str]:
    """The kinds of the acts that are open in a matter that stands so; none in a course or state that is not known."""
    named = _STATES.get(course, {}).get(state, "").split()
    subject = course.removesuffix("-two-hands")
    return frozenset(word if "." in word else f"{subject}.{word}" for word in named)
