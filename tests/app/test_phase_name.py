from __future__ import annotations

import pytest

from app.messages import languages
from app.phase_name import phase_name
from deadlines.moves import PHASES


@pytest.mark.parametrize(
    ("phase", "chinese", "english"),
    [
        ("monitoring", "绩效运行监控", "mid-year monitoring"),
        ("monitoring/2025-10", "绩效运行监控 2025-10", "mid-year monitoring 2025-10"),
        ("review", "财政复核", "review"),
    ],
)
def test_a_later_window_is_named_with_its_month(phase: str, chinese: str, english: str) -> None:
    assert (phase_name("zh", phase), phase_name("en", phase)) == (chinese, english)


@pytest.mark.parametrize("word", ["warning/1/pace", "not-open", "", "finding/rules"])
def test_a_word_that_is_no_phase_stays_itself(word: str) -> None:
    assert [phase_name(language, word) for language in languages()] == [word] * len(languages())


def test_every_phase_has_a_chinese_and_an_english_name() -> None:
    for phase in PHASES:
        assert phase_name("zh", phase) not in {phase, phase_name("en", phase)}
