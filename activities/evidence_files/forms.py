"""The forms of file that are taken as evidence, and what they begin with. Data, no behaviour."""

from __future__ import annotations

from typing import Final, Literal

Family = Literal["pdf", "png", "jpg", "zip", "compound", "text"]

# What a content of the family begins with; what begins with none of these can only be text.
SIGNATURES: Final[tuple[tuple[bytes, Family], ...]] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),
)
SIGNATURE_BYTES: Final = max(len(start) for start, _ in SIGNATURES)

# By the form that the content shows: the extensions that a file of it may have, and the media type of each.
FORMS: Final[dict[str, dict[str, str]]] = {
    "pdf": {"pdf": "application/pdf"},
    "ofd": {"ofd": "application/ofd"},
    "docx": {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    "xlsx": {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    "doc": {"doc": "application/msword", "wps": "application/wps-office.wps"},
    "xls": {"xls": "application/vnd.ms-excel", "et": "application/wps-office.et"},
    "png": {"png": "image/png"},
    "jpg": {"jpg": "image/jpeg", "jpeg": "image/jpeg"},
    "text": {"txt": "text/plain", "csv": "text/csv"},
    "zip": {"zip": "application/zip"},
}

EXTENSIONS: Final = tuple(extension for types in FORMS.values() for extension in types)
