"""Shijing's year under a rubric with two statutory clocks, which the department may answer by two days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.commands import Enrol, Filed
from tests.support.shijing import DEPARTMENT, Shijing
from tests.support.two_hands import TwoHands

if TYPE_CHECKING:
    from pathlib import Path

PUBLISHED = "accounts_published_in_time"
ANNOUNCED = "special_funds_published"
CLOCKS = {PUBLISHED: "{days: 20}", ANNOUNCED: "{days: 10, kind: working}"}


class Clocked(Shijing):
    """Accounts are published within 20 days, special funds within 10 working days."""

    def rubric_yaml(self) -> str:
        return with_clocks(super().rubric_yaml())

    def filing_by(self, **values: str) -> Filed:
        """The published self-evaluation with other values of these inputs."""
        filed = self.filing("self-evaluation.file")
        facts = filed.model_dump(mode="json")["lists"]["facts"]
        changed = [{**one, "value": values.get(one["input"], one["value"])} for one in facts]
        return Filed(lists={**filed.lists, "facts": changed})


class TwoClocks(Clocked, TwoHands):
    """The same, filed by two hands."""

    def enrolment(self, department: str = DEPARTMENT, name: str = "石井街道办事处") -> Enrol:
        return super().enrolment(department, name).model_copy(update={"two_hands": True})


def with_clocks(text: str) -> str:
    """The text of a rubric with its two clocks."""
    for name, clock in CLOCKS.items():
        line = next(one for one in text.splitlines() if one.startswith(f"  {name}: "))
        text = text.replace(line, f"{line.removesuffix('}')}, clock: {clock}}}")
    return text


def facts_with(file: Path, target: Path, **values: str) -> Path:
    """A copy of a facts file with other values of these judgements."""
    text = file.read_text(encoding="utf-8")
    for name, value in values.items():
        assert text.count(f"{{input: {name}, value: yes") == 1
        text = text.replace(f"{{input: {name}, value: yes", f"{{input: {name}, value: {value}")
    target.write_text(text, encoding="utf-8")
    return target
