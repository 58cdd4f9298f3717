"""Chat services take the words of a letter; nothing of their addresses is logged."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from app.delivery.addresses import Address
from app.delivery.chat import send_chat
from app.delivery.letter import Answer, Letter

if TYPE_CHECKING:
    import pytest

    from tests.support.outside import Web

LETTER = Letter("jixiao-1", "绩效管理", "石井街道办事处\n- 申报绩效目标")


def test_a_letter_goes_through_apprise(web: Web) -> None:
    web.status = 200
    answer = send_chat(LETTER, Address(f"json://127.0.0.1:{web.port}/t0ken"))
    assert answer == Answer(accepted=True, words="apprise: accepted")
    ((_, body),) = web.received
    sent = json.loads(body)
    assert (sent["title"], sent["message"].splitlines()[0]) == ("绩效管理", "石井街道办事处")


def test_a_service_that_does_not_take_it_is_an_answer_and_its_address_is_in_no_log(
    web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    web.status = 500
    with caplog.at_level(logging.DEBUG):
        answer = send_chat(LETTER, Address(f"json://127.0.0.1:{web.port}/t0ken"))
    assert answer == Answer(accepted=False, words="apprise: not accepted")
    assert "t0ken" not in caplog.text


def test_an_address_of_no_service_is_an_answer(web: Web) -> None:
    assert not send_chat(LETTER, Address(f"nosuchservice://127.0.0.1:{web.port}/")).accepted


def test_what_is_too_long_for_a_service_comes_in_parts(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.status = 200
    monkeypatch.setattr("apprise.plugins.custom_json.NotifyJSON.body_maxlen", 300)
    long = Letter(
        "jixiao-2", "绩效管理", "\n".join(f"- 第{number}项：申报绩效目标，2026-11-06 截止" for number in range(30))
    )
    assert send_chat(long, Address(f"json://127.0.0.1:{web.port}/")).accepted
    parts = [json.loads(body)["message"] for _, body in web.received]
    assert len(parts) > 2
    assert max(map(len, parts)) <= 300
    assert "第29项" in parts[-1]
