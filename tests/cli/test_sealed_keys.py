"""The words that seal a backup's keys, read from a file or asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.errors import AppError
from cli.sealed import sealed_keys

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("content", [None, b"\xff"], ids=["not-there", "no-text"])
def test_words_that_cannot_be_read_are_refused_with_their_file(content: bytes | None, tmp_path: Path) -> None:
    words = tmp_path / "words"
    if content is not None:
        words.write_bytes(content)
    with pytest.raises(AppError) as told:
        sealed_keys(tmp_path / "keys.json", words, confirm=False)
    assert (told.value.code, told.value.params) == ("keys.words-unreadable", {"file": str(words)})


def test_words_of_a_file_seal_the_keys_without_their_margins(tmp_path: Path) -> None:
    (tmp_path / "words").write_text(" seven  words\n", encoding="utf-8")
    assert sealed_keys(tmp_path / "keys", tmp_path / "words", confirm=True) == (tmp_path / "keys", "seven  words")
