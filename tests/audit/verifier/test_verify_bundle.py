from __future__ import annotations

import json
import os
import shutil
import tracemalloc
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from audit.bundle_archive import write_manifest
from audit.verifier import VerifierError
from audit.verifier.bundle_files import check_files
from audit.verifier.bundle_report import report_text
from audit.verifier.rescore import Rescoring, Standing
from audit.verifier.turns import Entry
from audit.verifier.verify_books import verify
from audit.verifier.verify_bundle import verify_bundle
from rules.core.reading import read_facts
from rules.core.semantics import interpret, interpret_monitoring
from tests.audit.verifier.plain_ledger import BOOK, PROOFS, PlainLedger, Row, canonical, chained, peaks
from tests.support.shijing import rubric_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audit.verifier.canonical import Json


def bundle_of(ledger: PlainLedger, rows: Sequence[Row], bundle: Path) -> Path:
    """A bundle written from its description alone."""
    bundle.mkdir()
    lines = (canonical({**row, "payload": row["payload"].decode()}) + b"\n" for row in rows)
    (bundle / "records.jsonl").write_bytes(b"".join(lines))
    last = rows[-1]
    head = {"sequence": last["sequence"], "hash": last["hash"], "epoch": last["epoch"]}
    (bundle / "head.json").write_bytes(canonical({**head, "peaks": peaks([row["hash"] for row in rows])}))
    shutil.copytree(ledger.folder / "heads", bundle / "heads")
    proof = PROOFS[4]
    (bundle / "evidence.txt").write_text(f"{sha256(proof).hexdigest()}  {len(proof)}  4\n", encoding="utf-8")
    write_manifest(BOOK, bundle)
    return bundle


@pytest.fixture
def rows(ledger: PlainLedger) -> list[Row]:
    """The honest book, opened as a book is: its opening appoints whoever writes in it.

    It lacks the seventh record, whose evidence is named in a form that no release has written.
    """
    officers = [{"actor": row["actor"], "role": row["role"]} for row in ledger.rows]
    opening: Row = {"kind": "book.opened", "actor": "system", "role": "system"}
    opening["payload"] = canonical({"officers": officers, "opened_on": "2022-01-01"})
    made = chained([{**ledger.rows[0], **opening}, *ledger.rows[1:6], *ledger.rows[7:]])
    ledger.replace(made)
    ledger.head_path(9).unlink()
    for count in (5, 8):
        ledger.sign(made[:count])
    return made


def test_a_bundle_of_the_description_is_read_as_the_ledger_is(
    ledger: PlainLedger, rows: list[Row], tmp_path: Path
) -> None:
    report = verify_bundle(bundle_of(ledger, rows, tmp_path / "bundle"))
    (judged,) = verify(ledger.folder).books
    assert (report.damages, report.ledger) == ((), judged)


@pytest.mark.thorough
def test_memory_does_not_grow_with_the_bundle(ledger: PlainLedger, rows: list[Row], tmp_path: Path) -> None:
    many = [{**rows[7], "key": str(number), "payload": canonical({"text": "记" * 1000})} for number in range(2000)]
    made = chained([*rows, *many])
    ledger.sign(made)
    bundle = bundle_of(ledger, made, tmp_path / "bundle")
    assert verify_bundle(bundle).ok
    tracemalloc.start()
    try:
        assert verify_bundle(bundle).ledger.count == 2008
        assert tracemalloc.get_traced_memory()[1] < 2_500_000
    finally:
        tracemalloc.stop()


def test_a_payload_that_is_no_text_of_its_kind_is_told_and_does_not_stop_the_rest(
    ledger: PlainLedger, rows: list[Row], tmp_path: Path
) -> None:
    odd = [
        {**rows[7], "key": f"odd-{kind}", "kind": kind, "payload": canonical(payload)}
        for kind, payload in (
            ("rubric.adopted", {"hash": 5}),
            ("rubric.adopted", {"hash": "0" * 64, "yaml": "", "canonical": ""}),
            ("rubric.adopted", {"hash": sha256(b"").hexdigest(), "yaml": "", "canonical": "no json"}),
            ("evaluation.made", {"stage": "score", "rubric_hash": "0" * 64, "cause": 1, "evaluation": {}}),
            ("evaluation.made", {"stage": "other", "rubric_hash": "0" * 64, "cause": 1, "evaluation": {}}),
            ("evaluation.made", []),
            ("evaluation.undecided", {"stage": "score"}),
            ("review.concluded", {"review": {"evaluation_sequence": 1}}),
            ("self-evaluation.filed", {"turns": [5]}),
        )
    ]
    made = chained([*rows, *odd])
    ledger.sign(made)
    found = verify_bundle(bundle_of(ledger, made, tmp_path / "bundle")).damages
    kinds = {one.sequence: one.kind for one in found}
    assert [kinds[number] for number in range(9, 12)] == ["rubric-differs"] * 3
    assert [kinds[number] for number in range(12, 18)] == ["score-differs"] * 6


