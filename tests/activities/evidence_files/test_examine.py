"""What a file is told to be by its content, and what is not taken at all."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from activities.errors import RefusedError
from activities.evidence_files.budget import ArchiveLimits
from activities.evidence_files.examine import examine
from activities.evidence_files.forms import EXTENSIONS
from tests.support.made_files import JPG, PNG, archive, compound, docx, entry_with, ofd, packed, pdf, xlsx

if TYPE_CHECKING:
    from pathlib import Path

LOCKED_SHEET = struct.pack("<HHHH", 0x809, 2, 0, 0x2F) + b"\0\0"
ONE_TEXT = archive({"a.txt": b"a" * 99})
STORED_TEXT = archive({"a.txt": b"a" * 99}, zipfile.ZIP_STORED)
UTF_8_NAMES = struct.pack("<H", 0x800)
LOCKED_TEXT = b"\0" * 10 + struct.pack("<H", 0x0100)
GOOD = {
    "批复.pdf": (pdf(), "application/pdf"),
    "packed.PDF": (pdf(packed(b"1 0 << /Type /Page >>")), "application/pdf"),
    "公文.ofd": (ofd(), "application/ofd"),
    "报告.docx": (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "embedded.docx": (
        docx(word__embeddings__a=xlsx(), word__embeddings__b=compound("CONTENTS")),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "决算.xlsx": (xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "旧.doc": (compound("WordDocument"), "application/msword"),
    "short.doc": (compound("WordDocument", size=100), "application/msword"),
    "旧.xls": (compound("Workbook"), "application/vnd.ms-excel"),
    "older.xls": (compound("Book"), "application/vnd.ms-excel"),
    "旧.et": (compound("Workbook"), "application/wps-office.et"),
    "图.png": (PNG, "image/png"),
    "照片.jpeg": (JPG, "image/jpeg"),
    "说明.txt": ("已按时公开\r\n".encode(), "text/plain"),
    "旧说明.txt": ("已按时公开".encode("gb18030"), "text/plain"),
    "月度.csv": (b"month,rate\n1,8%\n", "text/csv"),
    "材料.zip": (
        archive({"批复.pdf": pdf(), "附件/": b"", "附件/表.xlsx": xlsx(), "空.txt": b""}),
        "application/zip",
    ),
}
BAD = {
    "program.exe": (b"MZ\x90\0\x03\0", "evidence.unknown-form"),
    "page.html": (b"<html></html>", "evidence.unknown-form"),
    "slides.pptx": (archive({"[Content_Types].xml": b"", "ppt/a.xml": b""}), "evidence.unknown-form"),
    "mail.doc": (compound("__properties"), "evidence.unknown-form"),
    "control.txt": (b"a\x00b", "evidence.unknown-form"),
    "neither.txt": (b"\xff\xfe\xff\xff", "evidence.unknown-form"),
    "cut.txt": ("公开".encode()[:-1] + b"\xff", "evidence.unknown-form"),
    "photo.pdf": (JPG, "evidence.contradicts"),
    "report.docx": (xlsx(), "evidence.contradicts"),
    "report.doc": (docx(), "evidence.contradicts"),
    "notes.pdf": (b"plain words", "evidence.contradicts"),
    "批复": (pdf(), "evidence.contradicts"),
    "locked.pdf": (pdf(trailer=b"/Encrypt 9 0 R"), "evidence.encrypted"),
    "script.pdf": (pdf(b"<< /S /JavaScript /JS (app.alert) >>"), "evidence.pdf-script"),
    "hidden-name.pdf": (pdf(b"<< /S /J#61vaScr#69pt >>"), "evidence.pdf-script"),
    "launch.pdf": (pdf(b"<< /S /Launch /F (a.exe) >>"), "evidence.pdf-script"),
    "packed-script.pdf": (pdf(packed(b"1 0 << /S /JavaScript >>")), "evidence.pdf-script"),
    "plain-packed.pdf": (pdf(packed(b"1 0 << /S /JavaScript >>", b"")), "evidence.pdf-script"),
    "twice-packed.pdf": (pdf(packed(b"", b"/Filter [/ASCII85Decode /FlateDecode]")), "evidence.pdf-unreadable"),
    "predicted.pdf": (
        pdf(packed(b"a", b"/Filter /FlateDecode /DecodeParms <</Predictor 12>>")),
        "evidence.pdf-unreadable",
    ),
    "broken-packed.pdf": (
        pdf(packed(b"no deflate", b"/Filter/FlateDecode").replace(b"\x78\x9c", b"\0\0")),
        "evidence.pdf-unreadable",
    ),
    "no-stream.pdf": (pdf(b"<< /Type /ObjStm >>"), "evidence.pdf-unreadable"),
    "locked.docx": (compound("EncryptedPackage", "EncryptionInfo"), "evidence.encrypted"),
    "locked.xls": (compound("Workbook", start=LOCKED_SHEET), "evidence.encrypted"),
    "locked.doc": (compound("WordDocument", start=LOCKED_TEXT), "evidence.encrypted"),
    "macros.doc": (compound("WordDocument", "Macros"), "evidence.macros"),
    "macros.xls": (compound("Workbook", "_VBA_PROJECT_CUR"), "evidence.macros"),
    "macros.docx": (docx(word__vbaProject=b"", **{"word__vbaProject.bin": b"x"}), "evidence.macros"),
    "enabled.xlsx": (xlsx(b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "evidence.macros"),
    "within.docx": (docx(word__embeddings__a=compound("Workbook", "VBA")), "evidence.macros"),
    "within.zip": (archive({"a.docm": docx(**{"word__vbaProject.bin": b"x"})}), "evidence.macros"),
    "program.zip": (archive({"a.exe": b"MZ\x90\0"}), "evidence.unknown-form"),
    "liar.zip": (archive({"a.pdf": PNG}), "evidence.contradicts"),
    "nothing.zip": (archive({}), "evidence.archive-empty"),
    "folders.zip": (archive({"a/": b""}), "evidence.archive-empty"),
    "cut.zip": (archive({"a.txt": b"a" * 99})[:-9], "evidence.damaged"),
    "head.zip": (b"PK\x03\x04", "evidence.damaged"),
    "cut.doc": (compound("WordDocument")[:700], "evidence.damaged"),
    "head.doc": (compound("WordDocument")[:8], "evidence.damaged"),
    "bzip.zip": (archive({"a.txt": b"a"}, zipfile.ZIP_BZIP2), "evidence.archive-method"),
    "up.zip": (archive({"../a.txt": b"a"}), "evidence.archive-name"),
    "deep-up.zip": (archive({"a/../../b.txt": b"a"}), "evidence.archive-name"),
    "root.zip": (archive({"/etc/a.txt": b"a"}), "evidence.archive-name"),
    "drive.zip": (archive({"C:a.txt": b"a"}), "evidence.archive-name"),
    "share.zip": (archive({"\\\\host\\a.txt": b"a"}), "evidence.archive-name"),
    "case.zip": (archive({"A.txt": b"a", "a.TXT": b"b"}), "evidence.archive-twice"),
    "nested.zip": (
        archive({"a.zip": archive({"b.zip": archive({"c.zip": archive({"d.txt": b"d"})})})}),
        "evidence.archive-layers",
    ),
}
# Each makes the library say something else: at which place of which header, what is written there.
DAMAGED = {
    "opening-of-a-version-nobody-knows": entry_with(ONE_TEXT, central={6: b"\xff"}),
    "opening-with-a-name-that-is-no-text": entry_with(ONE_TEXT, central={8: UTF_8_NAMES, 46: b"\xff"}),
    "opening-with-a-foreign-directory": entry_with(ONE_TEXT, central={0: b"KP"}),
    "reading-patched-data": entry_with(ONE_TEXT, central={8: b"\x20\x00"}),
    "reading-with-a-name-that-is-no-text": entry_with(ONE_TEXT, local={6: UTF_8_NAMES, 30: b"\xff"}),
    "reading-under-another-name": entry_with(ONE_TEXT, local={30: b"b"}),
    "reading-what-was-changed": entry_with(STORED_TEXT, local={40: b"b"}),
    "reading-what-is-not-packed": entry_with(ONE_TEXT, local={35: b"\xff"}),
    "reading-beyond-the-end": entry_with(ONE_TEXT, local={28: b"\xff\xff"}),
}


def handed(folder: Path, content: bytes) -> Path:
    path = folder / "content"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", GOOD)
def test_a_whole_file_of_a_form_that_is_taken_has_its_media_type(name: str, tmp_path: Path) -> None:
    content, media_type = GOOD[name]
    assert examine(handed(tmp_path, content), name) == media_type


@pytest.mark.parametrize("name", DAMAGED)
def test_an_archive_that_cannot_be_opened_or_read_is_damaged(name: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, DAMAGED[name]), "a.zip")
    assert told.value.code == "evidence.damaged"


def test_every_extension_that_is_taken_stands_in_the_sentence_about_the_others(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, b"MZ\0"), "a.exe")
    assert told.value.params["known"].split("、") == list(EXTENSIONS)


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_taken_is_refused_by_what_is_wrong_with_it(name: str, tmp_path: Path) -> None:
    content, code = BAD[name]
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, content), name)
    assert told.value.code == code
    assert name in told.value.params["file"]


def test_a_refusal_names_the_file_inside_the_archive(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, archive({"表/b.pdf": PNG})), "a.zip")
    assert told.value.params == {"file": "a.zip › 表/b.pdf", "extension": "pdf", "form": "png"}


def altered(content: bytes, field: int, value: bytes) -> bytes:
    """The archive's one entry with a field of its place in the directory written over."""
    place = content.rindex(b"PK\x01\x02") + field
    return content[:place] + value + content[place + len(value) :]


