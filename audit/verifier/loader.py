"""Verifies a bundle of a ledger with nothing but Python: `python3 -I verify.py`, in the bundle's folder.

Below stand the sources of the verifier and of the scoring rules, file by file as their authors wrote them, and at the
end the few lines that start them. Nothing is installed, fetched or written.
"""

from __future__ import annotations

import sys
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.util import spec_from_loader
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType


class Sources(MetaPathFinder, InspectLoader):
    """Imports modules from texts by their file's name; what is not among them is looked for as always."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Tell the importer of ours from others."""
        del path, target
        file = self._file(fullname)
        return None if file is None else spec_from_loader(fullname, self, origin=file)

    def is_package(self, fullname: str) -> bool:
        """Whether the module has modules inside."""
        return f"{_path(fullname)}/__init__.py" in self._texts

    def get_source(self, fullname: str) -> str:
        """Return the module's text, for the importer and for the lines of a traceback."""
        file = self._file(fullname)
        if file is None:
            raise ImportError(fullname)
        return self._texts[file]

    def _file(self, fullname: str) -> str | None:
        names = (f"{_path(fullname)}/__init__.py", f"{_path(fullname)}.py")
        return next((name for name in names if name in self._texts), None)


def _path(fullname: str) -> str:
    return fullname.replace(".", "/")


def install(texts: Mapping[str, str]) -> None:
    """Let these sources go before anything of the same name that the machine may have."""
    sys.meta_path.insert(0, Sources(texts))
