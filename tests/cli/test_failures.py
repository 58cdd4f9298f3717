"""Codes and lists inside a refusal are put into the reader's language."""

from __future__ import annotations

import pytest

from cli.failures import worded
from cli.speaking import voice


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
        assert list(worded(params).values()) == [words]
