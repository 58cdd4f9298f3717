"""Two consecutive years of one bureau, small enough to look through: rubrics, filings, and books without Temporal."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.filing import filing_of
from audit.carried_facts import carried_of
from models.carrying import Carry
from models.commands import Adopt, Answer, Appoint, Enrol, Filed, ReviewResult
from models.findings import Measure, NewFinding
from models.projections import Score
from rules.facts_file import load_facts
from rules.rubric_file import load_rubric
from tests.support.year import DEPARTMENT, PEOPLE, Year, local

if TYPE_CHECKING:
    from activities.desk import Desk
    from models.carrying import FactsCarried
    from models.receipts import Receipt
    from rules.core.facts import Fact, Facts
    from rules.core.rubric import Rubric

PRACTICE = Path(__file__).parents[2] / "docs" / "guide" / "practice"
EARLIER, LATER = "example-district/2024/rehearsal", "example-district/2025/rehearsal"
DAY = "2024-09-05"

# What the second year takes from the first, and where it is scored.
_INPUTS = """\
inputs:
  last_score: {name: 上年最终得分, type: points, unit: 分, carried: final-score}
  last_filing: {name: 上年材料报送得分, type: points, unit: 分, carried: row/filing, optional: true}
  last_carry_over: {name: 上年结转结余率, type: percent, unit: "%", carried: figure/carry_over}
  last_findings: {name: 上年问题数, type: count, unit: 个, carried: findings, optional: true}
  unmended: {name: 上年未整改问题数, type: count, unit: 个, carried: findings/unmended}
  repeated: {name: 与上年重复的问题数, type: count, unit: 个, witnessed: findings.repeated}
"""
_ROWS = """\
      - id: last-year
        name: 上年绩效
        points: 5
        clause: {text: 上年得分80分以上得满分，否则不得分, place: 附件1第3行}
        evidence: [上年复核结论]
        piecewise:
          metric: {value: last_score}
          bands:
            - {id: low, when: "[0, 80)", result: zero}
            - {id: full, when: "[80, -)", result: full}
      - id: last-carry-over
        name: 上年结转结余率
        points: 1
        clause: {text: 上年不超过10%得满分, place: 附件1第3行}
        piecewise:
          metric: {value: last_carry_over}
          bands:
            - {id: within, when: "[0, 10%]", result: full}
            - {id: over, when: "(10%, -)", result: zero}
      - id: repetition
        name: 整改与重复问题
        points: 4
        clause: {text: 未整改、重复发生的问题每个扣1分, place: 附件1第3行}
        incidents:
          classes:
            - {id: unmended, name: 未整改, input: unmended, each: 1}
            - {id: repeated, name: 重复, input: repeated, each: 1}
"""
_CHECKS = """\
checks:
  - {id: last-filing, name: 上年材料均按时报送, sum: {last_filing: 1}, equals: 10}
  - {id: last-findings, name: 上年问题数, sum: {last_findings: 1}, equals: 1}

monitoring:
"""


@cache
def earlier_text() -> str:
    """The first year's rubric: every phase opens on one day."""
    return (PRACTICE / "department.yaml").read_text(encoding="utf-8")


@cache
def later_text() -> str:
    """The second year's: a row of the first gives way to what is taken from last year."""
    text = earlier_text()
    for old, new in (("/2024/", "/2025/"), ("year: 2024", "year: 2025"), ("2024年度", "2025年度")):
        text = text.replace(old, new)
    head, _, rest = text.partition("      - id: rules\n")
    text = head + _ROWS + "".join(rest.partition("      - id: filing\n")[1:])
    gone = ("  rules_made", "  rules_followed")
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith(gone)]
    return "".join(lines).replace("inputs:\n", _INPUTS, 1).replace("monitoring:\n", _CHECKS, 1)


def own_facts(rubric: Rubric, *stated: Fact) -> Facts:
    """What the department files of its own year, as far as this rubric asks for it, and what it states besides."""
    facts = load_facts(PRACTICE / "parks.yaml")
    kept = tuple(fact for fact in facts.facts if fact.input in rubric.inputs)
    return replace(facts, facts=(*kept, *stated))


