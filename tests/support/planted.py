"""A practice year in which every free-text field, name, login and file name is planted, and how to search for them."""

from __future__ import annotations

import base64
import json
import shutil
from typing import TYPE_CHECKING, Any

import yaml

from tests.support.guides import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_PRACTICE = ROOT / "docs" / "guide" / "practice"
# Fields of an act whose words travel as commitments alone.
FIELDS = ("opinion", "plan", "measure", "file")
LOGIN, NAME, WORDS = "dengluming", "植入姓名", "植入文字"

_REVIEW_ROW = {"row": "rules", "score": "4", "reason": ""}
_AMENDMENT = {
    "at": "2024-09-13T16:00:00",
    "who": "parks-filler",
    "department": "parks",
    "act": "self-evaluation.amend",
    "facts": [{"input": "carry_over", "value": "4.8", "unit": "%"}],
    "opinion": "",
}
_EXTENSION = {
    "at": "2024-09-10T11:00:00",
    "who": "office",
    "kind": "extend",
    "department": "library",
    "matter": "monitoring",
    "due": "2024-09-12",
    "document": "示财绩〔2024〕12号",
    "reason": "",
}


def planted_scenario(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """Write the scenario into a new folder; returns it and every planted word."""
    shutil.copytree(_PRACTICE, folder)
    text = (folder / "scenario.yaml").read_text(encoding="utf-8")
    play: dict[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506  # makes nothing but text
    play["rubric"] = str(folder / "department.yaml")
    at = next(number for number, act in enumerate(play["acts"]) if act["act"] == "review.conclude")
    play["acts"][at]["rows"] = [dict(_REVIEW_ROW)]
    play["acts"].insert(at, dict(_AMENDMENT))
    play["orders"] = [dict(_EXTENSION)]
    planted = _Planting(play).all()
    (folder / "scenario.yaml").write_text(yaml.safe_dump(play, allow_unicode=True), encoding="utf-8")
    return folder, planted


class _Planting:
    """Puts a word of its own into every place."""

    def __init__(self, play: dict[str, Any]) -> None:
        self._play = play
        self._planted: list[str] = []

    def all(self) -> tuple[str, ...]:
        logins = {person["id"]: self._new(LOGIN) for person in self._play["people"]}
        for person in self._play["people"]:
            person["id"], person["name"] = logins[person["id"]], self._new(NAME)
        for act in (*self._play["acts"], *self._play["orders"]):
            act["who"] = logins[act["who"]]
            self._fill(act, *FIELDS, "reason")
            for row in act.get("rows", ()):
                self._fill(row, "reason")
            for finding in act.get("findings", ()):
                self._fill(finding, "text")
        return tuple(self._planted)

    def _fill(self, entry: dict[str, Any], *fields: str) -> None:
        for field in fields:
            if field in entry:
                entry[field] = self._new(WORDS)

    def _new(self, kind: str) -> str:
        self._planted.append(f"{kind}{len(self._planted):03d}")
        return self._planted[-1]


def forms(word: str) -> tuple[bytes, ...]:
    """How a word may lie in bytes: as UTF-8 or UTF-16, escaped in JSON, or inside of base64 at any of three places."""
    raw = word.encode()
    # Of a word inside a longer text, the signs at either end mix with its neighbours and are left away.
    inside = (base64.b64encode(b"\0" * shift + raw) for shift in range(3))
    cut = tuple(text[(0, 2, 3)[shift] : len(text) // 4 * 4 - 4] for shift, text in enumerate(inside))
    return (raw, word.encode("utf-16-le"), json.dumps(word)[1:-1].encode(), *cut)


def found_in(content: bytes, words: tuple[str, ...]) -> list[str]:
    """The words that lie in these bytes in any form."""
    return [word for word in words if any(form in content for form in forms(word))]
