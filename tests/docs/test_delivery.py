"""What the page on delivery tells a receiver to do checks what the program signs."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from app.delivery.addresses import LEAST_SECRET
from app.delivery.webhook import signature
from tests.support.guides import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = ("docs/guide/delivery.md", "docs/guide/zh/delivery.md")
SECRET = "practice-only-0123456789"  # noqa: S105  # made up


def receiver(page: str) -> Callable[[bytes, str, bytes], bool]:
    """The function that the page shows."""
    (code,) = re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    names: dict[str, Callable[[bytes, str, bytes], bool]] = {}
    exec(code, names)  # noqa: S102  # our own page
    return names["is_ours"]


@pytest.mark.parametrize("page", PAGES)
def test_the_receiver_of_the_page_knows_our_signature_from_another(page: str) -> None:
    is_ours, now, body = receiver(page), int(time.time()), "正文".encode()
    header = signature(SECRET, now, body)
    assert is_ours(SECRET.encode(), header, body)
    assert not is_ours(SECRET.encode(), header, body + b" ")
    assert not is_ours(b"another", header, body)
    assert not is_ours(SECRET.encode(), signature(SECRET, now - 3600, body), body)


@pytest.mark.parametrize("page", PAGES)
def test_the_page_names_the_least_length_of_a_secret(page: str) -> None:
    assert f" {LEAST_SECRET} " in (ROOT / page).read_text(encoding="utf-8")
