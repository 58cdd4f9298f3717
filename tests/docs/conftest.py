from __future__ import annotations

import re
from pathlib import Path

import pytest

_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


class Documents:
    """The repository's documents: whole texts and fenced blocks."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def all(self) -> list[Path]:
        return sorted([*self.root.glob("*.md"), *(self.root / "docs").rglob("*.md")])

    def text(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def blocks(self, name: str, info: str) -> list[str]:
        """The bodies of the blocks that are marked exactly so."""
        return [match["body"] for match in _BLOCK.finditer(self.text(name)) if match["info"].strip() == info]

    def prose(self, path: Path) -> str:
        """A document without its fenced blocks."""
        return _BLOCK.sub("", path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def documents() -> Documents:
    return Documents(Path(__file__).parents[2])
