"""The runs of every release replay with the present workflows; one that was changed without a patch does not."""

from __future__ import annotations

import base64
import importlib
import importlib.resources
import re
import sys
from typing import TYPE_CHECKING

import pytest
from temporalio.workflow import NondeterminismError

from tests.support.histories import read_history, replay_all
from tests.support.release_histories import FOLDER, RELEASES
from workflows.bureau_cycle import BureauCycle

if TYPE_CHECKING:
    from pathlib import Path

    from temporalio.client import WorkflowHistory

pytestmark = pytest.mark.thorough

RUNS = sorted(RELEASES.glob(f"*/{FOLDER}/*/*.json.gz"))
WHOLE = RELEASES / "0.1.0" / FOLDER / "whole"

_DATA = re.compile(r'"data": ?"([^"]+)"')
_NAMES = re.compile(r'"(?:name|signalName|act|kind)": ?"([^"]+)"')

_CONCLUDED = "        await self._conclude()\n"
_OPENED = "            self._take(await self._open())\n"
_ONCE_MORE = f'{_CONCLUDED}        if workflow.patched("conclude-twice"):\n            await self._conclude()\n'


def _name(file: Path) -> str:
    return "/".join((file.parts[-4], file.parts[-2], file.name.removesuffix(".json.gz")))


@pytest.mark.parametrize("release", sorted({file.parts[-4] for file in RUNS}))
def test_every_run_of_a_release_replays_with_the_present_workflows(release: str) -> None:
    replay_all(read_history(file) for file in RUNS if file.parts[-4] == release)


def test_the_first_release_left_all_that_a_year_can_bring() -> None:
    said = {kind for file in RUNS if file.parts[-4] == "0.1.0" for kind in _said(read_history(file))}
    assert {"self-evaluation.amend", "self-evaluation.return", "warning.return", "finding.return", "extend"} <= said
    assert {"resume_cycle", "say_deadline", "conclude_year", "conclude_book", "take_turns"} <= said


def test_a_history_keeps_nothing_of_the_machine_that_wrote_it() -> None:
    for file in RUNS:
        text = read_history(file).to_json()
        assert '"identity"' not in text, _name(file)
        assert '"stackTrace"' not in text, _name(file)
        assert "@" not in text, _name(file)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (_CONCLUDED, _CONCLUDED * 2),
        (_OPENED, "            self._take(())\n"),
        ("self.plan.opens), time(0))", "self.plan.opens), time(9))"),
    ],
    ids=["an activity more", "an activity less", "another hour"],
)
def test_a_workflow_changed_without_a_patch_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    altered = _altered(tmp_path, monkeypatch, old, new)
    with pytest.raises(NondeterminismError):
        replay_all(map(read_history, sorted(WHOLE.iterdir())), (BureauCycle, altered))


def test_the_same_change_under_a_patch_replays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = _altered(tmp_path, monkeypatch, _CONCLUDED, _ONCE_MORE)
    replay_all(map(read_history, sorted(WHOLE.iterdir())), (BureauCycle, altered))


def _altered(folder: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> type:
    """A copy of the present workflow with one piece of its text exchanged."""
    text = importlib.resources.files("workflows").joinpath("department_year.py").read_text("utf-8")
    assert text.count(old) == 1
    (folder / "altered_year.py").write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "altered_year", raising=False)
    altered: type = importlib.import_module("altered_year").DepartmentYear
    return altered


def _said(history: WorkflowHistory) -> set[str]:
    """The names of its activities, signals, acts and orders."""
    return set(_NAMES.findall(history.to_json())) | {
        name for part in _payloads(history) for name in _NAMES.findall(part)
    }


def _payloads(history: WorkflowHistory) -> list[str]:
    return [base64.b64decode(data).decode() for data in _DATA.findall(history.to_json())]
