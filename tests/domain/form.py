"""An invented form, small enough to be scored by hand: its text for the product, its numbers for the model.

The numbers below are written by hand beside the text, so that the model takes nothing from the product's reading of it.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

TEXT: Final = """\
schema: 1
semantics: 1
id: somewhere/2021/department
version: 1
name: 某区2021年度部门整体支出绩效自评评分标准
issuer: 某区财政局
year: 2021
variant: 部门整体支出
document: {title: 某区自评通知, inferred: 试验所用}
points: 100
rounding: {rows: 2, total: 2}
grades:
  - {name: 优, least: 90}
  - {name: 良, least: 80}
  - {name: 中, least: 60}
  - {name: 差, least: 0}
inputs:
  spent: {name: 全年支出, type: money, unit: 万元}
  budget: {name: 全年预算, type: money, unit: 万元}
  carry: {name: 结转结余率, type: percent, unit: "%"}
  deduction: {name: 制度建设酌情扣分, type: points, unit: 分, least: 0, most: 10}
  used: {name: 监控结果得到应用, type: judgement}
  targets_in_time: {name: 目标按时报送, type: judgement, witnessed: targets.filed-on-time}
  targets_kept: {name: 目标未被退回, type: judgement, witnessed: targets.not-returned}
  monitored_in_time: {name: 监控按时报送, type: judgement, witnessed: monitoring.filed-on-time}
  warnings_in_time: {name: 预警按时答复, type: judgement, witnessed: warnings.answered-in-time}
  evaluated_in_time: {name: 自评按时报送, type: judgement, witnessed: self-evaluation.filed-on-time}
  mid_spent: {name: 年中支出, type: money, unit: 万元, optional: true}
  mid_budget: {name: 年中预算, type: money, unit: 万元, optional: true}
  mid_month: {name: 监控截至月份, type: count, unit: 月, least: 1, most: 12, optional: true}
rows:
  - id: spending
    name: 预算执行率
    points: 20
    clause: {text: 低于60%不得分，60%至100%按比例，100%至150%满分，超过150%得半, place: 第1行}
    piecewise:
      metric: {ratio: {of: spent, to: budget}}
      bands:
        - {id: low, when: "[0, 60%)", result: zero}
        - {id: part, when: "[60%, 100%)", result: proportional}
        - {id: full, when: "[100%, 150%]", result: full}
        - {id: over, when: "(150%, -)", result: share 50%}
  - id: carry-over
    name: 结转结余率
    points: 20
    clause: {text: 每满5%扣2分，扣完为止, place: 第2行}
    steps: {metric: {value: carry}, each: 5%, deduct: 2}
  - id: manners
    name: 制度建设
    points: 10
    clause: {text: 酌情扣分, place: 第3行}
    judged: {input: deduction, counts: deduction}
  - id: timely
    name: 按时报送
    points: 30
    clause: {text: 六项各5分, place: 第4行}
    checklist:
      items:
        - {id: targets, name: 目标按时报送, points: 5, input: targets_in_time}
        - {id: kept, name: 目标未被退回, points: 5, input: targets_kept}
        - {id: monitored, name: 监控按时报送, points: 5, input: monitored_in_time}
        - {id: warnings, name: 预警按时答复, points: 5, input: warnings_in_time}
        - {id: evaluated, name: 自评按时报送, points: 5, input: evaluated_in_time}
        - {id: used, name: 监控结果得到应用, points: 5, input: used}
  - id: works
    name: 履职效能
    points: 20
    clause: {text: 绩效指标实现目标值得满分，未实现不得分, place: 第5行}
    indicators: {not_applicable: zero}
