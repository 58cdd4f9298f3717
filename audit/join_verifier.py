"""`verify.py`: the verifier and the scoring rules joined into one readable file that needs nothing but Python."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[1]
_LOADER: Final = "audit/verifier/loader.py"
_ROOMS: Final = ("audit/verifier", "rules/core")
_PARENTS: Final = ("audit/__init__.py", "rules/__init__.py")
# Before anything of ours is imported: an older Python reads dates otherwise and would find damage where there is none.
_START: Final = """

if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.stderr.write("verify.py: Python 3.11 or later is needed, this is %s / 需要 Python 3.11 或更高版本\\n"
                         % sys.version.split()[0])
        sys.exit(2)
    from pathlib import Path

    install(SOURCES)
    from audit.verifier.bundle_main import main

    sys.exit(main(Path(__file__).parent, sys.argv[1:]))
"""


@cache
def joined_verifier() -> bytes:
    """The program's text; the same program gives the same bytes."""
    rooms = (path for room in _ROOMS for path in (_ROOT / room).rglob("*.py"))
    names = sorted({*_PARENTS, *(path.relative_to(_ROOT).as_posix() for path in rooms)} - {_LOADER})
    texts = "".join(f"\n{name!r}: {literal(_read(name))},\n" for name in names)
    return f"#!/usr/bin/env python3\n{_read(_LOADER)}\n\nSOURCES = {{{texts}}}\n{_START}".encode()


def literal(text: str) -> str:
    """A text as Python writes it, line by line as it reads: raw, or escaped where it could end the raw one."""
    if "'''" not in text and not text.endswith(("'", "\\")) and "\r" not in text:
        return f"r'''{text}'''"
    return "(\n" + "".join(f"    {line!r}\n" for line in text.splitlines(keepends=True)) + ")"


def _read(name: str) -> str:
    return (_ROOT / name).read_text(encoding="utf-8")