def test_a_locked_entry_is_named(tmp_path: Path) -> None:
    content = altered(archive({"a.txt": b"a"}), 8, b"\x01\0")
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, content), "a.zip")
    assert (told.value.code, told.value.params) == ("evidence.encrypted", {"file": "a.zip › a.txt"})


def test_a_link_leads_outside(tmp_path: Path) -> None:
    content = altered(archive({"a.txt": b"/etc/passwd"}), 38, struct.pack("<I", 0o120777 << 16))
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, content), "a.zip")
    assert told.value.code == "evidence.archive-name"


def test_an_entry_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    content = altered(archive({"a.txt": b"a" * 1000}), 24, struct.pack("<I", 10))
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, content), "a.zip")
    assert told.value.code == "evidence.damaged"


def test_entries_that_share_their_bytes_are_damaged(tmp_path: Path) -> None:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", b"a" * 1000)
        (first,) = made.infolist()
        again = zipfile.ZipInfo("b.txt")
        for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
            setattr(again, name, getattr(first, name))
        made.filelist.append(again)
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, room.getvalue()), "a.zip")
    assert told.value.code == "evidence.damaged"


def test_a_directory_that_is_too_long_is_refused_before_it_is_read(tmp_path: Path) -> None:
    content = archive({"a.txt": b"a"})
    place = content.rindex(b"PK\x05\x06") + 12
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, content[:place] + b"\xff\xff\xff\x7f" + content[place + 4 :]), "a.zip")
    assert told.value.code == "evidence.archive-entries"


