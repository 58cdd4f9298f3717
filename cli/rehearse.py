"""`jixiao rehearse`: play a scenario's year on the real engine and show what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from app.logs import configure_logs
from app.rehearsal.rehearse import rehearse as play
from app.rehearsal.result import RehearsalResult, rehearsal_result
from app.settings import Settings
from app.verify_folder import verify_folder
from app.wiring import open_desk
from audit.replay import Replay, replay
from audit.verifier.report import Report
from cli.exit_codes import DAMAGED
from cli.progress import counting, telling
from cli.rehearsed import rehearsals_json, show_rehearsal
from cli.replayed import replay_json, show_replay
from cli.speaking import print_json, voice
from cli.verified import show_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.desk import Desk
    from app.scenario import PlayedAct

DEFAULT = "shijing-2021"


def rehearse(
    scenarios: Annotated[
        list[str] | None, typer.Argument(help="剧本，可以同时演练几个 / scenarios, all at once")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    check: Annotated[bool, typer.Option("--check", help="随后核验并重放 / then verify and replay the books")] = False,
) -> None:
    """演练一个年度 / Play years on the real engine under a virtual clock; the books are kept."""
    settings = Settings()
    configure_logs(settings.logs / "rehearse.log")
    with telling() as show:
        rehearsed = play(settings, scenarios or [DEFAULT], _teller(show))
    desk = open_desk(settings)
    results = [rehearsal_result(desk, one) for one in rehearsed]
    checked = _check(settings, desk, tuple(one.book for one in rehearsed)) if check else None
    if as_json:
        print_json(rehearsals_json(results) | ({} if checked is None else checked.to_json()))
    else:
        _show(results, checked)
        voice.say("rehearse.next", data=str(settings.data))
    if checked is not None and not checked.sound:
        raise typer.Exit(DAMAGED)


def _show(results: list[RehearsalResult], checked: _Checked | None) -> None:
    for result in results:
        show_rehearsal(result)
    if checked is not None:
        show_report(checked.report)
        for replayed in checked.replays:
            show_replay(replayed, whole=True)


@dataclass(frozen=True, slots=True)
class _Checked:
    report: Report
    replays: tuple[Replay, ...]

    @property
    def sound(self) -> bool:
        return self.report.ok and not any(replayed.mismatches for replayed in self.replays)

    def to_json(self) -> dict[str, object]:
        return {"verify": self.report.to_data(), "replay": [replay_json(one) for one in self.replays]}


def _check(settings: Settings, desk: Desk, books: tuple[str, ...]) -> _Checked:
    """Verify and replay the books that were just written."""
    replays: list[Replay] = []
    for book in books:
        with counting("progress.replaying", book) as step:
            replays.append(replay(desk.engine, book, progress=step))
    return _Checked(verify_folder(settings, books), tuple(replays))


def _teller(show: Callable[[str], None]) -> Callable[[str, PlayedAct | None], None]:
    def tell(stage: str, act: PlayedAct | None) -> None:
        if act is None:
            show(voice.text(f"rehearse.{stage}"))
        else:
            show(voice.text("rehearse.act", day=act.at.date().isoformat(), act=voice.text(f"act.{act.act}")))

    return tell
