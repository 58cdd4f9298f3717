from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from audit.bundle_archive import write_manifest
from audit.bundle_contents import Source
from audit.errors import AuditError
from audit.export import export_book
from audit.heads import HeadSigner
from audit.join_verifier import joined_verifier, literal
from audit.verifier.bundle_report import report_text
from audit.verifier.verify_bundle import verify_bundle
from models.commands import ReviewedRow, ReviewResult
from models.ledger import Head, LedgerRecord
from tests.support.amendments import amend, figure, rows, scores
from tests.support.desks import copied, desk_at
from tests.support.heads import heads_of
from tests.support.shijing import BOOK, DEPARTMENT, RECORDS, local
from tests.support.tampered import Tampered

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel import Session

    from activities.signatures import DepartmentStart
    from audit.evaluators import Evaluators
    from tests.support.shijing import Shijing

SYSTEM_PYTHON = shutil.which("python3", path="/usr/bin") or sys.executable


def source(session: Session, data: Path) -> Source:
    return Source(session, BOOK, data / "heads", data / "evidence")


def exported(year: Shijing, data: Path, target: Path, *, with_evidence: bool = True) -> Path:
    with year.desk.reading() as session:
        export_book(source(session, data), target, with_evidence=with_evidence)
    return target


@pytest.fixture
def bundle(played: Shijing, data: Path, tmp_path: Path) -> Path:
    return exported(played, data, tmp_path / "bundle")


def alone(bundle: Path, *arguments: str, python: str = sys.executable) -> subprocess.CompletedProcess[bytes]:
    """Run the bundle's own program as on a machine where nothing is installed."""
    command = [python, "-I", "-S", "verify.py", *arguments]
    return subprocess.run(command, cwd=bundle, capture_output=True, check=False, timeout=60, env={})


def named(bundle: Path) -> list[tuple[str, int | None, str]]:
    return [(one.kind, one.sequence, one.subject) for one in verify_bundle(bundle).damages]


@pytest.mark.slow
def test_a_bundle_verifies_where_nothing_is_installed(bundle: Path, data: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another-machine"
    bundle.rename(elsewhere)
    shutil.rmtree(data)
    ran = alone(elsewhere)
    assert (ran.returncode, ran.stderr) == (0, b"")
    lines = ran.stdout.decode().splitlines()
    assert lines[:2] == ["jixiao.bundle-report/1", f"book 账册: {BOOK}"]
    assert f"records 记录: {RECORDS}" in lines
    assert any(line.startswith(f"score 得分: {DEPARTMENT} ") for line in lines)
    assert any(line.startswith(f"final 复核: {DEPARTMENT} ") for line in lines)
    assert lines[-1] == "result 结论: sound 完好, 0 damages 处损坏"
    assert sorted(path.name for path in elsewhere.iterdir()) == [
        *("README.txt", "evidence", "evidence.txt", "head.json", "heads", "manifest.txt", "records.jsonl"),
        *("rubrics", "verify.py"),
    ]


def test_an_older_python_is_told_so_instead_of_finding_damage(bundle: Path) -> None:
    script = "import runpy, sys; sys.version_info = (3, 10, 13); runpy.run_path('verify.py', run_name='__main__')"
    command = [sys.executable, "-I", "-S", "-c", script]
    ran = subprocess.run(command, cwd=bundle, capture_output=True, check=False, timeout=60, env={})
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"Python 3.11 or later is needed, this is " in ran.stderr


@pytest.mark.thorough
def test_the_report_is_the_same_under_another_python_and_in_process(bundle: Path) -> None:
    here = report_text(verify_bundle(bundle)).encode()
    assert alone(bundle).stdout == alone(bundle, python=SYSTEM_PYTHON).stdout == here


def test_the_program_imports_nothing_but_its_own_texts_and_the_standard_library(bundle: Path) -> None:
    script = (
        "import runpy, sys; sys.argv = ['verify.py']\n"
        "try: runpy.run_path('verify.py', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "known = {*sys.stdlib_module_names, '__main__', 'audit', 'rules'}\n"
        "ours = [m for n, m in sys.modules.items() if n.split('.')[0] in {'audit', 'rules'}]\n"
        "print([n for n in sys.modules if n.split('.')[0] not in known], {type(m.__loader__).__name__ for m in ours})\n"
    )
    command = [sys.executable, "-I", "-S", "-c", script]
    ran = subprocess.run(command, cwd=bundle, capture_output=True, check=True, timeout=60, env={})
    assert ran.stdout.decode().splitlines()[-1] == "[] {'Sources'}"


def test_the_scores_of_the_report_are_those_of_the_records(bundle: Path, played: Shijing) -> None:
    report = verify_bundle(bundle)
    assert (report.scores.scores, report.scores.readings, report.scores.reviews, report.scores.undecided) == (
        1,
        1,
        1,
        0,
    )
    standing = report.scores.standings[DEPARTMENT]
    assert standing.score is not None
    with played.desk.reading() as session:
        record = session.get_one(LedgerRecord, (BOOK, standing.score[0]))
    assert json.loads(record.payload)["evaluation"]["total"] == standing.score[1]["total"]


@pytest.mark.thorough
def test_no_byte_of_any_file_of_a_bundle_can_be_changed(bundle: Path) -> None:
    dice = random.Random(2026)  # noqa: S311  # a fixed seed, not a secret
    for path in sorted(path for path in bundle.rglob("*") if path.is_file()):
        raw, subject = path.read_bytes(), path.relative_to(bundle).as_posix()
        for position in {0, len(raw) - 1, *dice.sample(range(len(raw)), min(3, len(raw)))}:
            path.write_bytes(raw[:position] + bytes([raw[position] ^ 1 << dice.randrange(8)]) + raw[position + 1 :])
            assert subject in {found for _, _, found in named(bundle)}, (subject, position)
        path.write_bytes(raw)
    assert named(bundle) == []


@pytest.mark.thorough
def test_a_changed_byte_of_the_program_itself_is_named_by_it_or_by_python(bundle: Path) -> None:
    program, dice = bundle / "verify.py", random.Random(7)  # noqa: S311  # a fixed seed, not a secret
    raw = program.read_bytes()
    for position in dice.sample(range(len(raw)), 8):
        program.write_bytes(raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :])
        ran = alone(bundle)
        assert ran.returncode != 0, position
        assert b"verify.py" in ran.stdout + ran.stderr or b"audit/verifier/" in ran.stderr, position


