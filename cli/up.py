"""`jixiao up`: the service on this machine."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Annotated

import typer

from app.errors import AppError
from app.logs import configure_logs
from app.rehearsal.rehearse import KIND
from app.scenario import load_scenario, rubric_path, scenario_folder
from app.service import Opening, serve
from app.settings import Settings
from cli.migrate import brought_up
from cli.speaking import voice
from deadlines.local_time import at_local
from rules.rubric_file import load_rubric


def up(
    opening: Annotated[Path | None, typer.Option("--open", help="开启真实账册的配置 / opens a real book")] = None,
    demo: Annotated[str | None, typer.Option("--demo", help="以剧本开启演示账册 / a demonstration book")] = None,
    resume: Annotated[
        str | None, typer.Option("--resume-as", help="由绩效科的人续办账册 / a login that takes books up again")
    ] = None,
) -> None:
    """启动服务 / Run the service on this machine until it is stopped."""
    settings = Settings()
    configure_logs(settings.logs / "service.log")
    voice.note("up.starting", data=str(settings.data.absolute()))
    if settings.founded:
        brought_up(settings)
    serve(settings, _opening(opening, demo), _ready, resumed_by=resume)
    voice.note("up.stopped")


def _ready(address: str) -> None:
    voice.say("up.ready", address=address)


def _opening(real: Path | None, demo: str | None) -> Opening | None:
    if real is not None and demo is not None:
        raise AppError("service.open-or-demo")
    if real is not None:
        return Opening(load_scenario(real / "scenario.yaml" if real.is_dir() else real), "real")
    if demo is not None:
        scenario = load_scenario(scenario_folder(demo) / "scenario.yaml")
        first = load_rubric(rubric_path(scenario.rubric)).rubric.phases[0]
        # The demonstration begins on the morning when the first task is there.
        return Opening(scenario, KIND, at_local(date.fromisoformat(first.opens), time(9)))
    return None
