"""Mail: a password goes over an encrypted connection or nowhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.delivery.addresses import Address
from app.delivery.letter import Answer, Letter
from app.delivery.mail import send_mail

if TYPE_CHECKING:
    from tests.support.outside import Mailbox

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LETTER = Letter("jixiao-0123", "绩效管理：1 项提醒", "石井街道办事处\n- 申报绩效目标")


def test_a_mail_says_that_it_is_automatic_and_keeps_its_words(mail: Mailbox) -> None:
    assert send_mail(LETTER, Address(mail.address()), NOW) == Answer(accepted=True, words="SMTP 250")
    (message,) = mail.messages
    assert (message["Subject"], message["Auto-Submitted"]) == ("绩效管理：1 项提醒", "auto-generated")
    assert message["Message-ID"] == "<jixiao-0123@bureau.example>"
    assert message.get_content().splitlines() == ["石井街道办事处", "- 申报绩效目标"]


def test_a_password_is_not_sent_where_it_could_be_read(mail: Mailbox) -> None:
    answer = send_mail(LETTER, Address(mail.address("jixiao:pa55w0rd@")), NOW)
    assert answer == Answer(accepted=False, words="no TLS: the password was not sent")
    assert mail.messages == []
    assert not any(b"AUTH" in line or b"pa55" in line for line in mail.lines)


def test_a_mail_server_that_is_not_there_is_an_answer_without_its_address() -> None:
    address = Address("smtp://127.0.0.1:9/?from=a@bureau.example&to=b@bureau.example")
    assert send_mail(LETTER, address, NOW) == Answer(accepted=False, words="ConnectionRefusedError")
