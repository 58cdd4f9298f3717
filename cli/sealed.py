"""The words that open the file of the keys: from a file, or typed without being shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from app.errors import AppError
from cli.speaking import voice

if TYPE_CHECKING:
    from pathlib import Path


def sealed_keys(keys: Path | None, words: Path | None, *, confirm: bool) -> tuple[Path, str] | None:
    """The file of the keys and its words; None when the keys are left out. Raises AppError `keys.no-words`."""
    if keys is None:
        return None
    typed = _read(words) if words is not None else _ask(confirm=confirm)
    if not typed:
        raise AppError("keys.no-words")
    return keys, typed


def _read(words: Path) -> str:
    try:
        return words.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise AppError("keys.words-unreadable", file=str(words)) from error


def _ask(*, confirm: bool) -> str:
    return str(typer.prompt(voice.text("backup.words"), hide_input=True, confirmation_prompt=confirm, err=True))
