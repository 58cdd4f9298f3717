from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from tests.docs.conftest import Documents

_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
# A path that begins at the root, or at a home: it would be right on one machine only.
_MACHINE_PATH = re.compile(r"(?<![\w.~:/<>)\]}*-])(?:/[A-Za-z_.][\w.-]*)+|~/|[A-Z]:\\")


def test_every_relative_link_of_every_document_leads_somewhere(documents: Documents) -> None:
    links = [(path, match["target"]) for path in documents.all() for match in _LINK.finditer(documents.prose(path))]
    relative = [(path, target) for path, target in links if not re.match(r"[a-z]+:", target)]
    lost = [
        f"{path.name}: {target}"
        for path, target in relative
        if not (path.parent / unquote(target.partition("#")[0])).exists()
    ]
    assert len(relative) > 40
    assert lost == []


def test_links_stay_inside_the_repository(documents: Documents) -> None:
    inside = documents.root.resolve()
    for path in documents.all():
        for match in _LINK.finditer(documents.prose(path)):
            if not re.match(r"[a-z]+:", match["target"]):
                assert (path.parent / match["target"].partition("#")[0]).resolve().is_relative_to(inside)


def test_no_document_names_a_path_of_one_machine(documents: Documents) -> None:
    found = [
        f"{path.name}: {match.group()}"
        for path in documents.all()
        for match in _MACHINE_PATH.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_a_path_of_one_machine_would_be_noticed() -> None:
    assert _MACHINE_PATH.search("see /srv/data/file")
    assert _MACHINE_PATH.search("in `~/notes`")
    assert not _MACHINE_PATH.search("a/b, rules/core and https://example.org/path")


def test_every_decision_is_numbered_in_order_and_listed(documents: Documents) -> None:
    decisions = sorted((documents.root / "docs" / "decisions").glob("*.md"))
    index = documents.text("docs/README.md")
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        title, *rest = path.read_text(encoding="utf-8").splitlines()
        assert title.startswith(f"# {int(path.name[:4])}. ")
        assert f"[{path.name[:4]}](decisions/{path.name}) {title.partition('. ')[2]}" in index
        assert [line for line in rest if line.startswith("## ")] == ["## Context", "## Decision", "## Consequences"]
