"""Shijing's year under a form that demands evidence of one row."""

from __future__ import annotations

from hashlib import sha256

from models.commands import Enrol
from tests.support.shijing import DEPARTMENT, Shijing

_ROW = "            evidence: [资产管理制度]\n"


class DemandingProof(Shijing):
    """A year whose rubric demands two rules of the row of asset rules, and one minute of a meeting as well."""

    required = "true"

    def rubric_yaml(self) -> str:  # type: ignore[override]  # an instance knows its own form
        demands = (
            "            demands:\n"
            f"              - {{kind: rules, name: 制度, at_least: 2, required: {self.required}}}\n"
            "              - {kind: minutes, name: 会议纪要}\n"
        )
        whole = super().rubric_yaml()
        assert whole.count(_ROW) == 1
        return whole.replace(_ROW, _ROW + demands)

    def enrolment(self, department: str = DEPARTMENT, name: str = "石井街道办事处") -> Enrol:
        return Enrol(department=department, name=name, rubric_hash=sha256(self.rubric_yaml().encode()).hexdigest())
