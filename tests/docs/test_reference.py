from __future__ import annotations

import runpy
from typing import TYPE_CHECKING

import pytest

from app.messages import catalogue
from cli import exit_codes
from models.payloads import FORMS

if TYPE_CHECKING:
    from tests.docs.conftest import Documents

FOLDER = "docs/reference"


@pytest.fixture(scope="module")
def pages(documents: Documents) -> dict[str, str]:
    found: dict[str, str] = runpy.run_path(str(documents.root / FOLDER / "generate.py"))["pages"]()
    return found


def test_the_reference_is_what_the_program_says_now(documents: Documents, pages: dict[str, str]) -> None:
    stale = [name for name, text in pages.items() if documents.text(f"{FOLDER}/{name}") != text]
    assert stale == [], "run make reference"


def test_the_reference_folder_holds_no_page_that_nothing_writes(documents: Documents, pages: dict[str, str]) -> None:
    assert {path.name for path in (documents.root / FOLDER).glob("*.md")} == set(pages)


def test_the_reference_holds_every_message_record_kind_and_exit_code(pages: dict[str, str]) -> None:
    assert [code for code in catalogue("en") if f"`{code}`" not in pages["messages.md"]] == []
    assert [code for code in catalogue("en") if code.startswith("lint.") and f"`{code}`" not in pages["lint.md"]] == []
    assert [kind for kind, _ in FORMS if f"`{kind}`" not in pages["records.md"]] == []
    codes = [value for value in vars(exit_codes).values() if isinstance(value, int)]
    assert [code for code in codes if f"| {code} |" not in pages["commands.md"]] == []
