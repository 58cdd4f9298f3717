"""Write the histories of a release: `make release-book VERSION=x`, on the commit of that release.

The shipped scenarios are rehearsed, five departments in three books; one is also broken off, loses its Temporal and is
taken up again. What stands is never written again.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from app.scenario import shipped_scenarios
from app.settings import Settings
from tests.support.histories import file_name, recorded, write_history
from tests.support.rehearsals import play, play_all

if TYPE_CHECKING:
    from app.scenario import PlayedAct

RELEASES: Final = Path(__file__).parents[1] / "releases"
FOLDER: Final = "histories"
_RESUMED: Final = "shijing-2021"
# In the middle of the monitoring's warnings.
_ACTS_BEFORE: Final = 5


class _BrokenOffError(Exception):
    """The play ends here."""


def write_histories(releases: Path, version: str) -> None:
    """Rehearse and pack every run with the program of the present commit."""
    with TemporaryDirectory(prefix="jixiao-") as name:
        whole, resumed = Settings(data=Path(name) / "whole"), Settings(data=Path(name) / "resumed")
        play_all(whole.data, shipped_scenarios(), apart=True)
        _play_resumed(resumed)
        for settings, folder in ((whole, "whole"), (resumed, "resumed")):
            target = releases / version / FOLDER / folder
            target.mkdir(parents=True)
            for number, history in enumerate(recorded(settings.temporal), start=1):
                write_history(history, target / file_name(number, history))


def _play_resumed(settings: Settings) -> None:
    left = _ACTS_BEFORE

    def tell(_stage: str, act: PlayedAct | None) -> None:
        nonlocal left
        left -= act is not None
        if left < 0:
            raise _BrokenOffError

    try:
        play(settings.data, _RESUMED, tell, apart=True)
    except _BrokenOffError:
        for file in settings.temporal.parent.glob(f"{settings.temporal.name}*"):
            file.unlink()
    play(settings.data, _RESUMED, apart=True)


if __name__ == "__main__":
    write_histories(RELEASES, sys.argv[1])
