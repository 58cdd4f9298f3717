from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.note import public_line
from audit.verifier.report import BookReport, Closing, CopyNote, Damage, ErasureNote, Report
from cli.verified import show_report
from tests.support.shijing import BOOK, RECORDS
from tests.support.tampered import Tampered

if TYPE_CHECKING:
    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


@pytest.fixture
def closed(played: Shijing) -> Shijing:
    """The whole year; nobody has its database open."""
    played.desk.engine.dispose()
    return played


@pytest.mark.usefixtures("closed")
def test_a_sound_book_is_verified(jixiao: CommandLine) -> None:
    ran = jixiao("audit", "verify")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Verified: book {BOOK}, {RECORDS} records in one chain")
    assert "Signed heads vouch for every record." in ran.out
    report = jixiao("audit", "verify", BOOK, "--json").document
    assert [book["book"] for book in report["books"]] == [BOOK]


@pytest.mark.usefixtures("closed")
def test_whoever_leaves_out_what_the_records_say_is_told_what_was_not_looked_at(jixiao: CommandLine) -> None:
    whole = jixiao("audit", "verify").out
    assert "Computed again: scores 1, mid-year readings 1, reviews 1, undecided 0, doubts" in whole
    chain = jixiao("audit", "verify", "--chain-only")
    assert (chain.code, "Computed again" in chain.out) == (0, False)
    assert chain.out.splitlines()[-1].startswith("Only chain, signed heads and evidence were looked at, not what")
    assert jixiao("audit", "verify", "--chain-only", "--json").document["books"][0]["law"] is None


@pytest.mark.usefixtures("closed")
def test_a_record_against_the_law_of_the_year_is_named_with_its_reason(jixiao: CommandLine, data: Path) -> None:
    book = Tampered(data)
    rows = book.rows()
    (approved,) = [row["sequence"] for row in rows if row["kind"] == "targets.approved"]
    rows[approved - 1] = {**rows[approved - 1], "actor": "p-nobody"}
    book.rewrite(rows)
    for path in (data / "heads").glob("*/*.head"):
        if int(path.stem) >= approved:
            path.unlink()
    ran = jixiao("audit", "verify")
    assert ran.code == 3
    told = f"  written by somebody who had no such role then: record {approved} (record)  reason appointment"
    assert f"{told}, role reviewer, day 2020-" in ran.out


@pytest.mark.usefixtures("closed")
def test_a_changed_record_is_named_and_ends_in_exit_code_3(jixiao: CommandLine, data: Path) -> None:
    book = Tampered(data)
    payload = book.rows()[22]["payload"]
    assert isinstance(payload, bytes)
    book.set(23, "payload", payload.replace(b"0", b"1", 1))
    ran = jixiao("audit", "verify")
    assert ran.code == 3
    assert f"Not verified: book {BOOK}" in ran.out
    assert "  record altered: record 23 " in ran.out
    assert jixiao("audit", "verify", "--json").code == 3


@pytest.mark.usefixtures("closed")
def test_a_record_taken_out_is_named(jixiao: CommandLine, data: Path) -> None:
    book = Tampered(data)
    book.sql("DELETE FROM ledger WHERE sequence = 12")
    ran = jixiao("audit", "verify")
    assert ran.code == 3
    assert "  record deleted: record 12 " in ran.out


@pytest.mark.usefixtures("closed")
def test_a_head_that_was_kept_finds_a_tail_cut_together_with_its_heads(
    jixiao: CommandLine, data: Path, tmp_path: Path
) -> None:
    kept = shutil.copytree(data / "heads", tmp_path / "kept")
    book = Tampered(data)
    book.replace(book.rows()[:44])
    for path in (data / "heads").glob("*/*.head"):
        if int(path.stem) > 44:
            path.unlink()
    assert jixiao("audit", "verify").code == 0
    ran = jixiao("audit", "verify", "--checkpoint", str(kept))
    assert ran.code == 3
    assert "  end of the ledger cut off: record 45 (the signed head that you kept)" in ran.out


