"""A rubric file: its bytes, their hash, and the typed rubric, with the place of every part for messages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import rfc8785

from rules.core.errors import RubricError
from rules.core.reading import read_rubric
from rules.core.rubric import Rubric
from rules.decoding import read_limited
from rules.located import FileError, Source, Tree
from rules.yaml_source import compose

if TYPE_CHECKING:
    from pathlib import Path


class RubricFileError(FileError):
    """A rubric file cannot be read: `problems` lists every fault with file, line and column."""

    code = "rubric-file.malformed"


@dataclass(frozen=True, slots=True)
class RubricFile:
    """A rubric as it was read.

    `text` is the file's bytes and `hash` their SHA-256 (hex): the rubric's identity. `canonical` is the RFC 8785 form
    of the same tree, every scalar a text: what `rules.core` reads on another machine.
    """

    name: str
    text: bytes
    canonical: bytes
    hash: str
    rubric: Rubric
    source: Source


def load_rubric(origin: Path | bytes, name: str | None = None) -> RubricFile:
    """Read a rubric from a YAML file or from its bytes; `name` is how messages call it.

    Raises RubricFileError with every problem of one kind at once, OSError when the file cannot be opened.
    """
    text = origin if isinstance(origin, bytes) else read_limited(origin)
    name = name or ("rubric.yaml" if isinstance(origin, bytes) else str(origin))
    try:
        source = compose(text, name)
    except FileError as error:
        raise RubricFileError(error.problems) from error
    canonical = canonical_tree(source.tree)
    try:
        rubric = read_rubric(canonical)
    except RubricError as error:
        raise RubricFileError(source.locate_all(error.problems)) from error
    return RubricFile(name, text, canonical, hashlib.sha256(text).hexdigest(), rubric, source)


def canonical_tree(tree: Tree) -> bytes:
    """The tree of texts as RFC 8785 canonical JSON."""
    return rfc8785.dumps(tree)
