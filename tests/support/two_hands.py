"""Shijing's year where one person prepares what another one files: a preparer, and two who both fill in and approve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.commands import Answer, Appoint
from tests.support.shijing import DEPARTMENT, PEOPLE, Shijing, local

if TYPE_CHECKING:
    from models.commands import Content, Enrol
    from models.receipts import Receipt

APPROVER = "p-0000000000000000000000a5"
BOTH = "p-0000000000000000000000a6"
OPINION = Answer(opinion="0" * 64)


class TwoHands(Shijing):
    """A year of its own book; `PEOPLE` has the approver and one who holds both roles while it is open."""

    def open(self) -> None:
        """Open the book as ever, with an approver, and with somebody who is both filler and approver."""
        super().open()
        for actor, role in ((APPROVER, "approver"), (BOTH, "filler"), (BOTH, "approver")):
            given = Appoint(appointee=actor, role=role, department=DEPARTMENT, from_day="2020-10-09")
            self.order(f"appoint/{role}/{actor}", given, "security")

    def enrolment(self, department: str = DEPARTMENT, name: str = "石井街道办事处") -> Enrol:
        """The department files with two hands."""
        return super().enrolment(department, name).model_copy(update={"two_hands": True})

    def prepare(self, phase: str, day: str, who: str = "filler", content: Content | None = None) -> Receipt:
        """Prepare a filing."""
        return self.act(phase, f"{phase}.prepare", content or self.brought(phase), who, local(day))

    def file(self, phase: str, day: str, who: str = "approver", content: Content | None = None) -> Receipt:
        """File what was prepared, or something else."""
        return self.act(phase, f"{phase}.file", content or self.brought(phase), who, local(day))

    def answer(self, phase: str, act: str, who: str, day: str, content: Content = OPINION) -> Receipt:
        """Send back, withdraw, return or approve."""
        return self.act(phase, act, content, who, local(day))

    def brought(self, phase: str) -> Content:
        """What the scenario's department files in this phase."""
        return self.mid_year() if phase == "monitoring" else self.filing(f"{phase}.file")


PEOPLE.update({"approver": APPROVER, "both": BOTH})
