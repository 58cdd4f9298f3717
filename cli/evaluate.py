"""`jixiao evaluate`: evaluate a filing once more, after an evaluation stayed undecided."""

from __future__ import annotations

import secrets
from typing import Annotated, Literal

import typer

from app.orders import SignedOrder, send_order
from app.settings import Settings
from cli.opening import existing_desk
from cli.options import AsJson, Who
from cli.receipts import tell_receipt
from models.commands import Reevaluate


def evaluate(
    department: Annotated[str, typer.Argument(help="部门 / department")],
    login: Who,
    book: Annotated[str, typer.Option("--book", help="账册 / book")],
    stage: Annotated[Literal["monitoring", "score"], typer.Option("--stage")] = "score",
    key: Annotated[str | None, typer.Option("--key", help="幂等键 / the key of an earlier sending")] = None,
    as_json: AsJson = False,
) -> None:
    """重新计算得分 / Evaluate what was filed once more; the earlier evaluation stays on the record."""
    _, desk = existing_desk()
    chosen = key or f"evaluate/{department}/{secrets.token_hex(8)}"
    order = Reevaluate(department=department, stage=stage)
    receipt = send_order(Settings(), desk, SignedOrder(book, login, chosen, order))
    tell_receipt(receipt, chosen, as_json=as_json)