monitoring:
  spending:
    - id: spending-pace
      name: 支出序时进度
      clause: {text: 分四色预警, place: 第6行}
      metric: {pace: {of: mid_spent, to: mid_budget, month: mid_month}}
      colours:
        - {colour: red, when: "[0, 60%)"}
        - {colour: yellow, when: "[60%, 80%)"}
        - {colour: green, when: "[80%, 120%)"}
        - {colour: blue, when: "[120%, -)"}
  indicators:
    - id: indicator-pace
      name: 指标序时进度
      month: mid_month
      clause: {text: 分四色预警, place: 第7行}
      colours:
        - {colour: red, when: "[0, 60%)"}
        - {colour: yellow, when: "[60%, 80%)"}
        - {colour: green, when: "[80%, 120%)"}
        - {colour: blue, when: "[120%, -)"}
phases:
  - id: targets
    name: 绩效目标申报
    opens: 2021-01-04
    due: {date: 2021-01-22}
    review: {days: 5, kind: working}
    reminders: [3, 1]
    overdue: [0, 3]
    escalation: [{days: 3, to: owner}, {days: 5, to: leadership}]
  - id: monitoring
    name: 绩效运行监控
    opens: 2021-03-01
    due: {days: 10, kind: working}
    review: {days: 5, kind: working}
    reminders: [3, 1]
    overdue: [0, 3]
    escalation: [{days: 3, to: owner}, {days: 5, to: leadership}]
  - id: self-evaluation
    name: 绩效自评
    opens: 2021-05-06
    due: {date: 2021-05-14}
    reminders: [3, 1]
    overdue: [0, 3]
    escalation: [{days: 3, to: owner}, {days: 5, to: leadership}]
  - id: review
    name: 财政复核
    opens: 2021-05-24
    due: {days: 10, kind: working}
    reminders: [3, 1]
    overdue: [0, 3]
    escalation: [{days: 3, to: owner}, {days: 5, to: leadership}]
  - id: rectification
    name: 问题整改
    opens: 2021-06-21
    due: {days: 15, kind: calendar}
    review: {days: 5, kind: working}
    reminders: [3, 1]
    overdue: [0, 3]
    escalation: [{days: 3, to: owner}, {days: 5, to: leadership}]
"""


# What the second book's form asks for besides: an answer to the final score, or silence by the tenth working day. An
# answer to a warning is waited for until the second working day after its own.
_BESIDES: Final = """\
acknowledgement: {days: 10, answer_days: 5, silence: true, reminders: [3, 1], overdue: [0, 3]}
"""


class Asks(NamedTuple):
    """What a form asks for besides: working days for the answers to a final score and to a dispute of it.

    After `suspends` working days beyond its own an unanswered warning suspends what it is about.
    """

    confirm: int | None = None
    settle: int | None = None
    suspends: int | None = None


NOTHING: Final = Asks()
ANSWERS: Final = Asks(confirm=10, settle=5, suspends=2)


def asking(text: str) -> str:
    """The form that asks for answers."""
    before = "\nphases:\n"
    assert text.count(before) == 1
    return text.replace(before, f"\n  suspend: {{days: 2, kind: working}}{before}") + _BESIDES


class PhaseDays(NamedTuple):
    """When a phase opens; its days, counted or given as the first due day; the working days of an answer."""

    opens: date
    first_due: date
    span: int
    working: bool
    answer: int | None


# First due days counted by hand in the calendar of `tests.domain.days`.
PHASES: Final = {
    "targets": PhaseDays(date(2021, 1, 4), date(2021, 1, 22), 0, working=False, answer=5),
    "monitoring": PhaseDays(date(2021, 3, 1), date(2021, 3, 15), 10, working=True, answer=5),
    "self-evaluation": PhaseDays(date(2021, 5, 6), date(2021, 5, 14), 8, working=False, answer=None),
    "review": PhaseDays(date(2021, 5, 24), date(2021, 6, 4), 10, working=True, answer=None),
    "rectification": PhaseDays(date(2021, 6, 21), date(2021, 7, 6), 15, working=False, answer=5),
}
REMINDERS: Final = (3, 1)
ALERTS: Final = (0, 3)
# Who is told besides the performance office, and when; "" is whose act it is.
ESCALATION: Final = ((3, ""), (5, "leadership"))
GRADES: Final = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))
LEAVES: Final = ("spending", "carry-over", "manners", "timely", "works")
