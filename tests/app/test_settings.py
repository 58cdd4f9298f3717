from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings

PLACES = {
    "database": "jixiao.db",
    "evidence": "evidence",
    "rubrics": "rubrics",
    "temporal": "temporal.db",
    "heads": "heads",
    "keys": "keys",
    "service": "service.json",
    "lock": "service.lock",
    "logs": "logs",
}


@pytest.mark.parametrize(("place", "name"), PLACES.items())
def test_everything_lies_in_the_data_folder_under_its_fixed_name(place: str, name: str, tmp_path: Path) -> None:
    assert getattr(Settings(data=tmp_path), place) == tmp_path / name


def test_the_environment_names_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JIXIAO_DATA", str(tmp_path / "绩效"))
    assert Settings().database == tmp_path / "绩效" / "jixiao.db"


def test_without_the_environment_data_lie_in_var_of_the_current_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIXIAO_DATA", raising=False)
    assert Settings().data == Path("var")


def test_settings_do_not_change_while_the_program_runs(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with pytest.raises(ValidationError):
        setattr(settings, "data", Path("elsewhere"))  # noqa: B010  # the checker of types forbids the plain form
