"""`python3 -I verify.py [BUNDLE] [--keys FILE] [--checkpoint FILE]`: a bundle's own command line.

Needs nothing but Python. Prints the report; exit code 0 means sound, 1 damage, 2 that there was no bundle to verify.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from audit.verifier.bundle_report import report_text
from audit.verifier.errors import VerifierError
from audit.verifier.verify_bundle import verify_bundle

if TYPE_CHECKING:
    from collections.abc import Sequence


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
        sys.stderr.write(json.dumps({"error": error.code, **error.params}) + "\n")
        return 2
    # Bytes, not text: an old console's encoding must not change the report.
    sys.stdout.buffer.write(report_text(report).encode())
    sys.stdout.buffer.flush()
    return 0 if report.ok else 1
