"""Shijing's year under a form that demands evidence of one row."""

from __future__ import annotations

from tests.support.shijing import Shijing

_ROW = "            evidence: [资产管理制度]\n"


class DemandingProof(Shijing):
    """A year whose rubric demands two rules of the row of asset rules, and one minute of a meeting as well."""

    required = "true"

    def rubric_yaml(self) -> str:
        demands = (
            "            demands:\n"
            f"              - {{kind: rules, name: 制度, at_least: 2, required: {self.required}}}\n"
            "              - {kind: minutes, name: 会议纪要}\n"
        )
        whole = super().rubric_yaml()
        assert whole.count(_ROW) == 1
        return whole.replace(_ROW, _ROW + demands)
