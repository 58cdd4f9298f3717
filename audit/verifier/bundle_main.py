"""`python3 -I verify.py [BUNDLE] [--keys FILE] [--checkpoint FILE]`: a bundle's own command line.

Needs nothing but Python. Prints the report; exit code 0 means sound, 1 damage, 2 that there was no bundle to verify.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from audit.verifier.bundle_report import report_text
from audit.verifier.errors import VerifierError
from audit.verifier.verify_bundle import verify_bundle

if TYPE_CHECKING:
    from collections.abc import Sequence

_SENTENCES: Final[dict[str, dict[str, str]]] = {
    "bundle.none": {
        "zh": "此处没有审计包（缺 manifest.txt）；请核对文件夹名，压缩包须先解压。",
        "en": "There is no bundle here (no manifest.txt); check the folder's name, and unpack an archive first.",
    },
    "bundle.not-plain": {
        "zh": "审计包内只应有文件夹和普通文件，该处是链接或特殊文件，未予读取；请向财政局另取一份。",
        "en": "A bundle holds folders and plain files only; this is a link or a special file, and nothing was read: "
        "ask the bureau for another copy.",
    },
    "verify.bad-checkpoint": {
        "zh": "所带文件不是签名链头；请指定自存的 序号.head 文件或其文件夹。",
        "en": "This is not a signed head; name a file NUMBER.head that you kept, or a folder of them.",
    },
    "verify.other-checkpoints": {
        "zh": "所带签名链头都不是这本账册的，没有可比对的；请指定这本账册的链头。",
        "en": "None of the signed heads is of this book, so nothing was compared; name one of this book.",
    },
    "verify.bad-keys": {
        "zh": "所带文件不是公钥文件；请指定自存的 .pub 文件（每行一个 名称+标识+公钥），或其文件夹。",
        "en": "This is not a public key file; name the .pub file that you kept (lines name+id+key), or its folder.",
    },
}


def main(home: Path, arguments: Sequence[str]) -> int:
    """Verify the bundle at `home`, or the one that the arguments name, and print its report."""
    parser = argparse.ArgumentParser(prog="verify.py")
    parser.add_argument("bundle", nargs="?", type=Path, default=home)
    parser.add_argument("--keys", type=Path)
    parser.add_argument("--checkpoint", type=Path, action="append", default=[])
    options = parser.parse_args(arguments)
    try:
        report = verify_bundle(options.bundle, options.keys, tuple(options.checkpoint))
    except VerifierError as error:
        told = json.dumps({"error": error.code, **error.params, **_SENTENCES.get(error.code, {})}, ensure_ascii=False)
        # Bytes, not text: an old console's encoding must not change what is said.
        sys.stderr.buffer.write(told.encode("utf-8", "backslashreplace") + b"\n")
        sys.stderr.buffer.flush()
        return 2
    sys.stdout.buffer.write(report_text(report).encode())
    sys.stdout.buffer.flush()
    return 0 if report.ok else 1
