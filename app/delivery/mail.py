"""E-mail: a plain message over SMTP whose Message-ID stays the same however often it is sent."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, unquote, urlsplit

from app.delivery.letter import Answer

if TYPE_CHECKING:
    from datetime import datetime
    from urllib.parse import SplitResult

    from app.delivery.addresses import Address
    from app.delivery.letter import Letter

TIMEOUT_SECONDS: Final = 15


def send_mail(letter: Letter, address: Address, now: datetime) -> Answer:
    """Hand the letter to the mail server of the address: `smtps://user:password@host:465/?from=…&to=…`.

    `smtp://` takes STARTTLS where the server offers it; a password is never sent without encryption.
    """
    url = urlsplit(address.url)
    mail = _mail(letter, url, now)
    try:
        with _server(url) as server:
            if not _enter(server, url):
                return Answer(accepted=False, words="no TLS: the password was not sent")
            server.send_message(mail)
    except smtplib.SMTPResponseException as error:
        return Answer(accepted=False, words=f"SMTP {error.smtp_code}")
    except OSError as error:
        return Answer(accepted=False, words=type(error).__name__)
    return Answer(accepted=True, words="SMTP 250")


def _mail(letter: Letter, url: SplitResult, now: datetime) -> EmailMessage:
    given = parse_qs(url.query)
    mail = EmailMessage()
    mail["From"], mail["To"] = given["from"][0], given["to"][0]
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{letter.message}@{given['from'][0].rpartition('@')[2].rstrip('>')}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text)
    return mail


def _server(url: SplitResult) -> smtplib.SMTP:
    host = url.hostname or ""
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(host, url.port or 25, timeout=TIMEOUT_SECONDS)


def _enter(server: smtplib.SMTP, url: SplitResult) -> bool:
    """Encrypt where it can be, and log in where a password is given; False where it could be read on the way."""
    server.ehlo()
    secure = url.scheme == "smtps"
    if not secure and server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
        secure = True
    if url.username is None:
        return True
    if secure:
        server.login(unquote(url.username), unquote(url.password or ""))
    return secure