def test_a_bomb_is_refused_while_it_unpacks(tmp_path: Path) -> None:
    bomb = archive({"a.txt": b"a" * (1 << 20)})
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, bomb), "a.zip", ArchiveLimits(free_bytes=1 << 16))
    assert (told.value.code, told.value.params["most"]) == ("evidence.archive-growth", "100")


@pytest.mark.thorough
def test_a_bomb_of_the_real_limits_takes_no_more_than_they_allow(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, archive({"a.txt": b"a" * (40 << 20)})), "a.zip")
    assert told.value.code == "evidence.archive-growth"


def test_a_bomb_inside_a_document_inside_an_archive_counts_for_the_whole(tmp_path: Path) -> None:
    bomb = archive({"a.docx": docx(word__big=b"a" * (1 << 20)), "b.docx": docx(word__big=b"b" * (1 << 20))})
    limits = ArchiveLimits(bytes=(1 << 21), free_bytes=1 << 30)
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, bomb), "a.zip", limits)
    assert told.value.code == "evidence.archive-bytes"


def test_entries_are_counted_over_all_layers(tmp_path: Path) -> None:
    content = archive({f"{one}.zip": archive({"a.txt": b"a", "b.txt": b"b"}) for one in range(3)})
    assert examine(handed(tmp_path, content), "a.zip", ArchiveLimits(entries=9)) == "application/zip"
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, content), "a.zip", ArchiveLimits(entries=8))
    assert (told.value.code, told.value.params["most"]) == ("evidence.archive-entries", "8")


def test_a_packed_bomb_in_a_document_is_refused_while_it_unpacks(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as told:
        examine(handed(tmp_path, pdf(packed(b"a" * (40 << 20)))), "a.pdf")
    assert told.value.code == "evidence.archive-growth"


@pytest.mark.parametrize("name", ["决算\n表.txt", "a\x1b[2Jb.txt", "gpj.\u202efdp.txt", "a\tb.txt"])
def test_a_name_that_nobody_could_read_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "plain.txt"
    file.write_bytes(b"a")
    with pytest.raises(RefusedError) as told:
        examine(file, name)
    assert told.value.code == "evidence.bad-name"
    assert told.value.params["file"].isprintable()


def test_quotes_and_chinese_signs_in_a_name_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "plain.txt"
    file.write_bytes(b"a")
    assert examine(file, '决算〔2024〕9号 "终稿"\'（一）.txt') == "text/plain"