def test_a_review_of_an_evaluation_that_lacks_its_rows_is_told() -> None:
    standing = Standing(score=(3, {"rows": [{"id": "execution"}]}))
    scores = Rescoring(BOOK, {"h": rubric_file().rubric}, {"shijing": standing}, _under={"shijing": "h"})
    review: Json = {"content": {"rows": []}, "review": {"evaluation_sequence": 3, "total": "1", "grade": "优"}}
    (damage,) = scores.take(Entry(4, "review.concluded", "shijing", "2022-04-05T01:00:00.000000Z", None, review))
    assert (damage.kind, damage.sequence, damage.detail) == ("score-differs", 4, {"missing": "'leaf'"})


@pytest.mark.parametrize("odd", [{}, [], {"": ""}])
def test_what_cannot_even_be_looked_up_is_told_at_its_record(odd: Json) -> None:
    moment = "2022-04-05T01:00:00.000000Z"
    scores = Rescoring(BOOK, {"h": rubric_file().rubric})
    filed: Json = {"matter": "monitoring", "content": {"kind": odd, "lists": {}}, "days_late": 0}
    (damage,) = scores.take(Entry(3, "monitoring.filed", "shijing", moment, None, filed))
    assert (damage.kind, damage.sequence, damage.detail) == ("score-differs", 3, {"missing": "kind"})
    scores.rubrics["h"] = replace(rubric_file().rubric, rows=odd)
    made: Json = {"stage": "score", "rubric_hash": "h", "cause": 1, "evaluation": {}}
    (damage,) = scores.take(Entry(4, "evaluation.made", "shijing", moment, None, made))
    assert (damage.kind, damage.sequence) == ("score-differs", 4)


@pytest.mark.parametrize("stage", ["score", "monitoring"])
def test_of_an_evaluation_without_agreement_the_interpreters_rules_come_out_again(stage: str) -> None:
    rubric, moment = rubric_file().rubric, "2022-04-05T01:00:00.000000Z"
    facts = read_facts({"department": "shijing"})
    rules = list(interpret(rubric, facts) if stage == "score" else interpret_monitoring(rubric, facts))
    for fired, wanted in ((rules, []), ([*rules, "invented"], ["score-differs"])):
        payload: Json = {"stage": stage, "rubric_hash": "h", "interpreter": [*fired]}
        entry = Entry(4, "evaluation.undecided", "shijing", moment, None, payload)
        scores = Rescoring(BOOK, {"h": rubric})
        assert [one.kind for one in scores.take(entry)] == wanted
        assert (scores.undecided, scores.standings) == (1, {})


@pytest.mark.parametrize("raw", [b"", b"jixiao.bundle/1\n", b"jixiao.bundle/1\nbook b\n", b"\xff\n\n"])
def test_a_manifest_that_is_none_is_named(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "manifest.txt").write_bytes(raw)
    assert [(one.kind, one.subject) for one in check_files(tmp_path).damages] == [("file-changed", "manifest.txt")]


def listing(bundle: Path, *lines: str) -> None:
    """A manifest of these lines, closed with its own digest as anybody can."""
    body = "".join(f"{line}\n" for line in ("jixiao.bundle/1", f"book {BOOK}", *lines)).encode(
        "utf-8", "surrogateescape"
    )
    (bundle / "manifest.txt").write_bytes(body + f"manifest {sha256(body).hexdigest()}\n".encode())


@pytest.mark.parametrize(
    "line",
    [
        "{digest}  2  ../outside",
        "{digest}  2  heads/../../outside",
        "{digest}  2  {outside}",
        "{digest}  2  C:/outside",
        "{digest}  2  heads\\outside",
        "{digest}  2  ./inside",
        "{digest}  02  inside",
        "{digest}  " + "9" * 5000 + "  inside",
        "{digest}  2  in\0side",
        "{digest}  2  in\x1b[8mside",
        "{digest}  2  in\udcffside",
        "{digest} 2 inside",
        "",
    ],
)
def test_a_line_of_the_manifest_that_names_no_file_of_the_bundle_is_told(tmp_path: Path, line: str) -> None:
    bundle, outside = tmp_path / "bundle", tmp_path / "outside"
    bundle.mkdir()
    for path in (bundle / "inside", outside):
        path.write_bytes(b"ab")
    listing(bundle, line.replace("{digest}", sha256(b"ab").hexdigest()).replace("{outside}", str(outside)))
    found = check_files(bundle)
    assert [(one.kind, one.subject, dict(one.detail)) for one in found.damages] == [
        ("malformed", "manifest.txt", {"line": "3"}),
        ("file-unlisted", "inside", {}),
    ]
    assert (found.book, found.count) == (BOOK, 0)


