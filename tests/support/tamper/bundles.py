"""A bundle that was taken away, altered by somebody who writes its manifest anew, and verified by its own program."""

from __future__ import annotations

import io
import re
import shutil
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

from sqlmodel import Session

from audit.bundle_archive import write_manifest
from audit.bundle_contents import Source
from audit.canonical import canonical_bytes
from audit.export import export_book
from audit.verifier.bundle_main import main
from models.database import reading, sqlite_engine
from tests.support.shijing import BOOK
from tests.support.tamper.copies import Copy, Found, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.tamper.copies import Case

_DAMAGE = re.compile(r"damage 损坏: (?P<kind>[a-z-]+), record 记录 (?P<sequence>-|\d+), (?P<subject>\S+)")
_PROVED = re.compile(r"proved 已证: (?P<count>\d+),")


class Bundle:
    """The folder of a bundle with its evidence; `whole` are its records and head as they were exported."""

    def __init__(self, data: Path, folder: Path, whole: Copy) -> None:
        engine = sqlite_engine(data / "jixiao.db")
        with Session(reading(engine)) as session:
            export_book(Source(session, BOOK, data / "heads", data / "evidence"), folder, with_evidence=True)
        engine.dispose()
        self.folder = folder
        self.whole = whole
        self._untouched = folder.with_name("untouched")
        shutil.copytree(folder, self._untouched)

    def restore(self) -> None:
        """Put every file back."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._untouched, self.folder)

    def put(self, copy: Copy) -> None:
        """Write these records and this head into it, and a manifest that fits."""
        lines = [canonical_bytes({**row, "payload": _text(row["payload"])}) + b"\n" for row in copy.rows]
        (self.folder / "records.jsonl").write_bytes(b"".join(lines))
        head = copy.head or {}
        kept = {column: head.get(column) for column in ("sequence", "hash", "epoch", "peaks")}
        (self.folder / "head.json").write_bytes(canonical_bytes(kept))
        self.list_files()

    def list_files(self) -> None:
        """Write the manifest anew."""
        (self.folder / "manifest.txt").unlink(missing_ok=True)
        write_manifest(BOOK, self.folder)

    def verify(self, *arguments: str) -> Outcome:
        """Verify it by the command line that lies in it."""
        raw = io.BytesIO()
        with redirect_stdout(io.TextIOWrapper(raw, encoding="utf-8")) as said:
            code = main(self.folder, arguments)
            said.flush()
            report = raw.getvalue().decode()
        damages = (match.groupdict() for match in _DAMAGE.finditer(report))
        found = (Found(one["kind"], _number(one["sequence"]), one["subject"]) for one in damages)
        proved = _PROVED.search(report)
        return Outcome(code, tuple(found), int(proved["count"]) if proved else 0)

    def outcome(self, case: Case, *arguments: str) -> Outcome:
        """Do the damage and verify."""
        self.put(case.tamper(self.whole))
        return self.verify(*arguments)


def fits(case: Case, whole: Copy) -> bool:
    """Whether the damage can be written in a bundle: JSON knows no bytes, and its head no time."""
    values = [value for row in case.tamper(whole).rows for name, value in row.items() if name != "payload"]
    return (
        "head: " not in case.name and not any(isinstance(value, bytes) for value in values) and _readable(case, whole)
    )


def _readable(case: Case, whole: Copy) -> bool:
    for row in case.tamper(whole).rows:
        if isinstance(row["payload"], str):
            return False
        try:
            (row["payload"] or b"").decode()
        except UnicodeDecodeError:
            return False
    return True


def _text(payload: object) -> str | None:
    return payload.decode() if isinstance(payload, bytes) else None


def _number(text: str) -> int | None:
    return None if text == "-" else int(text)