@pytest.mark.usefixtures("closed")
def test_a_key_that_was_kept_is_the_only_one_believed(jixiao: CommandLine, data: Path, tmp_path: Path) -> None:
    public = next((data / "heads").glob("*.pub"))
    kept = shutil.copyfile(public, tmp_path / "kept")
    assert jixiao("audit", "verify", "--keys", str(kept)).code == 0
    kept.write_text(f"{public_line(public.stem, Ed25519PrivateKey.generate())}\n", encoding="utf-8")
    assert jixiao("audit", "verify", "--keys", str(kept)).code == 3


@pytest.mark.usefixtures("closed")
def test_what_is_no_signed_head_is_refused_with_what_would_be_one(jixiao: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "nothing"):
        ran = jixiao("audit", "verify", "--checkpoint", str(path))
        assert ran.code not in {0, 3}
        assert f'"{path}" is not a signed head' in ran.err


def test_what_a_book_says_cannot_look_like_a_line_of_the_verification(capsys: pytest.CaptureFixture[str]) -> None:
    said = "x\nVerified: book y\x1b[8m"
    note = ErasureNote(9, "text", said, "2022-03-25T01:30:00.000000Z", said, said, said)
    closing, copy = Closing("addendum", 8, said), CopyNote(7, said, compared=True)
    sound = BookReport(said, 9, "0" * 64, 1, 9, (), closings=(closing,), erasures=(note,), copies=(copy,))
    damage = Damage("head-differs", said, 9, said, {"wanted": said})
    show_report(Report((sound, BookReport(said, 9, "", 1, 9, (damage,))), (damage,)))
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("Verified: book y")] == []
    assert len(lines) == 8
    assert all("\x1b" not in line for line in lines)


@pytest.mark.usefixtures("closed")
def test_heads_of_another_book_are_not_passed_over(jixiao: CommandLine, data: Path, tmp_path: Path) -> None:
    (other,) = (Path(shutil.copy(path, tmp_path)) for path in (data / "heads").glob("*/0000000001.head"))
    other.write_text(other.read_text(encoding="utf-8").replace("/2021/", "/2020/"), encoding="utf-8")
    ran = jixiao("audit", "verify", BOOK, "--checkpoint", other)
    assert (ran.code, ran.out) == (1, "")
    assert f"none is of {BOOK}, so nothing was compared" in " ".join(ran.err.split())


@pytest.mark.usefixtures("closed")
def test_a_moment_that_the_book_does_not_reach_is_refused(jixiao: CommandLine) -> None:
    wanted = f'The book "{BOOK}" has no record 999; it has {RECORDS}.'
    for arguments in (("--sequence", "999"), ("--at", "999")):
        ran = jixiao("audit", "replay", *arguments)
        assert (ran.code, ran.out.strip()) == (1, "")
        assert wanted in " ".join(ran.err.split())
    ran = jixiao("audit", "diff", "--from", "1", "--to", "999")
    assert (ran.code, ran.out) == (1, "")
    assert wanted in " ".join(ran.err.split())


@pytest.mark.usefixtures("closed")
def test_two_moments_are_not_taken_at_once(jixiao: CommandLine) -> None:
    for arguments in (("--sequence", "20"), ("--date", "2021-03-01")):
        ran = jixiao("audit", "replay", "--at", "30", *arguments)
        assert (ran.code, ran.out) == (1, "")
        assert "give either --at or those" in ran.err


@pytest.mark.usefixtures("closed")
def test_a_day_before_the_book_agrees_with_nothing(jixiao: CommandLine) -> None:
    ran = jixiao("audit", "replay", "--date", "1999-01-01")
    assert ran.code == 0
    assert "agrees" not in ran.out
    assert f"nothing of the book {BOOK} had been recorded by then" in " ".join(ran.out.split())
    later = jixiao("audit", "replay", "--date", "2021-03-01", "--json").document["books"][0]
    recorded = jixiao("audit", "replay", "--date", "2021-03-01", "--recorded", "--json").document["books"][0]
    assert (later["records"] > 0, recorded["records"]) == (True, 0)


@pytest.mark.usefixtures("closed")
def test_a_department_that_was_never_there_is_not_said_to_be_unchanged(jixiao: CommandLine) -> None:
    ran = jixiao("audit", "diff", "--from", "1", "--to", "20", "--department", "nobody")
    assert (ran.code, ran.out) == (1, "")
    assert 'no department "nobody"' in ran.err


