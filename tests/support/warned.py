"""What the tests of warnings share: mid-year filings that warn or do not, and what became of each warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models.commands import Answer, Filed
from models.ledger import LedgerRecord
from models.monitoring_tables import RaisedWarning
from models.projections import Task
from tests.support.shijing import local

if TYPE_CHECKING:
    from models.receipts import Receipt
    from tests.support.shijing import Shijing

SPENDING = "warning/1/spending-pace"
EXHIBITIONS = "warning/1/indicator-pace/exhibitions"
FILED = local("2021-08-18")


def on_pace(year: Shijing) -> Filed:
    """A mid-year filing about which there is nothing to warn."""
    filing = year.mid_year(mid_year_spent="9369.00")
    (result,) = [dict(one) for one in _rows(filing, "results")]
    return Filed(lists={**filing.lists, "results": [{**result, "actual": "9"}]})


def _rows(filing: Filed, name: str) -> list[dict[str, str]]:
    rows = filing.lists[name]
    assert isinstance(rows, list)
    return [{str(key): str(value) for key, value in one.items() if value} for one in rows if isinstance(one, dict)]


def monitor(year: Shijing, at: str = FILED, filing: Filed | None = None) -> Receipt:
    """File the monitoring; without a filing the scenario's, which warns of two things."""
    return year.act("monitoring", "monitoring.file", filing or year.mid_year(), "filler", at)


def send_back(year: Shijing, at: str = local("2021-08-20")) -> None:
    """The bureau returns the monitoring."""
    year.act("monitoring", "monitoring.return", Answer(opinion="0" * 64), "reviewer", at)


def answer(year: Shijing, matter: str, at: str, choice: str = "continue") -> Receipt:
    """The department answers a warning."""
    return year.act(matter, "warning.answer", year.plan_for(f"{matter}/{at}", "加快支付", choice), "filler", at)


def warnings(year: Shijing) -> dict[str, RaisedWarning]:
    """Every warning by its matter, in the order of the matters."""
    with year.desk.reading() as session:
        found = session.exec(select(RaisedWarning).order_by(col(RaisedWarning.matter))).all()
    return {warning.matter: warning for warning in found}


def states(year: Shijing) -> dict[str, str]:
    """What became of each warning."""
    return {matter: warning.state for matter, warning in warnings(year).items()}


def tasks(year: Shijing, matter: str) -> list[tuple[str, int, str, str, int]]:
    """Act, round, due day, state and lateness of each task of a matter."""
    with year.desk.reading() as session:
        query = select(Task).where(col(Task.matter) == matter).order_by(col(Task.opened_at), col(Task.sequence))
        found = session.exec(query).all()
    return [(task.act, task.round, task.due, task.state, task.days_late) for task in found]


def records(year: Shijing, kind: str) -> list[LedgerRecord]:
    """The records of a kind, the first one first."""
    with year.desk.reading() as session:
        query = select(LedgerRecord).where(col(LedgerRecord.kind) == kind)
        return list(session.exec(query.order_by(col(LedgerRecord.sequence))))