@pytest.mark.parametrize("again", [False, True])
def test_a_changed_record_is_named_by_its_number_even_under_a_new_manifest(bundle: Path, *, again: bool) -> None:
    lines = (bundle / "records.jsonl").read_bytes().splitlines(keepends=True)
    lines[22] = lines[22].replace(b'"actor":"', b'"actor":"x')
    (bundle / "records.jsonl").write_bytes(b"".join(lines))
    if again:
        remake_manifest(bundle)
    found = named(bundle)
    assert ("altered", 23, "record") in found
    assert (("file-changed", None, "records.jsonl") in found) is not again


def remake_manifest(bundle: Path) -> None:

    (bundle / "manifest.txt").unlink()
    write_manifest(BOOK, bundle)


@pytest.mark.parametrize(
    ("file", "change", "wanted"),
    [
        ("records.jsonl", lambda raw: raw[: raw.rindex(b"\n", 0, -1) + 1], ("truncated", RECORDS, "signed")),
        ("records.jsonl", lambda raw: raw.replace(b'"epoch":1', b'"epoch": 1', 1), ("malformed", 1, "records.jsonl")),
        ("records.jsonl", lambda raw: raw + b"[]\n", ("malformed", RECORDS + 1, "records.jsonl")),
        ("head.json", lambda raw: raw.replace(b'"epoch":1', b'"epoch":0'), ("rolled-back", None, "head")),
        ("head.json", lambda _: b"{}", ("malformed", None, "head.json")),
        ("evidence.txt", lambda raw: raw + b"x", ("file-changed", None, "evidence.txt")),
    ],
)
def test_a_forged_part_under_a_new_manifest_still_differs_from_the_rest(
    bundle: Path, file: str, change: object, wanted: tuple[str, int | None, str]
) -> None:
    assert callable(change)
    path = bundle / file
    path.write_bytes(change(path.read_bytes()))
    remake_manifest(bundle)
    assert wanted in named(bundle)


def test_a_rubric_that_was_swapped_is_named_even_under_a_new_manifest(bundle: Path) -> None:
    (path,) = (bundle / "rubrics").glob("*.yaml")
    path.write_bytes(path.read_bytes() + b"\n")
    remake_manifest(bundle)
    assert [(kind, subject) for kind, _, subject in named(bundle)] == [("rubric-differs", f"rubrics/{path.name}")]


def test_files_that_are_gone_or_too_many_are_named(bundle: Path) -> None:
    (bundle / "README.txt").rename(bundle / "LIESMICH.txt")
    assert named(bundle) == [("file-missing", None, "README.txt"), ("file-unlisted", None, "LIESMICH.txt")]
    assert alone(bundle).returncode == 1


def test_a_folder_that_is_no_bundle_ends_in_exit_code_2(bundle: Path) -> None:
    ran = alone(bundle, "heads")
    assert (ran.returncode, ran.stdout) == (2, b"")
    told = json.loads(ran.stderr)
    assert (told["error"], told["path"]) == ("bundle.none", "heads")
    assert ("压缩包须先解压" in told["zh"], "unpack an archive first" in told["en"]) == (True, True)


@pytest.mark.parametrize(
    ("option", "file", "code"),
    [("--keys", "README.txt", "verify.bad-keys"), ("--checkpoint", "head.json", "verify.bad-checkpoint")],
)
def test_what_was_brought_along_and_is_none_is_told_in_two_languages(
    bundle: Path, option: str, file: str, code: str
) -> None:
    ran = alone(bundle, option, file)
    told = json.loads(ran.stderr)
    assert (ran.returncode, ran.stdout, told["error"], told["path"]) == (2, b"", code, file)
    assert all(told[language] for language in ("zh", "en"))