def mid_year() -> Filed:
    """A mid-year reading that raises no warning."""
    spent, budget = ("mid_year_spent", "700.00", "万元"), ("mid_year_budget", "1200.00", "万元")
    figures = (spent, budget, ("mid_year_month", "7", "月"))
    made_up = {"origin": "scenario", "place": "演练"}
    facts = [{"input": name, "value": value, "unit": unit, **made_up} for name, value, unit in figures]
    results = [{"indicator": "trees", "actual": "300", "unit": "株", **made_up}]
    return Filed.model_validate({"lists": {"facts": facts, "results": results}})


def found(row: str, name: str = "ledgers") -> ReviewResult:
    """A review that changes no score and finds something about a row."""
    return ReviewResult(findings=(NewFinding(finding=name, row=row, text="f" * 64),))


class SmallYear(Year):
    """One of the two books, played by calling the activities; every phase opens on one day."""

    def __init__(self, desk: Desk, book: str, text: str) -> None:
        super().__init__(desk, book=book)
        self.text = text
        self.file = load_rubric(text.encode())
        self.announced = range(2023, 2026)

    def begin(self) -> SmallYear:
        """Open the book, appoint the people, adopt the rubric, enrol the department."""
        self.open_book()
        for role, who, department in (
            ("performance-office", "office", None),
            ("reviewer", "reviewer", None),
            ("filler", "filler", DEPARTMENT),
        ):
            appoint = Appoint(appointee=PEOPLE[who], role=role, department=department, from_day="2024-01-01")
            self.order(f"appoint/{role}", appoint, "security", DAY)
        self.order("adopt", Adopt(yaml=self.text, document="示财绩〔2024〕9号"), day=DAY)
        enrol = Enrol(department=DEPARTMENT, name="示例区园林局", rubric_hash=self.file.hash)
        self.start = self.order("enrol", enrol, day=DAY).start
        return self

    def file_targets(self) -> None:
        """Targets are filed and approved."""
        self.open_phase("targets")
        self.act("targets", "targets.file", self.filing("targets.file"), "filler", AT)
        self.act("targets", "targets.approve", Answer(), "reviewer", AT)

    def monitor(self) -> None:
        """The mid-year reading is filed and accepted."""
        self.open_phase("monitoring")
        self.act("monitoring", "monitoring.file", mid_year(), "filler", AT)
        self.act("monitoring", "monitoring.accept", Answer(), "reviewer", AT)

    def evaluate(self, *stated: Fact) -> Receipt:
        """The self-evaluation is filed."""
        self.open_phase("self-evaluation")
        return self.file_evaluation(*stated)

    def file_evaluation(self, *stated: Fact) -> Receipt:
        """File the self-evaluation that is open."""
        filing = self.filing("self-evaluation.file", *stated)
        return self.act("self-evaluation", "self-evaluation.file", filing, "filler", AT)

    def review(self, result: ReviewResult | None = None) -> Receipt:
        """The review is concluded."""
        self.open_phase("review")
        return self.conclude_review(result)

    def conclude_review(self, result: ReviewResult | None = None) -> Receipt:
        """Conclude the review that is open."""
        return self.act("review", "review.conclude", result or ReviewResult(), "reviewer", AT)

    def mend(self, finding: str = "ledgers") -> None:
        """A finding is answered and accepted."""
        matter = f"finding/{finding}"
        self.act(matter, "finding.answer", Measure(measure="a" * 64), "filler", AT)
        self.act(matter, "finding.accept", Answer(), "reviewer", AT)

    def to_review(self, result: ReviewResult | None = None) -> Receipt:
        """Everything up to a concluded review."""
        self.file_targets()
        self.monitor()
        self.evaluate()
        return self.review(result)

    def filing(self, act: str, *stated: Fact) -> Filed:
        """What the department files in this act."""
        return filing_of(self.file.rubric, own_facts(self.file.rubric, *stated), act)[0]

    def carry(self, request: str = "carry") -> Receipt:
        """The office copies last year's facts."""
        return self.order(request, Carry(department=DEPARTMENT), day=DAY).receipt

    def copy(self) -> FactsCarried:
        """What stands copied."""
        with self.desk.reading() as session:
            standing = carried_of(session, self.book, DEPARTMENT)
        assert standing is not None
        return standing[1]

    def rows(self, of: str = "score") -> dict[str, str | None]:
        """The newest rule score of every row, or another field of it."""
        with self.desk.reading() as session:
            query = select(Score).where(col(Score.book) == self.book, col(Score.stage) == "score")
            score = session.exec(query.order_by(col(Score.sequence).desc())).first()
            assert score is not None
            return {row["id"]: row[of] for row in json.loads(score.document)["rows"]}


AT = local(DAY)
