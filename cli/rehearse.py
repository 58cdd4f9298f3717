"""`jixiao rehearse`: play a scenario's year on the real engine and show what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.logs import configure_logs
from app.rehearsal.rehearse import rehearse as play
from app.rehearsal.result import rehearsal_result
from app.settings import Settings
from app.wiring import open_desk
from cli.progress import telling
from cli.rehearsed import rehearsal_json, show_rehearsal
from cli.speaking import print_json, voice

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.scenario import PlayedAct

DEFAULT = "shijing-2021"


def rehearse(
    scenario: Annotated[str, typer.Argument(help="剧本 / scenario")] = DEFAULT,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """演练一个年度 / Play a year on the real engine under a virtual clock; the book is kept."""
    settings = Settings()
    configure_logs(settings.logs / "rehearse.log")
    with telling() as show:
        rehearsed = play(settings, scenario, _teller(show))
    result = rehearsal_result(open_desk(settings), rehearsed)
    if as_json:
        print_json(rehearsal_json(result))
    else:
        show_rehearsal(result)
        voice.say("rehearse.next", data=str(settings.data))


def _teller(show: Callable[[str], None]) -> Callable[[str, PlayedAct | None], None]:
    def tell(stage: str, act: PlayedAct | None) -> None:
        if act is None:
            show(voice.text(f"rehearse.{stage}"))
        else:
            show(voice.text("rehearse.act", day=act.at.date().isoformat(), act=voice.text(f"act.{act.act}")))

    return tell
