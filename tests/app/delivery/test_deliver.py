"""What the clock said reaches people outside: once, later where nobody answered, and never instead of the others."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session, select

from app.delivery.compose import compose
from app.delivery.contacts import remove_contact
from app.delivery.deliver import deliver_round
from app.delivery.listing import list_messages, send_again
from app.delivery.parcel import take_parcel
from app.delivery.queue import queue_news
from app.delivery.send import send
from app.errors import AppError
from audit.erase import erase
from models.side_stores import Contact
from models.task_orders import Claim
from tests.support.outside import Web
from tests.support.shijing import DEPARTMENT, PEOPLE
from tests.support.told import SECRET

if TYPE_CHECKING:
    from tests.support.outside import Mailbox
    from tests.support.told import Told


def rounds(told: Told, count: int, pause: timedelta = timedelta(hours=7)) -> None:
    """Round after round, so far apart that whatever failed is tried again."""
    for _ in range(count):
        deliver_round(told.post)
        told.clock.now += pause


def keys(web: Web) -> list[str]:
    return [headers["Idempotency-Key"] for headers, _ in web.received]


def test_a_reminder_arrives_once_with_department_matter_day_and_place_to_act(told: Told, web: Web) -> None:
    told.reach("tianbao", f"{web.url}\n{SECRET}")
    told.remind()
    rounds(told, 3, timedelta(seconds=1))
    ((_, body),) = web.received
    letter = json.loads(body)
    assert letter["format"] == "jixiao.delivery/1"
    assert letter["subject"] == "Jixiao: reminders and notices: 1, of them overdue: 0"
    assert letter["text"].splitlines() == [
        "石井街道办事处 (guangzhou-baiyun/2021/real)",
        "- file targets: due on 2020-11-06, days left: 7 (task shijing/targets/targets.file/1)",
        "",
        "See what is open: jixiao task list --as tianbao; do it: jixiao task do TASK --as tianbao",
    ]
    (notice,) = letter["notices"]
    assert (notice["kind"], notice["department"], notice["days_left"]) == ("reminder", "shijing", 7)
    assert told.states() == ["sent"]
    assert told.attempts() == [("sent", "HTTP 204")]


def test_what_is_overdue_names_its_holder_by_the_random_id(told: Told, web: Web) -> None:
    told.reach("jixiaoke", f"{web.url}\n{SECRET}")
    claim = Claim(department=DEPARTMENT, matter="targets", act="targets.file", round=1)
    told.year.order("claim", claim, "filler", "2020-11-03")
    told.clock.now += timedelta(days=8)
    told.remind(kind="overdue", days=1)
    rounds(told, 1)
    ((_, body),) = web.received
    letter = json.loads(body)
    assert [one["holder"] for one in letter["notices"]] == [PEOPLE["filler"]]
    assert f", held by {PEOPLE['filler']} (task shijing/targets/targets.file/1)" in letter["text"]


def test_the_mail_of_a_message_has_the_same_id_however_often_it_is_sent(told: Told, mail: Mailbox) -> None:
    told.reach("tianbao", mail.address())
    told.remind()
    queue_news(told.post)
    for _ in range(2):
        parcel = take_parcel(told.post, _contact(told))
        assert parcel is not None
        # The program ends here, before it could mark anything.
        assert send(told.post, parcel.contact.contact, compose(told.post, parcel)).accepted
        told.clock.now += timedelta(hours=7)
    rounds(told, 2)
    first, second, third = mail.messages
    assert first["Message-ID"] == second["Message-ID"] == third["Message-ID"]
    assert first["Message-ID"].endswith("@bureau.example>")
    assert first["To"] == "tianbao@shijing.example"
    assert "days left: 7" in first.get_content()
    assert told.attempts() == [(None, ""), (None, ""), ("sent", "SMTP 250")]
    assert told.states() == ["sent"]


def test_while_the_receiver_is_down_nothing_is_lost_and_afterwards_it_comes_once(told: Told) -> None:
    web = Web()
    with web.open():
        told.reach("tianbao", f"{web.url}\n{SECRET}")
    told.remind()
    rounds(told, 2)
    told.remind(days=3)
    assert told.attempts() == [("failed", "ConnectionRefusedError")] * 2
    with web.open():
        rounds(told, 3)
    first, second = web.received
    assert [len(json.loads(body)["notices"]) for _, body in (first, second)] == [1, 1]
    assert len(set(keys(web))) == 2
    assert told.states() == ["sent", "sent"]


def test_a_message_is_not_tried_again_before_its_pause_is_over(told: Told, web: Web) -> None:
    web.status = 503
    told.reach("tianbao", f"{web.url}\n{SECRET}")
    told.remind()
    rounds(told, 5, timedelta(seconds=1))
    assert len(web.received) == 1
    rounds(told, 1)
    assert len(web.received) == 1
    rounds(told, 1)
    assert len(web.received) == 2
    assert len(set(keys(web))) == 1
    assert told.attempts() == [("failed", "HTTP 503")] * 2


def test_a_dead_contact_is_given_up_and_told_to_the_administrator_while_others_go_on(
    told: Told, web: Web, mail: Mailbox
) -> None:
    web.status = 500
    told.reach("tianbao", f"{web.url}\n{SECRET}", name="dead")
    told.reach("tianbao", mail.address(), name="mail")
    told.reach("guanli", mail.address())
    told.remind()
    rounds(told, 6)
    assert len(web.received) == told.post.pace.attempts == 3
    reminded, alerted = mail.messages
    assert "file targets" in reminded.get_content()
    assert f"The message {keys(web)[0]} could not be delivered" in alerted.get_content()
    (wrong,) = list_messages(told.year.desk, wrong=True)
    assert (wrong.message, wrong.login, wrong.contact, wrong.state) == (keys(web)[0], "tianbao", "dead", "given-up")
    assert [attempt.answer for attempt in wrong.attempts] == ["HTTP 500"] * 3


def test_what_was_given_up_is_sent_again_by_hand_under_its_own_key(told: Told, web: Web) -> None:
    web.status = 500
    told.reach("tianbao", f"{web.url}\n{SECRET}")
    told.remind()
    rounds(told, 4)
    assert told.states() == ["given-up"]
    web.status = 200
    with pytest.raises(AppError) as caught:
        send_again(told.post, ["jixiao-none"])
    assert caught.value.code == "delivery.unknown"
    assert send_again(told.post, ()) == 1
    rounds(told, 2)
    assert told.states() == ["sent"]
    assert len(set(keys(web))) == 1
    assert told.attempts()[-1] == ("sent", "HTTP 200")


def test_an_alert_that_cannot_be_delivered_either_is_told_to_nobody_again(told: Told, web: Web) -> None:
    web.status = 500
    told.reach("tianbao", f"{web.url}\n{SECRET}")
    told.reach("guanli", f"{web.url}\n{SECRET}")
    told.remind()
    rounds(told, 12)
    assert told.states() == ["given-up", "given-up"]
    assert len(web.received) == 6


def test_a_message_that_ends_the_program_every_time_is_given_up_too(told: Told) -> None:
    told.reach("tianbao", f"http://127.0.0.1:9/\n{SECRET}")
    told.remind()
    queue_news(told.post)
    for _ in range(told.post.pace.attempts):
        assert take_parcel(told.post, _contact(told)) is not None
        told.clock.now += timedelta(hours=7)
    assert take_parcel(told.post, _contact(told)) is None
    assert told.states() == ["given-up"]


def test_somebody_with_many_departments_gets_one_message(told: Told, web: Web) -> None:
    told.reach("tianbao", f"{web.url}\n{SECRET}")
    others = [f"street-{number}" for number in range(40)]
    for department in others:
        told.another(department)
    for department in (DEPARTMENT, *others):
        told.remind(department)
    rounds(told, 2)
    ((_, body),) = web.received
    letter = json.loads(body)
    assert len(letter["notices"]) == 41
    assert letter["text"].count("due on 2020-11-06") == 30
    assert "And 11 more: run jixiao task alerts --as tianbao." in letter["text"]
    assert set(told.states()) == {"sent"}


def test_a_daily_digest_waits_for_the_morning_and_tells_each_matter_once(told: Told, web: Web) -> None:
    told.clock.now = told.clock.now.replace(hour=4)
    told.reach("tianbao", f"{web.url}\n{SECRET}", "daily")
    told.remind()
    rounds(told, 2, timedelta(hours=1))
    told.remind(days=3)
    assert web.received == []
    rounds(told, 24, timedelta(hours=1))
    ((_, body),) = web.received
    (notice,) = json.loads(body)["notices"]
    assert (notice["days_left"], notice["task"]) == (6, "shijing/targets/targets.file/1")
    assert told.states() == ["sent", "sent"]


def test_a_reminder_of_what_is_done_by_then_is_not_sent(told: Told, web: Web) -> None:
    told.reach("tianbao", f"{web.url}\n{SECRET}", "daily")
    told.remind()
    queue_news(told.post)
    told.year.act("targets", "targets.file", told.year.filing("targets.file"), "filler", "2020-10-30T04:00:00.000000Z")
    told.clock.now += timedelta(days=2)
    rounds(told, 2)
    assert web.received == []
    assert told.states() == ["moot"]


def test_what_concerns_a_role_that_nobody_holds_is_shown_and_not_lost(told: Told) -> None:
    told.remind(kind="overdue", days=10, to="leadership")
    rounds(told, 2)
    (message,) = list_messages(told.year.desk, wrong=True)
    assert (message.state, message.roles, message.login) == ("nobody", ("leadership",), "")


def test_each_alert_goes_to_the_role_that_the_record_names(told: Told, web: Web, mail: Mailbox) -> None:
    told.reach("tianbao", f"{web.url}\n{SECRET}")
    told.reach("jixiaoke", mail.address())
    told.remind()
    told.remind(kind="overdue", days=0)
    queue_news(told.post)
    told.clock.now += timedelta(days=8)
    rounds(told, 2)
    ((_, body),) = web.received
    assert [notice["kind"] for notice in json.loads(body)["notices"]] == ["reminder"]
    (alerted,) = mail.messages
    assert "file targets: was due on 2020-11-06, days late: 1" in alerted.get_content()


def test_what_waits_for_a_contact_that_is_removed_is_moot(told: Told, web: Web) -> None:
    told.reach("tianbao", f"{web.url}\n{SECRET}", "weekly")
    told.remind()
    queue_news(told.post)
    remove_contact(told.post, "tianbao", "main")
    told.clock.now += timedelta(days=8)
    rounds(told, 2)
    assert (web.received, told.states()) == ([], ["moot"])


def test_what_was_queued_for_a_contact_while_it_was_removed_is_moot_too(told: Told, web: Web) -> None:
    told.reach("tianbao", f"{web.url}\n{SECRET}")
    told.remind()
    queue_news(told.post)
    with Session(told.year.desk.engine) as session, session.begin():
        session.delete(session.exec(select(Contact)).one())
    rounds(told, 2)
    assert (web.received, told.states()) == ([], ["moot"])


def test_with_an_erased_person_contacts_and_addresses_go(told: Told, web: Web) -> None:
    told.reach("tianbao", f"{web.url}\n{SECRET}")
    told.reach("jixiaoke", f"{web.url}\n{SECRET}")
    for file in told.post.addresses.iterdir():
        os.utime(file, (0, 0))
    told.remind()
    queue_news(told.post)
    with Session(told.year.desk.engine) as session, session.begin():
        erase(session, "person", PEOPLE["filler"])
    rounds(told, 2)
    assert (web.received, told.states()) == ([], ["moot"])
    with told.year.desk.reading() as session:
        (kept,) = session.exec(select(Contact)).all()
    assert [file.name for file in told.post.addresses.iterdir()] == [kept.contact]


def test_news_of_long_ago_are_not_told_when_delivering_begins(told: Told, web: Web) -> None:
    told.remind()
    told.clock.now += timedelta(days=30)
    told.reach("tianbao", f"{web.url}\n{SECRET}")
    rounds(told, 2)
    assert (web.received, told.states()) == ([], [])


def test_a_fault_of_one_message_leaves_the_others_alone(
    told: Told, web: Web, mail: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.reach("tianbao", mail.address(), name="a-mail")
    told.reach("tianbao", f"{web.url}\n{SECRET}", name="web")

    def broken(*_: object) -> None:
        raise RuntimeError(web.url)

    monkeypatch.setattr("app.delivery.send.post_webhook", broken)
    told.remind()
    rounds(told, 2)
    assert len(mail.messages) == 1
    assert sorted(told.attempts(), key=str) == [("failed", "RuntimeError")] * 2 + [("sent", "SMTP 250")]


def _contact(told: Told) -> str:
    return next(told.post.addresses.iterdir()).name
