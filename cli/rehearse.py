"""`jixiao rehearse`: play a scenario's year on the real engine and show what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.delivery.listing import not_sent
from app.errors import AppError
from app.logs import configure_logs
from app.rehearsal.rehearse import rehearse as play
from app.rehearsal.result import RehearsalResult, rehearsal_result
from app.rehearsal.trial import Trial, try_rubric
from app.scenario import shipped_scenarios
from app.settings import Settings
from app.verify_folder import verify_folder
from app.wiring import open_desk
from audit.replay import Replay, replay
from audit.verifier.report import Report
from cli.departments import show_departments
from cli.exit_codes import DAMAGED
from cli.foreseen import foreseen_json, show_foreseen
from cli.migrate import brought_up
from cli.not_sent import show_not_sent
from cli.offer import show_offer
from cli.options import AsJson
from cli.progress import counting, telling
from cli.rehearsed import show_rehearsal
from cli.rehearsed_json import rehearsals_json
from cli.replayed import replay_json, show_replay
from cli.speaking import print_json, voice
from cli.verified import show_report
from deadlines.rule import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.desk import Desk
    from app.scenario import PlayedAct


OwnRubric = Annotated[
    Path | None,
    typer.Option(
        "--rubric", help="试排自备的评分标准 / try this rubric by a made-up district", exists=True, dir_okay=False
    ),
]
OfYear = Annotated[
    int | None,
    typer.Option("--year", help="试排的预算年度 / budget year of the trial", min=FIRST_YEAR + 1, max=LAST_YEAR - 1),
]
Departments = Annotated[
    int, typer.Option("--departments", help="虚构几个单位 / made-up departments of the trial", min=1, max=200)
]
Seed = Annotated[int, typer.Option("--seed", help="种子，同种子同结果 / the same seed, the same district")]
Behaviours = Annotated[
    Path | None,
    typer.Option("--behaviours", help="各种行为的份额 / who behaves how, by shares", exists=True, dir_okay=False),
]


def rehearse(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(help="剧本，缺省为自带的全部 / scenarios to play at once, all by default"),
    ] = None,
    rows: Annotated[bool, typer.Option("--rows", help="逐行列出每个部门 / every row of every department")] = False,
    rubric: OwnRubric = None,
    year: OfYear = None,
    departments: Departments = 5,
    seed: Seed = 1,
    behaviours: Behaviours = None,
    as_json: AsJson = False,
    check: Annotated[bool, typer.Option("--check", help="随后核验并重放 / then verify and replay the books")] = False,
) -> None:
    """演练一个年度 / Play years on the real engine under a virtual clock; the books are kept."""
    settings = Settings()
    configure_logs(settings.logs / "rehearse.log")
    if settings.founded:
        brought_up(settings)
    if rubric is not None:
        _refuse_both(scenarios)
        _try(settings, Trial(rubric, year, departments, seed, behaviours), check=check, as_json=as_json)
        return
    if year is not None or behaviours is not None:
        raise AppError("rehearsal.no-rubric")
    with telling() as show:
        rehearsed = play(settings, scenarios or shipped_scenarios(), _teller(show))
    desk = open_desk(settings)
    results = sorted((rehearsal_result(desk, one) for one in rehearsed), key=lambda result: result.year)
    checked = _check(settings, desk, tuple(one.book for one in results)) if check else None
    if as_json:
        print_json(rehearsals_json(results) | ({} if checked is None else checked.to_json()))
    else:
        _show(results, checked, rows=rows or len(results) == 1)
        show_not_sent(one for one in not_sent(desk) if one.book in {result.book for result in results})
        show_offer(settings, results)
    if checked is not None and not checked.sound:
        raise typer.Exit(DAMAGED)


def _refuse_both(scenarios: list[str] | None) -> None:
    if scenarios:
        raise AppError("rehearsal.rubric-or-scenarios", scenarios="、".join(scenarios))


def _try(settings: Settings, trial: Trial, *, check: bool, as_json: bool) -> None:
    """Play a made-up district under the bureau's own rubric, and say what the year would bring."""
    with telling() as show:
        found = try_rubric(settings, trial, _teller(show))
    checked = _check(settings, open_desk(settings), (found.book,)) if check else None
    if as_json:
        print_json(foreseen_json(found) | ({} if checked is None else checked.to_json()))
    else:
        show_foreseen(found)
        _show([], checked, rows=False)
    if checked is not None and not checked.sound:
        raise typer.Exit(DAMAGED)


def _show(results: list[RehearsalResult], checked: _Checked | None, *, rows: bool) -> None:
    """A single book row by row; several side by side, because nobody reads five tables at once."""
    for result in results if rows else ():
        show_rehearsal(result)
    if len(results) > 1:
        show_departments(results)
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
            day, words = act.at.date().isoformat(), voice.text(f"act.{act.act}")
            show(voice.text("rehearse.act", day=day, department=act.department, act=words))

    return tell
