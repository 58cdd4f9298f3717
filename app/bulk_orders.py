"""What the bureau does for many departments at once: remind, return, extend, export."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from activities.desk import Desk
from app.bulk import Item, ItemResult, Selection, bulk_key, carry_out, department_items, task_items
from app.errors import AppError
from app.extension import Extending, extend_deadline
from app.orders import SignedOrder, send_order
from app.people import actor_of
from app.settings import Settings
from app.texts import Texts, require_words
from app.window import window_of
from audit.durable import write_durably
from audit.prove import Prover
from models.commands import Answer, Deed
from models.projections import Book
from models.task_orders import Urge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic import JsonValue

    from models.projections import Task


@dataclass(frozen=True, slots=True)
class Bulk:
    """Who wants it, for which departments, and how to show that it goes on; `key` is that of an earlier sending."""

    settings: Settings
    desk: Desk
    login: str
    selection: Selection
    tell: Callable[[int], None]
    key: str | None = None

    def named(self, *words: str) -> str:
        """The key of this bulk with these words."""
        chosen = self.selection
        said: list[JsonValue] = [*words, self.login, chosen.matter, *chosen.departments]
        return bulk_key(self.desk, chosen, [*said, chosen.everyone, chosen.overdue], self.key)


def remind(bulk: Bulk) -> Iterator[ItemResult]:
    """Ask for every open task of the choice. Raises AppError as `task_items` does; refusals stand in the results."""
    items = task_items(bulk.desk, bulk.selection, bulk.named("remind"))

    def do(item: Item) -> str:
        task = _task_of(item)
        order = Urge(department=task.department, matter=task.matter, act=task.act, round=task.round)
        signed = SignedOrder(bulk.selection.book, bulk.login, item.key, order)
        return str(send_order(bulk.settings, bulk.desk, signed).sequence)

    return carry_out(bulk.desk, items, "", do, bulk.tell)


def extend(bulk: Bulk, due: str, document: str, reason: str) -> Iterator[ItemResult]:
    """Put the matter's due day off for every department of the choice, by one document."""
    matter = _matter_of(bulk)
    items = department_items(bulk.desk, bulk.selection, bulk.named("extend", due, document, reason))

    def do(item: Item) -> str:
        wanted = Extending(
            bulk.selection.book, bulk.login, item.department, matter, due, document, reason, key=item.key
        )
        return str(extend_deadline(bulk.settings, bulk.desk, wanted).sequence)

    return carry_out(bulk.desk, items, matter, do, bulk.tell)


def return_(bulk: Bulk, act: str, opinion: str) -> Iterator[ItemResult]:
    """Return what every department of the choice filed in the matter, with one opinion; `act` as in targets.return."""
    matter = _matter_of(bulk)
    require_words(opinion=opinion)
    items = department_items(bulk.desk, bulk.selection, bulk.named("return", act, opinion))
    with bulk.desk.reading() as session:
        actor = actor_of(session, bulk.login)
        book = session.get_one(Book, bulk.selection.book)

    async def send(item: Item) -> str:
        window = window_of(bulk.settings, bulk.desk, book)
        kept = Texts(bulk.desk, book.book, item.key).commit("opinion", opinion)
        deed = Deed(actor=actor, act=act, matter=matter, content=Answer(opinion=kept))
        return str((await window.act(book.book, item.department, item.key, deed)).sequence)

    return carry_out(bulk.desk, items, matter, lambda item: asyncio.run(send(item)), bulk.tell)


def export(bulk: Bulk, folder: Path) -> Iterator[ItemResult]:
    """Write for every department of the choice the proof of its score; a file that is there is written anew."""
    items = department_items(bulk.desk, bulk.selection, bulk.named("export"))

    def do(item: Item) -> str:
        with bulk.desk.reading() as session:
            proof = Prover(session, bulk.desk.signer, bulk.selection.book).score_of(item.department)
        path = folder / f"{item.department}.json"
        write_durably(path, (json.dumps(proof, ensure_ascii=False, indent=2) + "\n").encode())
        return str(path)

    folder.mkdir(parents=True, exist_ok=True)
    return carry_out(bulk.desk, items, bulk.selection.matter or "", do, bulk.tell)


def _matter_of(bulk: Bulk) -> str:
    if bulk.selection.matter is None:
        raise AppError("bulk.which-matter")
    return bulk.selection.matter


def _task_of(item: Item) -> Task:
    if item.task is None:
        raise AppError("task.unknown", task=item.key)
    return item.task