def test_without_evidence_the_digests_are_there_and_the_files_are_not(
    played: Shijing, data: Path, tmp_path: Path
) -> None:
    small = exported(played, data, tmp_path / "small", with_evidence=False)
    assert not (small / "evidence").exists()
    report = verify_bundle(small)
    assert report.ok
    assert (report.evidence.named > 0, report.evidence.present) == (True, 0)
    assert len((small / "evidence.txt").read_text(encoding="utf-8").splitlines()) >= report.evidence.named


def test_an_archive_holds_the_same_bundle_in_the_same_bytes_each_time(
    played: Shijing, data: Path, bundle: Path, tmp_path: Path
) -> None:
    one, two = (exported(played, data, tmp_path / f"{name}.zip") for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert report_text(verify_bundle(tmp_path / "unpacked")) == report_text(verify_bundle(bundle))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_is_there_already_is_not_written_over(played: Shijing, data: Path, bundle: Path) -> None:
    before = (bundle / "manifest.txt").read_bytes()
    with pytest.raises(AuditError) as refused:
        exported(played, data, bundle)
    assert refused.value.code == "export.exists"
    assert (bundle / "manifest.txt").read_bytes() == before


def test_a_book_that_does_not_verify_is_not_exported_and_leaves_nothing(
    played_data: tuple[Path, DepartmentStart], tmp_path: Path, evaluators: Evaluators
) -> None:
    data = copied(played_data[0], tmp_path / "tampered")
    Tampered(data).set(9, "actor", "x")
    desk = desk_at(data, evaluators)
    with desk.reading() as session, pytest.raises(AuditError) as refused:
        export_book(source(session, data), tmp_path / "out" / "bundle", with_evidence=False)
    desk.engine.dispose()
    assert (refused.value.code, refused.value.params["sequence"]) == ("export.damaged", "9")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_score_that_was_written_anew_is_computed_again_and_named(
    played_data: tuple[Path, DepartmentStart], tmp_path: Path, evaluators: Evaluators
) -> None:
    data = copied(played_data[0], tmp_path / "tampered")
    book = Tampered(data)
    written = book.rows()
    sizes = {int(path.stem) for path in (data / "heads").glob("*/*.head")}
    where = max(place for place, row in enumerate(written) if row["kind"] == "evaluation.made")
    payload = json.loads(written[where]["payload"])
    payload["evaluation"]["total"] = "99.99"
    written[where]["payload"] = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    book.rewrite(written)
    desk = desk_at(data, evaluators)
    shutil.rmtree(data / "heads")
    with desk.reading() as session:
        shutil.rmtree(data / "keys")
        signer = HeadSigner(data / "heads", data / "keys")
        for head in heads_of(session.exec(select(LedgerRecord).order_by(col(LedgerRecord.sequence)))):
            if head.sequence in sizes:
                signer.sign(head)
        with pytest.raises(AuditError) as refused:
            export_book(source(session, data), tmp_path / "out" / "bundle", with_evidence=False)
    desk.engine.dispose()
    assert (refused.value.params["kind"], refused.value.params["sequence"]) == ("score-differs", str(where + 1))


def test_every_text_is_written_so_that_python_reads_it_back() -> None:
    for text in ("plain\n", "r'''quotes'''\n", "ends with \\", "ends with '", "tab\tand \\n\n", "回车\r\n", ""):
        read: object = eval(literal(text))  # noqa: S307  # the text is the test's own
        assert read == text


def test_the_joined_program_holds_every_source_once_as_it_stands() -> None:
    program = joined_verifier().decode()
    for name in ("audit/verifier/walk.py", "rules/core/semantics_1/settle.py", "rules/core/numbers.py"):
        assert program.count(f"\n'{name}': ") == 1
    assert "models" not in {
        line.split()[1].split(".")[0] for line in program.splitlines() if line.startswith("import ")
    }
    assert joined_verifier.__wrapped__() == joined_verifier()


def test_amended_and_reviewed_scores_are_computed_again_from_what_stood_then(
    shijing: Shijing, data: Path, tmp_path: Path
) -> None:
    shijing.play(until="review.conclude")
    amend(shijing, figure("income_variance", value="10.0"))
    amend(shijing, figure("income_variance", value="25.0"), day="2022-04-02")
    row = next(row for row in rows(shijing).values() if row["leaf"] and row["score"] is not None)
    reviewed = ReviewedRow(row=row["id"], score="0", reason="0" * 64)
    shijing.act("review", "review.conclude", ReviewResult(rows=(reviewed,)), "reviewer", local("2022-04-05"))
    with shijing.desk.reading() as session:
        shijing.desk.signer.sign(session.get_one(Head, BOOK))
    report = verify_bundle(exported(shijing, data, tmp_path / "bundle"))
    assert report.damages == ()
    assert (report.scores.scores, report.scores.reviews) == (3, 1)
    assert len(set(scores(shijing))) == 3
