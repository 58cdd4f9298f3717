"""Ask for an erasure in Shijing's real year, and approve it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.erasure.approve import approve_erasure
from app.erasure.request import Asked, request_erasure
from app.retention_schedule import schedule_of
from app.settings import Settings
from models.side_stores import CommittedText
from tests.support.real_year import REAL
from tests.support.shijing import scenario

if TYPE_CHECKING:
    from pathlib import Path

    from models.erasure_payloads import Ground
    from tests.support.shijing import Shijing

OFFICE = next(person.id for person in scenario().people if person.role == "performance-office")
SECURITY = next(person.id for person in scenario().people if person.role == "security-officer")
OTHER_SECURITY = "anquan-2"


def ask(
    year: Shijing,
    data: Path,
    text: str | None = None,
    *,
    person: str | None = None,
    record: int | None = None,
    login: str = OFFICE,
    ground: Ground = "unlawful",
) -> int:
    asked = Asked(REAL, login, ground, person, text, record)
    return request_erasure(year.desk, asked, schedule_of(Settings(data=data)))


def approve(year: Shijing, data: Path, request: int, login: str = SECURITY) -> int:
    settings = Settings(data=data)
    return approve_erasure(settings, year.desk, REAL, request, login, schedule_of(settings)).sequence


def texts(year: Shijing, text: str) -> list[CommittedText]:
    with year.desk.reading() as session:
        return list(session.exec(select(CommittedText).where(col(CommittedText.text) == text)))