@pytest.mark.usefixtures("closed")
def test_replaying_agrees_with_the_tables(jixiao: CommandLine) -> None:
    ran = jixiao("audit", "replay")
    assert ran.code == 0
    assert ran.out.startswith(
        f"Replay agrees: book {BOOK}, {RECORDS}/{RECORDS} records replayed, 2 evaluations fired again"
    )
    (book,) = jixiao("audit", "replay", BOOK, "--json").document["books"]
    assert (book["equal"], book["mismatches"], book["records"], book["of"]) == (True, [], RECORDS, RECORDS)


@pytest.mark.usefixtures("closed")
def test_replaying_to_a_day_shows_how_things_stood(jixiao: CommandLine) -> None:
    ran = jixiao("audit", "replay", "--date", "2022-03-01")
    assert ran.code == 0
    assert ran.out.splitlines()[1:] == [
        "  石井街道办事处 (shijing)",
        "    Phase: self-evaluation (waiting for the first act)",
        "    Awaited: file the self-evaluation, from the filler, due 2022-03-18",
        "    No score yet",
    ]
    (book,) = jixiao("audit", "replay", "--date", "2022-03-01", "--json").document["books"]
    (state,) = book["departments"]
    assert (state["phase"], state["state"], state["score"]) == ("self-evaluation", "open", None)
    (task,) = state["tasks"]
    assert (task["act"], task["due"]) == ("self-evaluation.file", "2022-03-18")
    assert book["records"] < book["of"]


@pytest.mark.usefixtures("closed")
def test_replaying_to_a_later_day_shows_what_was_overdue_then_and_what_had_been_scored(jixiao: CommandLine) -> None:
    overdue = jixiao("audit", "replay", "--date", "2022-03-20").out
    assert "    Awaited: file the self-evaluation, from the filler, due 2022-03-18, 2 days overdue\n" in overdue
    last = jixiao("audit", "replay", "--date", "2022-05-20").out.splitlines()
    assert last[-2:] == ["    Rule score 90.25 (covers 100 points)", "    Review score 90.25, grade 优"]
    (book,) = jixiao("audit", "replay", "--date", "2022-05-20", "--json").document["books"]
    (state,) = book["departments"]
    assert (state["score"], state["review"]) == ({"total": "90.25", "of": "100"}, {"total": "90.25", "grade": "优"})


@pytest.mark.usefixtures("closed")
def test_a_table_that_was_changed_beside_the_ledger_is_found_by_replaying(jixiao: CommandLine, data: Path) -> None:
    with closing(sqlite3.connect(data / "jixiao.db")) as connection, connection:
        connection.execute("UPDATE score SET total = '99.00' WHERE stage = 'score'")
    ran = jixiao("audit", "replay")
    assert ran.code == 3
    assert f"Replay differs: book {BOOK}" in ran.out
    assert f"  differs (table): score['{BOOK}', " in ran.out
    (book,) = jixiao("audit", "replay", "--json").document["books"]
    assert (book["equal"], len(book["mismatches"])) == (False, 1)


@pytest.mark.usefixtures("closed")
def test_a_database_without_its_guard_is_not_worked_on(jixiao: CommandLine, data: Path) -> None:
    Tampered(data)
    ran = jixiao("audit", "replay")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("The triggers that guard the ledger are missing or changed: ")


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("command", ["verify", "replay"])
def test_an_unknown_book_is_refused_with_those_there_are(jixiao: CommandLine, command: str) -> None:
    ran = jixiao("audit", command, "guangzhou-baiyun/2031/real")
    assert (ran.code, ran.out) == (1, "")
    assert "guangzhou-baiyun/2031/real" in ran.err
    assert BOOK in ran.err


@pytest.mark.parametrize("command", ["verify", "replay"])
def test_a_data_folder_without_a_database_is_refused_and_not_made(
    jixiao: CommandLine, data: Path, command: str
) -> None:
    ran = jixiao("audit", command)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f'There is no database in the data folder "{data}"')
    assert not data.exists()


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("given", ["2022-02-30", "1.3.2022", "三月", "2022-3-1"])
def test_a_date_that_is_none_is_refused_with_an_example(jixiao: CommandLine, given: str) -> None:
    ran = jixiao("audit", "replay", "--date", given)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f'"{given}" is not a date; write it as YYYY-MM-DD, for example 2022-03-01.\n'
