"""`jixiao migrate`: bring a data folder of an earlier release to this one's form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.service import alone
from app.wiring import open_database
from cli.opening import founded
from cli.progress import telling
from cli.speaking import voice

if TYPE_CHECKING:
    from app.settings import Settings


def migrate() -> None:
    """将数据目录升级到本版本 / Bring the data folder to this version's form: tables are rebuilt from the ledger."""
    count = brought_up(founded())
    voice.say("migrate.done" if count else "migrate.nothing", count=str(count))


def brought_up(settings: Settings) -> int:
    """Bring the folder up where a person waits; the number of records that were projected anew."""
    with alone(settings), telling() as show:
        count = 0

        def follow(book: str, sequence: int) -> None:
            nonlocal count
            count += 1
            show(voice.text("progress.rebuilding", about=book, count=str(sequence)))

        open_database(settings, follow).dispose()
        return count
