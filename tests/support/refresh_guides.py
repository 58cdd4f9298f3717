"""`make guides`: type the guides again and write what is printed now into them; read the difference before you keep it.

An excerpt, which has lines left out, is kept if it still holds and named if it does not: somebody has to choose anew.
"""

from __future__ import annotations

import re
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest

from tests.support.command_line import CommandLine
from tests.support.guides import ROOT, Step, Terminal, prints, steady, steps

if TYPE_CHECKING:
    from collections.abc import Iterator

GUIDES: Final = ("department", "bureau", "auditor")
LANGUAGES: Final = ("zh", "en")
_PATIENCE_SECONDS: Final = 10
_OUTPUT: Final = re.compile(r"(?<=^```text\n)(?P<shown>.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
_BLOCK: Final = re.compile(r"^```(?P<info>[^\n]*)\n.*?^```$", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Refresh the guides that are named, or all."""
    for name in sys.argv[1:] or GUIDES:
        refresh(name)


def refresh(name: str) -> None:
    """Type one guide and write both its languages."""
    files = [ROOT / "docs" / "guide" / language / f"{name}.md" for language in LANGUAGES]
    said: dict[Path, list[str]] = {file: [] for file in files}
    with ExitStack() as stack:
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        folder = Path(stack.enter_context(TemporaryDirectory()))
        terminal = Terminal(CommandLine(monkeypatch, folder / "data"), monkeypatch, folder)
        for both in zip(*map(steps, files), strict=True):
            if both[0].service:
                stack.enter_context(terminal.another(both[0].commands[0]))
                continue
            for file, step, language in zip(files, both, LANGUAGES, strict=True):
                if step.shown is not None or language == LANGUAGES[0]:
                    said[file] += _shown_now(terminal, step, language)
    for file in files:
        _write(file, iter(said[file]))


def _shown_now(terminal: Terminal, step: Step, language: str) -> list[str]:
    """What the block below the step has to show: one text, or none where it shows nothing."""
    said, code = "", -1
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end:
        ran = [terminal.type(words, language) for words in step.commands]
        said, code = "".join(one.out + one.err for one in ran), ran[-1].code
        if code == step.code and (step.shown is None or prints(step.shown, said)):
            return [] if step.shown is None else [step.shown]
        time.sleep(0.3)
    excerpt = step.shown is None or "\n…\n" in f"\n{step.shown}"
    if excerpt or code != step.code:
        sys.stderr.write(f"{language}: {step.commands}: exit code {code}\n{said}\n")
    return [] if step.shown is None else [step.shown if excerpt else steady(said)]


def _write(file: Path, said: Iterator[str]) -> None:
    text = file.read_text(encoding="utf-8")
    below, pieces, end = False, [], 0
    for block in _BLOCK.finditer(text):
        info = block["info"].strip()
        pieces.append(text[end : block.start()])
        pieces.append(_OUTPUT.sub(lambda _: next(said), block.group()) if below and info == "text" else block.group())
        below, end = info.startswith("sh") and info != "sh service", block.end()
    file.write_text("".join([*pieces, text[end:]]), encoding="utf-8")


if __name__ == "__main__":
    main()
