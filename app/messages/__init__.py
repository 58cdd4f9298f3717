"""The one catalogue of sentences: a language is a file, a sentence is found by its stable code."""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER: Final = Path(__file__).parent
DEFAULT: Final = "zh"
_UNSEEN: Final = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ud800-\\udfff]"
)
_BREAKS: Final = re.compile("[\\t\\n]")


def languages() -> tuple[str, ...]:
    """The languages that there are files for."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


def language_of_environment(environment: Mapping[str, str] = os.environ) -> str:
    """The language that the environment asks for, Chinese when it asks for none that we have."""
    for name in ("JIXIAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = environment.get(name, "")[:2].lower()
        if wanted in languages():
            return wanted
    return DEFAULT


@cache
def catalogue(language: str) -> dict[str, str]:
    """All sentences of a language by code; tables of the file only group them."""
    return dict(_flat(tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8")), ""))


def _flat(table: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", str(value)))
    return found


def sentence(language: str, code: str, params: Mapping[str, str] | None = None) -> str:
    """The sentence with its blanks filled.

    A code without a sentence is shown bare with its parameters, so that nothing is hidden; a test keeps that from
    happening to any code of ours.
    """
    template = catalogue(language).get(code)
    blanks = params or {}
    if template is None:
        return f"{code} " + " ".join(f"{key}={value}" for key, value in blanks.items())
    return template.format_map(_Blanks({name: visible(value) for name, value in blanks.items()}))


def visible(text: str) -> str:
    """The text with every control, and every mark that turns or hides text, spelt out: none may steer a screen.

    A line break and a tab stay, because a text may have lines: `one_line` takes those too.
    """
    return _UNSEEN.sub(_spelt, text)


def one_line(text: str) -> str:
    """What somebody else's file or book says, spelt so that it cannot look like a line of ours."""
    return _BREAKS.sub(_spelt, visible(text))


def _spelt(found: re.Match[str]) -> str:
    return f"\\u{{{ord(found[0]):x}}}"


class _Blanks(dict[str, str]):
    """A blank that nobody filled stays visible."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
