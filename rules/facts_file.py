"""A facts file, YAML or JSON: what a department filed, each fact with its origin and place.

A fact or result whose answer is the empty text `""`, as in a prefilled file, is not there: it is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.core.errors import FactsError
from rules.core.facts import Facts
from rules.core.reading import read_facts
from rules.decoding import read_limited
from rules.json_source import compose_json
from rules.located import FileError, Source
from rules.unfilled import without_unfilled
from rules.yaml_source import compose

if TYPE_CHECKING:
    from pathlib import Path


class FactsFileError(FileError):
    """A facts file cannot be used: `problems` lists every fault with file, line and column."""

    code = "facts-file.malformed"


@dataclass(frozen=True, slots=True)
class FactsFile:
    """Facts as they were read, with the place of every part for messages."""

    facts: Facts
    source: Source

    def located(self, error: FactsError) -> FactsFileError:
        """The same error with file, line and column: for what admission finds after the file was read."""
        return FactsFileError(self.source.locate_all(error.problems))


def load_facts(path: Path) -> Facts:
    """Read a department's facts. Raises FactsFileError, and OSError when the file cannot be opened."""
    return load_facts_file(path).facts


def load_facts_file(path: Path) -> FactsFile:
    """Read a department's facts and keep their positions. Raises FactsFileError, OSError like `load_facts`."""
    return read_facts_text(read_limited(path), str(path))


def read_facts_text(text: bytes, name: str) -> FactsFile:
    """Read the bytes of a facts file called `name`, as JSON if it ends so. Raises FactsFileError."""
    try:
        source = without_unfilled(compose_json(text, name) if name.endswith(".json") else compose(text, name))
        return FactsFile(read_facts(source.tree), source)
    except FileError as error:
        raise FactsFileError(error.problems) from error
    except FactsError as error:
        raise FactsFileError(source.locate_all(error.problems)) from error
