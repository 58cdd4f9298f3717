"""Ids are ids: words typed in their place are refused before anything is received or reaches a workflow's history."""

from __future__ import annotations

import pytest

from app.errors import RequestRefusedError
from app.inbox.wanted import wanted_act, wanted_order
from models.commands import Answer, Authorise, Deed, Extend, Filed, Order, ReviewedRow, ReviewResult
from models.findings import NewFinding

TYPED = "王五440111199001010011"
ACTOR = "p-0000000000000000000000a1"
NOTHING = "0" * 64
EXTEND = Extend(department="parks", matter="targets", due="2020-12-01", document="财绩〔2020〕1号", reason=NOTHING)
AUTHORISE = Authorise(department="parks", matters=("review",), document="财绩〔2020〕2号", title="通知", reason=NOTHING)


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (EXTEND.model_copy(update={"matter": TYPED}), "matter"),
        (EXTEND.model_copy(update={"act": f"targets.file {TYPED}"}), "act"),
        (EXTEND.model_copy(update={"due": "明年"}), "due"),
        (AUTHORISE.model_copy(update={"matters": ("review", TYPED)}), "matters"),
    ],
)
def test_words_in_the_place_of_an_id_of_an_order_are_refused_before_it_is_received(order: Order, field: str) -> None:
    with pytest.raises(RequestRefusedError, match=r"request\.no-id") as refused:
        wanted_order("b/2021/real", "key", ACTOR, order)
    assert refused.value.params["field"] == field


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (ReviewResult(rows=(ReviewedRow(row=TYPED, score="1", reason=NOTHING),)), "row"),
        (ReviewResult(rows=(ReviewedRow(row="funds", score="三分", reason=NOTHING),)), "score"),
        (ReviewResult(findings=(NewFinding(finding="one", row=TYPED, text=NOTHING),)), "row"),
    ],
)
def test_words_in_the_place_of_a_row_or_a_score_are_refused_before_they_are_received(
    content: ReviewResult, field: str
) -> None:
    with pytest.raises(RequestRefusedError, match=r"request\.no-id") as refused:
        wanted_act(
            "b/2021/real", "parks", "key", Deed(actor=ACTOR, act="review.conclude", matter="review", content=content)
        )
    assert refused.value.params["field"] == field


def test_documents_facts_and_ids_pass() -> None:
    assert wanted_order("b/2021/real", "key", ACTOR, EXTEND).act == "order.extend"
    assert wanted_order("b/2021/real", "key", ACTOR, AUTHORISE).act == "order.authorise"
    filed = Filed(lists={"facts": [{"input": "spent", "value": "1", "unit": "万元", "place": "附表", "row": "第三行"}]})
    for matter, content in (("self-evaluation", filed), ("warning/2/indicator-pace/lamps_1", Answer())):
        deed = Deed(actor=ACTOR, act="self-evaluation.file", matter=matter, content=content)
        assert wanted_act("b/2021/real", "parks", "key", deed).matter == matter
