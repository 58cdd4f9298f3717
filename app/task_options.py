"""Which options each act takes: what a person typed for another act is refused and never dropped unread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.errors import AppError
from deadlines.moves import FILINGS

if TYPE_CHECKING:
    from app.task_content import DoTask

_OPINION: Final = ("opinion",)
# By act; what is not named here is an answer with an opinion.
_TAKEN: Final[dict[str, tuple[str, ...]]] = {
    **{f"{phase}.{act}": ("facts",) for phase in FILINGS for act in ("prepare", "file")},
    **{f"self-evaluation.{act}": ("facts", "reason") for act in ("prepare", "file")},
    "self-evaluation.amend": ("facts", "opinion"),
    "targets.approve": ("opinion", "quality"),
    "review.conclude": ("score", "finding"),
    "acknowledgement.dispute": ("dispute", "evidence"),
    "acknowledgement.answer": ("uphold", "score"),
    "warning.answer": ("choice", "plan"),
    "finding.answer": ("measure", "plan", "owner", "done-by", "evidence"),
}


def require_taken(wanted: DoTask, act: str) -> None:
    """Refuse the first option that the act does not take. Raises AppError `task.option-not-taken`."""
    taken = _TAKEN.get(act, _OPINION)
    for option, given in _given(wanted).items():
        if given and option not in taken:
            known = "、".join(f"--{one}" for one in taken)
            raise AppError("task.option-not-taken", act=act, option=option, known=known)


def _given(wanted: DoTask) -> dict[str, bool]:
    """By the option's name: whether something was given for it, be it empty."""
    return {
        "facts": wanted.facts is not None,
        "opinion": wanted.opinion is not None,
        "score": bool(wanted.scores),
        "finding": bool(wanted.findings),
        "dispute": bool(wanted.disputes),
        "evidence": bool(wanted.evidence),
        "uphold": bool(wanted.upheld),
        "measure": wanted.measure is not None,
        "choice": wanted.choice is not None,
        "plan": wanted.plan is not None,
        "quality": wanted.quality is not None,
        "owner": wanted.owner is not None,
        "done-by": wanted.done_by is not None,
        "reason": bool(wanted.reasons),
    }
