from __future__ import annotations

import dataclasses
import re
import runpy
from typing import TYPE_CHECKING, get_args, get_type_hints

import pytest

from app.messages import catalogue
from app.settings import Settings
from cli import exit_codes
from deadlines.moves import MOVES, PHASES
from deadlines.orders import ORDERS, STANDINGS
from deadlines.roles import ROLES
from models.payloads import ACT_KINDS, FORMS
from models.values import Frozen
from rules.core.facts import Facts
from rules.core.rubric import Rubric

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.docs.conftest import Documents

FOLDER = "docs/reference"
_SECTION = re.compile(r"^## (\S+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ENVIRONMENT = re.compile(r'"(JIXIAO_[A-Z_]+)"')
# Written as one text, and described where they stand.
_TEXTS = frozenset({"Interval", "BandResult"})


@pytest.fixture(scope="module")
def pages(documents: Documents) -> dict[str, str]:
    found: dict[str, str] = runpy.run_path(str(documents.root / FOLDER / "generate.py"))["pages"]()
    return found


def keys_of(page: str) -> dict[str, set[str]]:
    """The keys in the first column of every section's table."""
    return {name: set(re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE)) for name, body in _SECTION.findall(page)}


def keys_below(form: type) -> Iterator[tuple[str, str]]:
    """Every form with each of its keys, from this one down; the sources are asked, not the generator."""
    waiting, seen = [form], {form}
    while waiting:
        one = waiting.pop()
        named = one.model_fields if issubclass(one, Frozen) else {each.name: each for each in dataclasses.fields(one)}
        yield from ((one.__name__, name) for name in named)
        hints = [hint for name, hint in get_type_hints(one).items() if name in named]
        while hints:
            hint = hints.pop()
            hints += get_args(hint)
            form_of_ours = isinstance(hint, type) and (dataclasses.is_dataclass(hint) or issubclass(hint, Frozen))
            if form_of_ours and hint.__name__ not in _TEXTS and hint not in seen:
                seen.add(hint)
                waiting.append(hint)


def test_the_reference_is_what_the_program_says_now(documents: Documents, pages: dict[str, str]) -> None:
    stale = [name for name, text in pages.items() if documents.text(f"{FOLDER}/{name}") != text]
    assert stale == [], "run make reference"


def test_the_reference_folder_holds_no_page_that_nothing_writes(documents: Documents, pages: dict[str, str]) -> None:
    assert {path.name for path in (documents.root / FOLDER).glob("*.md")} == set(pages)


@pytest.mark.parametrize(("page", "form"), [("rubric.md", Rubric), ("facts.md", Facts)])
def test_every_key_that_a_file_may_hold_is_described(pages: dict[str, str], page: str, form: type) -> None:
    described = keys_of(pages[page])
    wanted = list(keys_below(form))
    assert len(wanted) > 30
    assert [(name, key) for name, key in wanted if key not in described.get(name, set())] == []


def test_every_field_of_every_record_is_described(pages: dict[str, str]) -> None:
    described = keys_of(pages["records.md"])
    wanted = {pair for form in FORMS.values() for pair in keys_below(form)}
    assert {(name, key) for name, key in wanted if key not in described.get(name, set())} == set()


@pytest.mark.parametrize("page", ["rubric.md", "facts.md", "records.md"])
def test_every_link_of_a_page_leads_to_one_of_its_sections(pages: dict[str, str], page: str) -> None:
    sections = [name.lower() for name, _ in _SECTION.findall(pages[page])]
    assert len(sections) == len(set(sections))
    assert set(re.findall(r"\]\(#([^)]*)\)", pages[page])) <= set(sections)


def test_the_reference_holds_every_message_record_kind_and_exit_code(pages: dict[str, str]) -> None:
    assert [code for code in catalogue("en") if f"`{code}`" not in pages["messages.md"]] == []
    assert [code for code in catalogue("en") if code.startswith("lint.") and f"`{code}`" not in pages["lint.md"]] == []
    assert [kind for kind, _ in FORMS if f"`{kind}`" not in pages["records.md"]] == []
    codes = [value for value in vars(exit_codes).values() if isinstance(value, int)]
    assert [code for code in codes if f"| {code} |" not in pages["commands.md"]] == []


def test_the_reference_holds_every_act_order_phase_and_role(pages: dict[str, str]) -> None:
    named = (*ACT_KINDS, *(move.act for move in MOVES), *(row.order for row in ORDERS), *PHASES, *ROLES, *STANDINGS)
    assert [name for name in named if f"`{name}`" not in pages["protocol.md"]] == []


def test_the_reference_holds_every_setting_and_whatever_else_the_environment_says(
    documents: Documents, pages: dict[str, str]
) -> None:
    files = [file for room in ("app", "cli") for file in (documents.root / room).rglob("*.py")]
    read = {name for file in files for name in _ENVIRONMENT.findall(file.read_text(encoding="utf-8"))}
    assert "JIXIAO_LANG" in read
    wanted = read | {f"JIXIAO_{name.upper()}" for name in Settings.model_fields}
    assert [name for name in sorted(wanted) if f"| `{name}` |" not in pages["commands.md"]] == []
