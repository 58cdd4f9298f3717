from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.json_source import JsonError, compose_json
from rules.located import FileError
from rules.yaml_source import YamlError, compose

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.located import Source, Tree

PIECES = st.sampled_from(
    [*"{}[]:,-?&*!|>'\"%@#\t\n\r  ab019.０％", "- ", ": ", "null", "true", "\\u00", "\ufeff", "<<"]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="０１２３４５６７８９％．－"), max_size=8)
TREES = st.recursive(
    st.none() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def refused(read: Callable[[bytes, str], Source], text: str) -> FileError | None:
    try:
        assert () in read(text.encode(), "f").marks
    except FileError as error:
        return error
    return None


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join) | st.binary(max_size=20).map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_either_read_or_refused_with_a_place(text: str) -> None:
    for read, kind in ((compose, YamlError), (compose_json, JsonError)):
        error = refused(read, text)
        if error is not None:
            assert isinstance(error, kind)
            assert error.problems
            assert all(each.line >= 1 and each.column >= 1 for each in error.problems)


@settings(max_examples=200, deadline=None)
@given(TREES, st.sampled_from([None, 1]), st.booleans())
def test_json_that_python_writes_is_read_back_the_same(tree: Tree, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_only)
    assert compose_json(text.encode(), "f.json").tree == tree
