"""Shijing's rubric corrected in mid-year, and the orders that put it in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.commands import Adopt
from models.switching import ApproveSwitch, DeclineSwitch, ProposeSwitch
from rules.rubric_file import load_rubric
from tests.support.shijing import rubric_file

if TYPE_CHECKING:
    from activities.signatures import OrderResult
    from models.receipts import Receipt
    from tests.support.shijing import Shijing

DOCUMENT = "示财绩〔2022〕18号"
DAY = "2022-04-20"
# The input that the corrected rubric does not know any more, and the one that it asks for instead.
GONE, WANTED = "asset_use_rate", "asset_use_share"


def corrected(*changes: tuple[str, str]) -> str:
    """The rubric with a stricter step for income-variance, asset use by another figure, and what else is changed."""
    text = rubric_file().text.decode()
    stricter = ("value: income_variance}, each: 5%, deduct: 0.5", "value: income_variance}, each: 5%, deduct: 1")
    for old, new in (("version: 1\n", "version: 2\n"), stricter, *changes):
        assert old in text, old
        text = text.replace(old, new)
    return text.replace(GONE, WANTED)


def adopt(year: Shijing, yaml: str, request: str = "adopt/corrected", day: str = DAY) -> str:
    """Put the rubric in force for whoever takes it, and return its hash."""
    year.order(request, Adopt(yaml=yaml, document=DOCUMENT), day=day)
    return load_rubric(yaml.encode(), "corrected.yaml").hash


def propose(
    year: Shijing,
    to_hash: str,
    *,
    from_hash: str | None = None,
    dates: bool = False,
    request: str = "switch",
    day: str = DAY,
    who: str = "office",
) -> Receipt:
    wanted = ProposeSwitch(
        from_hash=from_hash or rubric_file().hash,
        to_hash=to_hash,
        dates=dates,
        document=DOCUMENT,
        reason=year.commit(request, "reason", "原标准一项扣分有误"),
    )
    return year.order(request, wanted, who, day).receipt


def approve(
    year: Shijing, proposal: Receipt, who: str = "office-2", request: str = "switch/yes", day: str = DAY
) -> Receipt:
    return approved(year, proposal, who, request, day).receipt


def approved(
    year: Shijing, proposal: Receipt, who: str = "office-2", request: str = "switch/yes", day: str = DAY
) -> OrderResult:
    """The approval with what the running years hear of it."""
    return year.order(request, ApproveSwitch(proposal=proposal.sequence, hash=proposal.hash), who, day)


def decline(year: Shijing, proposal: Receipt, who: str = "office-2", request: str = "switch/no") -> Receipt:
    opinion = year.commit(request, "opinion", "依据不足")
    wanted = DeclineSwitch(proposal=proposal.sequence, hash=proposal.hash, opinion=opinion)
    return year.order(request, wanted, who, DAY).receipt
