"""Which migrations this program has: told by the names of their files, without loading what runs them.

Every command asks at its start, and hardly any has to migrate.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

MIGRATIONS: Final = Path(__file__).with_name("migrations")


@cache
def revisions() -> tuple[str, ...]:
    """The revisions in their order; every file is named `REVISION_what_it_does.py`, and each follows the one before."""
    return tuple(sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")))
