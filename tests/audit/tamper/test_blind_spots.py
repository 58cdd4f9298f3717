"""What verify cannot find alone, as decision 0026 says it: each row of its table is carried out here."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audit.replay import replay
from models.database import sqlite_engine
from tests.support.shijing import BOOK
from tests.support.tamper.copies import DAMAGED, SOUND, Copy, Scene
from tests.support.tamper.files import STRANGER, restored, sign_anew
from tests.support.tamper.whole_book import sign, signed_until

if TYPE_CHECKING:
    from collections.abc import Callable

DECISION = Path(__file__).parents[3] / "docs" / "decisions" / "0026-what-verify-cannot-find-alone.md"
REWRITTEN = 20
CUT = 44


def table() -> dict[str, tuple[str, ...]]:
    """What was done, and what verify finds: alone, with the head that was kept, with the key that was kept."""
    text, _, _ = DECISION.read_text(encoding="utf-8").partition("## Records that could not follow")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if "|" in line]
    return {row[0]: tuple(row[1:]) for row in rows[2:]}


def heads_of(scene: Scene) -> list[Path]:
    """The files of the signed heads, the earliest first."""
    return sorted((scene.data / "heads").glob("*/*.head"))


def sign_again(scene: Scene, copy: Copy) -> None:
    """Let the bureau's key sign another book at the same sizes."""
    for path in heads_of(scene):
        path.unlink()
        if int(path.stem) <= len(copy.rows):
            sign(scene, copy.with_rows(copy.rows[: int(path.stem)]).headed())


def rewritten(scene: Scene, at: int) -> Copy:
    """The book as if somebody else had acted once."""
    return scene.whole.rewritten(scene.whole.with_row(at, actor="p-somebody-else").rows)


def cut(scene: Scene, count: int) -> Copy:
    """The book as it was earlier."""
    return scene.whole.with_rows(scene.whole.rows[:count]).headed()


def rewrite_and_sign(scene: Scene) -> None:
    scene.put(rewritten(scene, REWRITTEN))
    sign_again(scene, rewritten(scene, REWRITTEN))


def rewrite_and_sign_by_another(scene: Scene) -> None:
    rewrite_and_sign(scene)
    sign_anew(scene.data, STRANGER)


def put_an_older_folder_back(scene: Scene) -> None:
    scene.put(cut(scene, CUT))
    for path in heads_of(scene):
        if int(path.stem) > CUT:
            path.unlink()


def rewrite_what_nobody_signed(scene: Scene) -> None:
    scene.put(rewritten(scene, signed_until(scene.whole) + 1))


def cut_what_nobody_signed(scene: Scene) -> None:
    scene.put(cut(scene, signed_until(scene.whole) + 1))


def remove_the_book(scene: Scene) -> None:
    scene.put(Copy((), None))
    shutil.rmtree(heads_of(scene)[0].parent)


def remove_heads(scene: Scene) -> None:
    for path in heads_of(scene)[1:]:
        path.unlink()


def change_a_table(scene: Scene) -> None:
    scene.sql("UPDATE score SET total = '99.99'")


DONE: dict[str, Callable[[Scene], None]] = dict(
    zip(
        table(),
        (
            rewrite_and_sign,
            rewrite_and_sign_by_another,
            put_an_older_folder_back,
            rewrite_what_nobody_signed,
            cut_what_nobody_signed,
            remove_the_book,
            remove_heads,
            change_a_table,
        ),
        strict=True,
    )
)


@pytest.mark.parametrize("what", DONE)
def test_what_verify_cannot_find_alone_is_written_down(
    scene: Scene, what: str, checkpoint: tuple[str, str], own_key: tuple[str, str]
) -> None:
    with restored(scene.data / "heads"):
        DONE[what](scene)
        outcomes = [scene.verify(*arguments) for arguments in ((), checkpoint, own_key)]
    named = tuple(outcome.found[0].kind if outcome.found else "nothing" for outcome in outcomes)
    assert named == table()[what]
    assert [outcome.code for outcome in outcomes] == [SOUND if kind == "nothing" else DAMAGED for kind in named]


def test_a_changed_table_that_verify_cannot_see_is_found_by_replay(
    tmp_path: Path, played_data: tuple[Path, object]
) -> None:
    scene = Scene(shutil.copytree(played_data[0], tmp_path / "data"))
    change_a_table(scene)
    engine = sqlite_engine(scene.data / "jixiao.db")
    found = replay(engine, BOOK).mismatches
    engine.dispose()
    assert {mismatch.where.partition("[")[0] for mismatch in found} == {"score"}
