"""Every test that the table of turns names is there, in the file that the table links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.docs.conftest import Documents

_NAMED = re.compile(r"\]\(\.\./(?P<file>tests/[^)]+)\)(?P<tests>(?:,? `test_\w+`)+)")


def test_every_turn_of_a_year_names_a_test_that_there_is(documents: Documents) -> None:
    rows = [line for line in (documents.root / "docs" / "bends.md").read_text().splitlines() if line.startswith("| ")]
    turns = rows[1:]
    assert len(turns) > 25
    for row in turns:
        named = list(_NAMED.finditer(row))
        assert named, row
        for match in named:
            source = (documents.root / match["file"]).read_text(encoding="utf-8")
            for test in re.findall(r"test_\w+", match["tests"]):
                assert re.search(rf"^(async )?def {test}\(", source, re.MULTILINE), f"{match['file']}::{test}"
