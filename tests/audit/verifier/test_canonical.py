from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from audit.verifier.canonical import NotCanonicalError, read_canonical

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=12)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


@given(VALUES)
def test_what_another_library_writes_canonically_is_read_back(value: object) -> None:
    assert read_canonical(rfc8785.dumps(value)) == value


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b"NaN",
        b"-0",
        b"01",
        b"9007199254740992",
        b'"\\u0041"',
        b'"\\/"',
        b'"\\ud800"',
        b'"\\u001F"',
        b'"\xff"',
        '{"键":1}'.encode(),
        '[{"键":1}]'.encode(),
        b"",
        b"{}\n",
        b"\xef\xbb\xbf{}",
        b"[" * 200_000,
        b"9" * 5000,
    ],
)
def test_any_other_writing_is_refused(raw: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        read_canonical(raw)
