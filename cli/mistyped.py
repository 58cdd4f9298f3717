"""What is wrong with a command as it was typed, in the reader's language: typer itself says it in English only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.messages import languages
from cli.help_frames import usage_of
from cli.speaking import listed, voice

if TYPE_CHECKING:
    import typer

_BAD: Final = "Invalid value for '(?P<where>.+?)': "
_FILE: Final = f"{_BAD}[Ff]ile '(?P<given>.+)' "
# What typer says, and the sentence that says the same.
_SENTENCES: Final = tuple(
    (re.compile(pattern, re.DOTALL), name)
    for pattern, name in (
        (r"No such option: (?P<given>\S+)( \(Possible options: (?P<known>.+)\))?", "no-such-option"),
        (r"No such command '(?P<given>.*?)'\.( Did you mean (?P<known>.+)\?)?", "no-such-command"),
        (r"Missing command\.", "no-command"),
        (r"Got unexpected extra argument\(s\) \((?P<given>.+)\)", "left-over"),
        (r"Option '(?P<where>.+)' requires an argument\.", "no-value"),
        (r"Option '(?P<where>.+)' does not take a value\.", "takes-no-value"),
        (r"Missing (argument|option) '(?P<where>.+?)'\.( Choose from:(?P<known>.+))?", "missing"),
        (rf"{_FILE}does not exist\.", "no-file"),
        (rf"{_FILE}is a directory\.", "folder"),
        (rf"{_FILE}is not readable\.", "not-readable"),
        (rf"{_BAD}Input should be a valid integer.*", "no-integer"),
        (rf"{_BAD}Input should be greater than or equal to (?P<bound>\d+)", "too-small"),
        (rf"{_BAD}Input should be less than or equal to (?P<bound>\d+)", "too-large"),
        (rf"{_BAD}Value error, '(?P<given>.*)' is not one of (?P<known>.+)\.", "none-of"),
    )
)
_WORD: Final = re.compile(r"[^\s,']+")


def say_mistyped(error: typer.TyperException, arguments: list[str]) -> int:
    """Say how the command is written and what is wrong with it as it was typed; returns the exit code.

    Nothing is said where typer has shown its help instead.
    """
    said = error.format_message()
    if not said:
        return error.exit_code
    voice.language = _asked_for(arguments) or voice.language
    context: typer.Context | None = getattr(error, "ctx", None)
    if context is not None:
        voice.note("usage.written", usage=usage_of(context))
        voice.note("usage.help", command=context.command_path)
    voice.err.print(mistake(said))
    return error.exit_code


def mistake(said: str) -> str:
    """The sentence for what typer says, with what was perhaps meant; words of typer's that are not known are quoted."""
    for pattern, name in _SENTENCES:
        found = pattern.fullmatch(said)
        if found is not None:
            blanks = {blank: text for blank, text in found.groupdict().items() if text is not None}
            known = listed(_WORD.findall(blanks.pop("known", "")))
            sentence = voice.fill(f"mistyped.{name}", blanks)
            return f"{sentence}{voice.text('usage.known', known=known)}" if known else sentence
    return voice.text("usage.other", said=said)


def _asked_for(arguments: list[str]) -> str | None:
    """The language that is chosen before the command: typer may have stopped before it came to that."""
    match arguments:
        case ["--lang", given, *_]:
            chosen = given
        case [first, *_]:
            chosen = first.removeprefix("--lang=")
        case _:
            return None
    return chosen if chosen in languages() else None
