"""Archives that nobody thought of: each is taken or refused with a code, and none unpacks past its limits."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.errors import RefusedError
from activities.evidence_files.budget import ArchiveLimits
from activities.evidence_files.examine import examine
from tests.support.made_files import PNG, archive, compound, docx, ofd, pdf, xlsx

LIMITS = ArchiveLimits(entries=20, bytes=1 << 16, free_bytes=1 << 12)
MADE = {
    "words": b"words",
    "nothing": b"",
    "picture": PNG,
    "pdf": pdf(),
    "docx": docx(),
    "xlsx": xlsx(),
    "ofd": ofd(),
    "doc": compound("WordDocument"),
    "long": b"a" * 9000,
}
CONTENTS = st.sampled_from(sorted(MADE)).map(lambda name: MADE[name])
STEMS = st.sampled_from(["a", "b/c", "中文", "..", "/x", "y\\z", "W/../w", "A"])
NAMES = st.builds("{}.{}".format, STEMS, st.sampled_from(["txt", "png", "pdf", "docx", "zip", "doc", "exe"]))
ONES = st.dictionaries(NAMES, CONTENTS, max_size=6).map(archive)
ARCHIVES = st.recursive(ONES, lambda inner: st.dictionaries(NAMES, inner, max_size=3).map(archive), max_leaves=4)


def told(content: bytes, name: str) -> str:
    """The media type, or the code of the refusal."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "content"
        path.write_bytes(content)
        try:
            return examine(path, name, LIMITS)
        except RefusedError as error:
            return error.code


@settings(max_examples=150, deadline=None)
@given(ARCHIVES)
def test_an_archive_that_is_taken_holds_only_what_would_be_taken_alone(content: bytes) -> None:
    said = told(content, "a.zip")
    assert said == "application/zip" or said.startswith("evidence.")
    if said == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as made:
            entries = [one for one in made.infolist() if one.file_size]
            assert all("/" in told(made.read(one), one.filename) for one in entries)
            assert sum(one.file_size for one in entries) <= LIMITS.bytes
            assert all(".." not in (parts := PurePosixPath(one.filename).parts) and "/" not in parts for one in entries)


@pytest.mark.parametrize("name", ["a.zip", "a.docx", "a.doc", "a.pdf"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damaged_bytes_are_taken_or_refused_and_never_a_fault_of_the_program(name: str, data: st.DataObject) -> None:
    whole = {
        "a.zip": archive({"a.txt": b"words" * 40, "b.docx": docx()}),
        "a.docx": docx(),
        "a.doc": compound("WordDocument"),
        "a.pdf": pdf(b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\nx\nendstream"),
    }[name]
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 3)) * data.draw(st.integers(0, len(content) // 4))
    said = told(bytes(content[: len(content) - cut]) or b"x", name)
    assert "/" in said or said.startswith("evidence.")
