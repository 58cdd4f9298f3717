"""The receipt of an amendment in words and as JSON: what changed, and what is awaited anew."""

from __future__ import annotations

import pytest

from cli.receipts import matter_words, receipt_json, show_receipt
from cli.speaking import voice
from models.receipts import Awaited, ChangeNote, Receipt, RowNote, ScoreNote, Turn

AMENDED = Receipt(
    book="guangzhou-baiyun/2021/rehearsal",
    sequence=40,
    hash="a" * 64,
    recorded_at="2022-04-14T02:00:00.000000Z",
    turns=(
        Turn(matter="self-evaluation", course="self-evaluation", state="done"),
        Turn(
            matter="review",
            course="review",
            state="open",
            awaited=Awaited(act="review.conclude", role="reviewer", since="2022-04-14", due="2022-05-13"),
        ),
    ),
    score=ScoreNote(sequence=41, undecided=False, total="89.75", covers="100", grade="良"),
    change=ChangeNote(
        total_before="90.25",
        total_after="89.75",
        rows=(
            RowNote(row="income-variance", name="财政拨款收入预决算差异率", before="1.50", after="1.00"),
            RowNote(row="asset-use", name="资产使用率", before=None, after="2.00", claimed_before="2"),
        ),
    ),
)


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "The total changes from 90.25 to 89.75."), ("zh", "总分由 90.25 变为 89.75。")]
)
def test_the_receipt_shows_both_totals_and_each_changed_row(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, sentence: str
) -> None:
    monkeypatch.setattr(voice, "language", language)
    show_receipt(AMENDED, "amend/1")
    said = capsys.readouterr().out
    assert sentence in said
    changed = [line.strip() for line in said.splitlines() if "→" in line]
    assert [line.partition("→")[2].strip() for line in changed] == ["1.00", "2.00", "—"]
    assert "1.50" in changed[0]
    assert "2022-05-13" in said


def test_programs_read_the_same_change(capsys: pytest.CaptureFixture[str]) -> None:
    document = receipt_json(AMENDED, "amend/1")
    assert document["change"] == {
        "total_before": "90.25",
        "total_after": "89.75",
        "rows": [
            {
                "row": "income-variance",
                "name": "财政拨款收入预决算差异率",
                "before": "1.50",
                "after": "1.00",
                "claimed_before": None,
                "claimed_after": None,
            },
            {
                "row": "asset-use",
                "name": "资产使用率",
                "before": None,
                "after": "2.00",
                "claimed_before": "2",
                "claimed_after": None,
            },
        ],
    }
    assert document["key"] == "amend/1"
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("matter", "english", "chinese"),
    [
        ("warning/1/spending-pace", "warning 1/spending-pace", "预警 1/spending-pace"),
        ("finding/rules", "finding rules", "整改问题 rules"),
        ("monitoring/2025-10", "mid-year monitoring 2025-10", "绩效运行监控 2025-10"),
        ("review", "review", "财政复核"),
    ],
)
def test_a_matter_is_named_in_words(monkeypatch: pytest.MonkeyPatch, matter: str, english: str, chinese: str) -> None:
    for language, words in (("en", english), ("zh", chinese)):
        monkeypatch.setattr(voice, "language", language)
        assert matter_words(matter) == words
