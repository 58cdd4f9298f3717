"""Evidence as it is typed: several rows, versions, what is missing, taking away, tidying."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

import app.evidence.bringing
import app.tasks
from tests.support.at_once import AtOnce
from tests.support.demanding_proof import DemandingProof
from tests.support.made_files import archive, docx, pdf
from tests.support.sentences import says
from tests.support.shijing import BOOK, local

if TYPE_CHECKING:
    from pathlib import Path

    from activities.desk import Desk
    from tests.support.command_line import CommandLine, Ran
    from tests.support.shijing import Shijing

WHO = ("--department", "shijing", "--as", "tianbao", "--book", BOOK)


@pytest.fixture
def year(shijing: Shijing, monkeypatch: pytest.MonkeyPatch) -> Shijing:
    """The self-evaluation is awaited; acts are handled at once."""
    shijing.play(until="self-evaluation.file")
    window = AtOnce(shijing.desk, local("2022-03-10"))
    monkeypatch.setattr(app.evidence.bringing, "window_of", lambda *_: window)
    return shijing


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "结转批复.pdf"
    path.write_bytes(pdf())
    return path


def added(jixiao: CommandLine, file: Path, *rows: str) -> dict[str, int]:
    """The record by row."""
    ran = jixiao("evidence", "add", file, *(word for row in rows for word in ("--row", row)), *WHO, "--json")
    assert ran.code == 0, ran.err
    return {one["row"]: one["sequence"] for one in ran.document["receipts"]}


def stored(data: Path) -> set[str]:
    return {path.relative_to(data / "evidence").as_posix() for path in (data / "evidence").rglob("*") if path.is_file()}


def mine(ran: Ran, row: str = "carry-over") -> list[dict[str, object]]:
    return next(one["versions"] for one in ran.document["rows"] if one["row"] == row)


@pytest.mark.usefixtures("year")
def test_one_file_for_two_rows_is_stored_once_and_recorded_for_each(
    jixiao: CommandLine, data: Path, file: Path
) -> None:
    before = stored(data)
    records = added(jixiao, file, "carry-over", "income-variance", "carry-over")
    assert len(records) == 2
    assert len(stored(data) - before) == 1
    assert added(jixiao, file, "carry-over", "income-variance") == records
    told = jixiao("evidence", "add", file, "--row", "carry-over", *WHO).out
    assert says(told, "evidence.added")


@pytest.mark.usefixtures("year")
def test_a_new_version_is_listed_beside_the_one_that_it_superseded(
    jixiao: CommandLine, tmp_path: Path, file: Path
) -> None:
    first = added(jixiao, file, "carry-over")["carry-over"]
    signed = tmp_path / "盖章.docx"
    signed.write_bytes(docx())
    asked = ("evidence", "amend", signed, "--of", str(first), "--reason", "补盖公章", *WHO)
    ran = jixiao(*asked, "--json")
    assert ran.code == 0, ran.err
    second = ran.document["sequence"]
    assert jixiao(*asked, "--json").document["sequence"] == second
    listed = mine(jixiao("evidence", "list", "shijing", "--row", "carry-over", "--json"))
    assert [(one["sequence"], one["name"], one["superseded_by"]) for one in listed] == [
        (first, "结转批复.pdf", second),
        (second, "盖章.docx", None),
    ]
    assert (listed[1]["reason"], listed[1]["supersedes"], listed[1]["version"]) == ("补盖公章", first, 2)
    table = jixiao("evidence", "list", "shijing").out
    assert f"superseded by record {second}" in table
    shown = jixiao("evidence", "show", str(first)).out
    assert "补盖公章" in shown
    assert jixiao("evidence", "show", str(second)).out == shown


@pytest.mark.usefixtures("year")
def test_one_file_takes_the_place_of_several_pieces(jixiao: CommandLine, tmp_path: Path, file: Path) -> None:
    records = added(jixiao, file, "carry-over", "income-variance")
    better = tmp_path / "better.pdf"
    better.write_bytes(pdf(b"<< >>"))
    named = [word for record in records.values() for word in ("--of", str(record))]
    ran = jixiao("evidence", "amend", better, *named, "--reason", "换成终稿", *WHO, "--json", "--key", "k")
    assert [one["key"] for one in ran.document["receipts"]] == [f"k/{record}" for record in records.values()]


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.zip", archive({"../a.txt": b"a"}), "evidence.archive-name"),
        ("a.pdf", b"words", "evidence.contradicts"),
        ("a.exe", b"MZ\x00", "evidence.unknown-form"),
        ("a.docx", docx(**{"word__vbaProject.bin": b"x"}), "evidence.macros"),
    ],
)
def test_a_refused_file_leaves_nothing_behind(
    jixiao: CommandLine, data: Path, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    before, path = stored(data), tmp_path / name
    path.write_bytes(content)
    for language in ("zh", "en"):
        ran = jixiao("--lang", language, "evidence", "add", path, "--row", "carry-over", *WHO)
        assert (ran.code, says(ran.err, code, language)) == (1, True), ran.err
    assert stored(data) == before


@pytest.mark.usefixtures("year")
def test_a_row_that_is_not_there_is_refused_before_any_row_is_recorded(
    jixiao: CommandLine, data: Path, file: Path
) -> None:
    before = stored(data)
    ran = jixiao("evidence", "add", file, "--row", "carry-over", "--row", "carry", *WHO)
    assert (ran.code, says(ran.err, "row.unknown")) == (1, True)
    assert stored(data) == before


@pytest.mark.usefixtures("year")
def test_limits_are_settings(jixiao: CommandLine, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_EVIDENCE_FILE_BYTES", "10")
    assert says(jixiao("evidence", "add", file, "--row", "carry-over", *WHO).err, "evidence.too-large")
    monkeypatch.setenv("JIXIAO_EVIDENCE_FILE_BYTES", "100000")
    monkeypatch.setenv("JIXIAO_EVIDENCE_DEPARTMENT_BYTES", "100")
    assert says(jixiao("evidence", "add", file, "--row", "carry-over", *WHO).err, "evidence.department-full")


@pytest.mark.usefixtures("year")
def test_what_is_taken_away_is_what_was_handed_in(jixiao: CommandLine, data: Path, tmp_path: Path, file: Path) -> None:
    record = str(added(jixiao, file, "carry-over")["carry-over"])
    target = tmp_path / "taken.pdf"
    assert jixiao("evidence", "save", record, "-o", target).code == 0
    assert target.read_bytes() == file.read_bytes()
    assert says(jixiao("evidence", "save", record, "-o", target).err, "evidence.target-exists")
    (place,) = (path for path in (data / "evidence").glob("??/*") if path.read_bytes() == file.read_bytes())
    other = tmp_path / "other.pdf"
    for damage in (lambda: place.write_bytes(b"forged"), place.unlink):
        damage()
        assert says(jixiao("evidence", "save", record, "-o", other).err, "evidence.changed")
        assert not other.exists()
    assert says(jixiao("evidence", "show", "1").err, "evidence.no-piece")


def test_tidying_deletes_only_what_is_old_and_what_nobody_names(year: Shijing, jixiao: CommandLine, data: Path) -> None:
    named = stored(data)
    old, new = year.desk.evidence.put(b"old stray"), year.desk.evidence.put(b"new stray")
    cut = data / "evidence" / ".incoming-1"
    cut.write_bytes(b"half")
    long_ago = (year.desk.clock() - timedelta(days=9000)).timestamp()
    for path in (*(data / "evidence" / one for one in named), year.desk.evidence.path(old), cut):
        os.utime(path, (long_ago, long_ago))
    dry = jixiao("evidence", "tidy", "--dry-run", "--json").document
    assert dry == {"files": [".incoming-1", f"{old[:2]}/{old}"], "bytes": 13}
    assert says(jixiao("evidence", "tidy", "--dry-run").out, "evidence.untidy")
    assert says(jixiao("evidence", "tidy").out, "evidence.tidied")
    assert stored(data) == {*named, f"{new[:2]}/{new}"}


def test_content_that_comes_again_is_new_for_tidying(
    jixiao: CommandLine, data: Path, year: Shijing, file: Path
) -> None:
    digest = year.desk.evidence.put(file.read_bytes())
    os.utime(year.desk.evidence.path(digest), (0, 0))
    with year.desk.evidence.incoming(file) as came:
        assert came.keep() == digest
    assert jixiao("evidence", "tidy", "--json").document == {"files": [], "bytes": 0}
    assert f"{digest[:2]}/{digest}" in stored(data)


@pytest.fixture
def asking(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> DemandingProof:
    """The self-evaluation is awaited under a form that demands evidence."""
    year = DemandingProof(desk)
    year.open()
    year.play(until="self-evaluation.file")
    window = AtOnce(desk, local("2022-03-10"))
    for module in (app.evidence.bringing, app.tasks):
        monkeypatch.setattr(module, "window_of", lambda *_: window)
    return year


@pytest.mark.usefixtures("asking")
def test_what_is_missing_is_listed_refused_and_told_with_the_receipt(
    jixiao: CommandLine, facts: Path, file: Path, tmp_path: Path
) -> None:
    told = jixiao("evidence", "list", "shijing").out
    assert says(told, "evidence.missing-required")
    assert says(told, "evidence.missing")
    do = ("task", "do", "shijing/self-evaluation/self-evaluation.file/1", "--as", "tianbao", "--facts", facts)
    assert says(jixiao(*do).err, "evidence.demanded")
    other = tmp_path / "other.pdf"
    other.write_bytes(pdf(b"<< >>"))
    for path in (file, other):
        ran = jixiao("evidence", "add", path, "--row", "asset-rules", "--kind", "rules", *WHO)
        assert ran.code == 0, ran.err
    ran = jixiao(*do)
    assert ran.code == 0, ran.err
    assert says(ran.out, "evidence.missing")
    assert not says(ran.out, "evidence.missing-required")
    (row,) = jixiao("evidence", "list", "shijing", "--row", "asset-rules", "--json").document["rows"]
    assert [(one["kind"], one["handed_in"], one["missing"]) for one in row["demands"]] == [
        ("rules", 2, 0),
        ("minutes", 0, 1),
    ]
