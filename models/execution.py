"""Monthly execution (执行数据) as the treasury's system exports it: what an import orders, and what its records say."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from models.corrections import Commitment, Name
from models.fund_sources import FundSource
from models.values import Frozen

# Where money comes from (资金来源): a closed list, so that no free text enters the chain.
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
# 元, exactly as the file said it: no exponent, no sign.
Amount = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$")]
MOST_MONTHS: Final = 2000


class ExecutionLine(Frozen):
    """One source of money: the budget at the year's beginning, as adjusted, and what was spent since January, in 元."""

    source: FundSource
    initial: Amount
    adjusted: Amount
    spent: Amount


class DepartmentMonth(Frozen):
    """A department's execution up to the end of a month."""

    department: Name
    month: Month
    lines: tuple[ExecutionLine, ...] = Field(min_length=1)


class ImportExecution(Frozen):
    """Take in the figures of a file, named by the SHA-256 of its bytes."""

    kind: Literal["import-execution"] = "import-execution"
    file: Commitment
    months: tuple[DepartmentMonth, ...] = Field(min_length=1, max_length=MOST_MONTHS)


class ExecutionReceived(Frozen):
    """A file was taken in: the SHA-256 of its bytes and of its figures, and how many months of departments it has.

    The figures themselves stand in a record of their own for each department and month (`execution.imported`).
    """

    file: str
    figures: str
    months: int


class ExecutionImported(Frozen):
    """A department's execution up to a month, from the file of the record `cause`; an earlier import stays beside."""

    cause: int
    file: str
    month: str
    lines: tuple[ExecutionLine, ...]


EXECUTION_FORMS: Final[dict[tuple[str, int], type[Frozen]]] = {
    ("execution.received", 1): ExecutionReceived,
    ("execution.imported", 1): ExecutionImported,
}
