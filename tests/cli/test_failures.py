"""Codes and lists inside a refusal are put into the reader's language."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from app.typed_faults import typed_fault
from cli.failures import explain_any, worded
from cli.speaking import voice
from models.commands import Appoint, Extend
from models.receipts import Receipt


@pytest.mark.parametrize(
    ("params", "english", "chinese"),
    [
        ({"kind": "rehearsal"}, "rehearsal", "演练"),
        ({"wanted": "real"}, "real", "正式"),
        ({"stage": "score"}, "scoring", "评分"),
        ({"course": "warning"}, "warning", "预警"),
        ({"course": "review"}, "review", "财政复核"),
        ({"held": "filler@shijing、reviewer@b"}, "filler@shijing, reviewer@b", "填报人@shijing、复核员@b"),
        ({"allowed": "targets.file, evidence.add"}, "file targets, add evidence", "申报绩效目标、补充佐证材料"),
        ({"known": "anquan、fuhe"}, "anquan, fuhe", "anquan、fuhe"),
        ({"known": "-"}, "-", "-"),
        ({"given": "甲、乙"}, "甲、乙", "甲、乙"),
    ],
)
def test_a_code_is_said_in_words_and_a_list_in_the_languages_signs(
    monkeypatch: pytest.MonkeyPatch, params: dict[str, str], english: str, chinese: str
) -> None:
    for language, words in (("en", english), ("zh", chinese)):
        monkeypatch.setattr(voice, "language", language)
        assert list(worded("", params).values()) == [words]


def failing(make: type[Appoint | Extend | Receipt], **words: object) -> ValidationError:
    with pytest.raises(ValidationError) as told:
        make.model_validate(words)
    return told.value


def test_what_no_command_can_hold_is_a_refusal_that_names_the_field(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(voice, "language", "en")
    error = failing(Appoint, appointee="p", role="filler", department="园林局", from_day="2024-09-02")
    assert explain_any(error, []) == 1
    assert capsys.readouterr().err.startswith('"园林局" cannot stand for department, so nothing was sent;')


def test_what_the_program_itself_wrote_wrongly_is_no_refusal() -> None:
    assert typed_fault(failing(Receipt, book=1)) is None
    assert typed_fault(ValueError("x")) is None
