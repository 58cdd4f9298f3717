"""Commands in bad surroundings, and what must be said of them in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.support.sentences import says

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine, Ran


TASK: Final = "shijing/targets/targets.file/1"


def refused(jixiao: CommandLine, code: str, exit_code: int, *arguments: str | Path) -> Ran:
    """Run the command in both languages; both name the fault, and neither shows a trace."""
    for language in ("zh", "en"):
        ran = jixiao("--lang", language, *arguments)
        assert says(ran.err, code, language), (language, ran.err)
        assert (ran.code, ran.out) == (exit_code, ""), ran.err
        assert "Traceback" not in ran.err
    return ran
