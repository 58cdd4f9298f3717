"""`jixiao rehearse`: play a scenario's year on the real engine and show what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.logs import configure_logs
from app.rehearsal.rehearse import rehearse as play
from app.rehearsal.result import rehearsal_result
from app.settings import Settings
from app.wiring import open_desk
from audit.replay import replay
from audit.verifier.verify_books import verify
from cli.exit_codes import DAMAGED
from cli.progress import counting, telling
from cli.rehearsed import rehearsal_json, show_rehearsal
from cli.replayed import show_replay
from cli.speaking import print_json, voice
from cli.verified import show_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.desk import Desk
    from app.scenario import PlayedAct

DEFAULT = "shijing-2021"


def rehearse(
    scenario: Annotated[str, typer.Argument(help="剧本 / scenario")] = DEFAULT,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    check: Annotated[bool, typer.Option("--check", help="随后核验并重放 / then verify and replay the book")] = False,
) -> None:
    """演练一个年度 / Play a year on the real engine under a virtual clock; the book is kept."""
    settings = Settings()
    configure_logs(settings.logs / "rehearse.log")
    with telling() as show:
        rehearsed = play(settings, scenario, _teller(show))
    desk = open_desk(settings)
    result = rehearsal_result(desk, rehearsed)
    if as_json:
        print_json(rehearsal_json(result))
    else:
        show_rehearsal(result)
    sound = not check or _check(settings, desk, rehearsed.book)
    if not as_json:
        voice.say("rehearse.next", data=str(settings.data))
    if not sound:
        raise typer.Exit(DAMAGED)


def _check(settings: Settings, desk: Desk, book: str) -> bool:
    """Verify and replay the book that was just written; the words go beside the result."""
    report = verify(settings.data, (book,))
    show_report(report)
    with counting("progress.replaying", book) as step:
        replayed = replay(desk.engine, book, progress=step)
    show_replay(replayed, whole=True)
    return report.ok and not replayed.mismatches


def _teller(show: Callable[[str], None]) -> Callable[[str, PlayedAct | None], None]:
    def tell(stage: str, act: PlayedAct | None) -> None:
        if act is None:
            show(voice.text(f"rehearse.{stage}"))
        else:
            show(voice.text("rehearse.act", day=act.at.date().isoformat(), act=voice.text(f"act.{act.act}")))

    return tell
