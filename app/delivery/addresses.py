"""Secret addresses as files: one for each contact, read by their owner only; never in the database or a log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from app.errors import AppError
from audit.durable import write_durably

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

LEAST_SECRET: Final = 16
_WEB: Final = ("https", "http")
_MAIL: Final = ("smtps", "smtp")
_APPRISE_MAIL: Final = ("mailto", "mailtos")


@dataclass(frozen=True, slots=True)
class Address:
    """Where to send: an address and, for a webhook, the secret that signs. Its text is shown nowhere."""

    url: str = ""
    secret: str = ""

    def __repr__(self) -> str:
        """Nothing that a trace could give away."""
        return "Address(…)"

    @property
    def channel(self) -> str:
        """Which channel the address belongs to: mail, webhook or apprise."""
        scheme = urlsplit(self.url).scheme
        return "mail" if scheme in _MAIL else "webhook" if scheme in _WEB else "apprise"


def parse_address(text: str) -> Address:
    """Read an address from the text of a file: the address itself, below it the secret of a webhook.

    Raises AppError `contact.bad-address`, `contact.mailto`, `contact.bad-mail`, `contact.no-secret`.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    address = Address(*lines[:2])
    scheme = _scheme(address.url)
    if not scheme or len(lines) > (2 if scheme in _WEB else 1):
        raise AppError("contact.bad-address", lines=str(len(lines)))
    if scheme in _APPRISE_MAIL:
        raise AppError("contact.mailto")
    if scheme in _MAIL:
        _require_mail(address)
    if scheme in _WEB and len(address.secret) < LEAST_SECRET:
        raise AppError("contact.no-secret", least=str(LEAST_SECRET))
    return address


def _scheme(url: str) -> str:
    """The scheme of an address that has a host and, if any, a port that is one; else nothing."""
    try:
        parts = urlsplit(url)
        whole = bool(parts.netloc) and parts.port != 0
    except ValueError:
        return ""
    return parts.scheme if whole else ""


def _require_mail(address: Address) -> None:
    given = parse_qs(urlsplit(address.url).query)
    if not urlsplit(address.url).hostname or any("@" not in given.get(name, [""])[0] for name in ("from", "to")):
        raise AppError("contact.bad-mail")


def shown(address: Address) -> str:
    """What may be seen of an address: its kind and host; for a chat service only its kind."""
    parts = urlsplit(address.url)
    if address.channel == "apprise":
        return f"{parts.scheme}://…"
    return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}/…"


def keep_address(folder: Path, contact: str, address: Address) -> None:
    """Write it whole, for its owner's eyes only; its folder too, if there is none."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_durably(folder / contact, f"{address.url}\n{address.secret}\n".encode(), mode=0o600)


def read_address(folder: Path, contact: str) -> Address | None:
    """The address of a contact; None where its file is gone, as after a restored backup."""
    try:
        url, secret, *_ = (folder / contact).read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return None
    return Address(url, secret)


def forget_strangers(folder: Path, known: Container[str], before: float) -> None:
    """Remove the addresses of contacts that are gone; one that is younger than `before` (seconds since 1970) stays."""
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.name not in known and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)


def forget_address(folder: Path, contact: str) -> None:
    """Remove it; nothing happens where it is gone already."""
    (folder / contact).unlink(missing_ok=True)
