"""Export a book as a bundle (审计包): records, rubrics, checkpoints, evidence, and the program that verifies them.

What is written is read once more by the verifier before it gets its name, so no bundle leaves that does not verify.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from audit.bundle_archive import archive, write_manifest
from audit.bundle_contents import copy_heads, write_evidence, write_head, write_records, write_rubrics
from audit.errors import AuditError
from audit.join_verifier import joined_verifier
from audit.verifier.verify_bundle import BundleReport, verify_bundle

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.bundle_contents import Source

_README: Final = """\
审计包。核验：在本文件夹中运行 python3 -I verify.py ，只需 Python 3.11 以上，无需联网或安装任何软件。
退出码 0 表示完好，1 表示有损；报告逐项列出损坏之处。请用自存公钥核验：--keys 公钥文件。

An audit bundle. To verify it, run python3 -I verify.py in this folder: Python 3.11 or later, no network, nothing else.
Exit code 0 means sound, 1 damaged; the report names every damage. Bring your own public key: --keys FILE.
"""


def export_book(
    source: Source, target: Path, *, with_evidence: bool, progress: Callable[[int], None] = lambda _: None
) -> BundleReport:
    """Write the bundle to a folder, or to an archive if the name ends in .zip, and return its own report.

    Raises UnknownBookError, AuditError `export.exists`, `export.damaged` (then nothing is left behind).
    """
    if target.exists():
        raise AuditError("export.exists", path=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as room:
        bundle = _made(source, Path(room) / "bundle", with_evidence=with_evidence, progress=progress)
        report = verify_bundle(bundle)
        if not report.ok:
            first = report.damages[0]
            where = "-" if first.sequence is None else str(first.sequence)
            raise AuditError("export.damaged", book=source.book, kind=first.kind, sequence=where, subject=first.subject)
        if target.suffix == ".zip":
            archive(bundle, bundle.with_suffix(".zip")).rename(target)
        else:
            bundle.rename(target)
    return report


def _made(source: Source, bundle: Path, *, with_evidence: bool, progress: Callable[[int], None]) -> Path:
    bundle.mkdir()
    # The heads first: whatever they vouch for is in the records that are read after them.
    copy_heads(source, bundle)
    write_head(source, bundle)
    write_records(source, bundle, progress)
    write_rubrics(source, bundle)
    write_evidence(source, bundle, with_evidence=with_evidence)
    (bundle / "verify.py").write_bytes(joined_verifier())
    (bundle / "README.txt").write_text(_README, encoding="utf-8")
    write_manifest(source.book, bundle)
    return bundle
