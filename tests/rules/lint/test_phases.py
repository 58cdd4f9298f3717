"""Phases, deadlines and ladders of reminders."""

from __future__ import annotations

import pytest

from rules.lint import lint
from rules.rubric_file import load_rubric
from tests.rules.lint.planted import TEXT, Planted, changed, codes_at, named

BROKEN: list[Planted] = [
    (
        "  - id: monitoring\n    name: 绩效运行监控",
        "  - id: rectification\n    name: 绩效运行监控",
        "lint.phase-order",
        "  - id: self-evaluation",
    ),
    ("opens: 2021-08-02", "opens: 2021-02-30", "lint.phase-date", "opens: 2021-02-30"),
    ("due: {date: 2022-03-18}", "due: {date: 2022-3-18}", "lint.phase-date", "due: {date: 2022-3-18}"),
    ("opens: 2021-08-02", "opens: 2020-08-02", "lint.phase-opens", "opens: 2020-08-02"),
    ("due: {date: 2022-03-18}", "due: {date: 2022-02-20}", "lint.phase-before-opening", "due: {date: 2022-02-20}"),
    ("due: {date: 2022-03-18}", "due: {}", "lint.phase-due", "due: {}"),
    ("due: {days: 20, kind: working}", "due: {days: 20, kind: working, roll: true}", "lint.phase-roll", "roll: true"),
    (
        "    due: {date: 2022-03-18}\n",
        "    due: {date: 2022-03-18}\n    notice_days: -1\n",
        "lint.phase-notice",
        "notice_days: -1",
    ),
    ("due: {date: 2022-03-18}", "due: {date: 2022-03-18, days: 5}", "lint.phase-due", "days: 5}"),
    ("due: {days: 20, kind: working}", "due: {days: 0, kind: working}", "lint.phase-days", "days: 0,"),
    (
        "    due: {date: 2022-03-18}\n",
        "    due: {date: 2022-03-18}\n    reminders: [1, 3]\n",
        "lint.phase-reminders",
        "reminders: [1, 3]",
    ),
    (
        "    due: {date: 2022-03-18}\n",
        "    due: {date: 2022-03-18}\n    overdue: [3, 3]\n",
        "lint.phase-overdue",
        "overdue: [3, 3]",
    ),
    (
        "    due: {date: 2022-03-18}\n",
        "    due: {date: 2022-03-18}\n    escalation: [{days: 10, to: leadership}, {days: 10, to: leadership}]\n",
        "lint.phase-escalation",
        "{days: 10, to: leadership}]",
    ),
    ("phases:\n", "acknowledgement: {days: 0}\nphases:\n", "lint.phase-days", "acknowledgement: {days: 0}"),
    ("  - id: review\n", "  - id: review\n    window: 2021-10\n", "lint.phase-window", "window: 2021-10"),
    (
        "    name: 绩效运行监控\n",
        "    name: 绩效运行监控\n    window: 2021-07\n",
        "lint.phase-window",
        "window: 2021-07",
    ),
    (
        "phases:\n",
        "acknowledgement: {reminders: [1, 3]}\nphases:\n",
        "lint.phase-reminders",
        "acknowledgement: {reminders: [1, 3]}",
    ),
]


@pytest.mark.parametrize("planted", BROKEN, ids=named(BROKEN))
def test_a_fault_of_a_phase_is_found_at_its_line(planted: Planted) -> None:
    codes, found = codes_at(planted)
    assert planted[2] in codes, found


def test_an_answer_to_a_final_score_needs_a_review_that_gives_one() -> None:
    asked = f"{TEXT}\nacknowledgement: {{silence: true}}\n"
    assert lint(load_rubric(asked.encode(), "asked.yaml")) == ()
    found = {each.problem.code for each in lint(changed(asked, "  - id: review\n", "  - id: monitoring\n"))}
    assert "lint.acknowledgement-without-review" in found