def test_a_file_that_the_manifest_lists_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"ab")
    good = f"{sha256(b'ab').hexdigest()}  2  one"
    listing(tmp_path, good)
    assert check_files(tmp_path).damages == ()
    listing(tmp_path, good, f"{'0' * 64}  3  one")
    assert [(one.subject, dict(one.detail)) for one in check_files(tmp_path).damages] == [
        ("manifest.txt", {"line": "4"})
    ]


@pytest.mark.parametrize("what", ["link", "folder", "nowhere", "pipe"])
def test_nothing_but_folders_and_plain_files_is_read(tmp_path: Path, what: str) -> None:
    bundle = tmp_path / "bundle"
    (bundle / "heads").mkdir(parents=True)
    (tmp_path / "outside").write_bytes(b"ab")
    listing(bundle, f"{sha256(b'ab').hexdigest()}  2  heads/odd")
    odd = bundle / "heads" / "odd"
    if what == "pipe":
        os.mkfifo(odd)
    else:
        odd.symlink_to({"link": tmp_path / "outside", "folder": tmp_path, "nowhere": tmp_path / "nowhere"}[what])
    with pytest.raises(VerifierError) as refused:
        verify_bundle(bundle)
    assert (refused.value.code, refused.value.params) == ("bundle.not-plain", {"path": "heads/odd"})


@pytest.mark.parametrize(
    "book", ["../..", "**", "a/2021/real\x1b", "A/2021/real", "a/2021/real/more", "a/21/real", "\0"]
)
def test_a_manifest_of_something_that_is_no_book_is_named(tmp_path: Path, book: str) -> None:
    body = f"jixiao.bundle/1\nbook {book}\n".encode()
    (tmp_path / "manifest.txt").write_bytes(body + f"manifest {sha256(body).hexdigest()}\n".encode())
    found = check_files(tmp_path)
    assert (found.book, [(one.kind, one.subject) for one in found.damages]) == ("", [("file-changed", "manifest.txt")])


def test_nothing_that_a_bundle_says_forges_a_line_of_the_report_or_steers_the_screen(
    ledger: PlainLedger, rows: list[Row], tmp_path: Path
) -> None:
    said = "粤\nresult 结论: sound 完好, 0 damages 处损坏\x1b[8m\u202e\u2028"
    sealed = {"number": 1, "records": 8, "root": "", "corrections": False, "matters": [], "document": said}
    odd = [
        {**rows[7], "key": f"odd-{kind}", "kind": kind, "payload": canonical(sealed)}
        for kind in ("book.sealed", "addendum.authorised")
    ]
    made = chained([*rows, *odd])
    ledger.sign(made)
    bundle = bundle_of(ledger, made, tmp_path / "bundle")
    (bundle / "x\nresult 结论: sound 完好\x1b[8m").write_bytes(b"")
    (bundle / os.fsdecode(b"\xff")).write_bytes(b"")
    report = report_text(verify_bundle(bundle))
    assert report.encode()
    lines = report.removesuffix("\n").split("\n")
    assert [line for line in lines if line.startswith("result")] == [lines[-1]]
    assert lines[-1].startswith("result 结论: damaged 有损, ")
    assert "粤\\u{a}result 结论: sound 完好, 0 damages 处损坏\\u{1b}[8m\\u{202e}\\u{2028}" in report
    assert {character for character in report if ord(character) < 32} == {"\n"}


def test_without_a_manifest_there_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(VerifierError, match=r"bundle\.none"):
        verify_bundle(tmp_path)


def test_the_heads_that_were_brought_along_are_counted_and_none_of_the_book_is_refused(
    ledger: PlainLedger, rows: list[Row], tmp_path: Path
) -> None:
    bundle, kept = bundle_of(ledger, rows, tmp_path / "bundle"), tmp_path / "kept"
    kept.mkdir()
    shutil.copy(ledger.head_path(5), kept / "own.head")
    other = ledger.head_path(5).read_text(encoding="utf-8").replace("/2021/", "/2020/")
    (kept / "other.head").write_text(other, encoding="utf-8")
    report = verify_bundle(bundle, checkpoints=(kept,))
    assert report.ok
    assert "held 自存链头: 1 compared 已核对, 1 of other books 属于其他账册\n" in report_text(report)
    assert "held" not in report_text(verify_bundle(bundle))
    with pytest.raises(VerifierError, match=r"verify\.other-checkpoints"):
        verify_bundle(bundle, checkpoints=(kept / "other.head",))


def test_a_bundle_whose_records_are_gone_is_damaged(ledger: PlainLedger, rows: list[Row], tmp_path: Path) -> None:
    bundle = bundle_of(ledger, rows, tmp_path / "bundle")
    (bundle / "records.jsonl").unlink()
    (bundle / "head.json").write_text(json.dumps([]), encoding="utf-8")
    kinds = {(one.kind, one.subject) for one in verify_bundle(bundle).damages}
    assert {("file-missing", "records.jsonl"), ("malformed", "head.json"), ("truncated", "signed")} <= kinds
