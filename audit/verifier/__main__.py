"""`python -m audit.verifier DATA [BOOK ...] [--keys PATH] [--checkpoint FILE] [--chain-only]`: verify by Python alone.

For a machine to which only this folder was copied. Prints the report as JSON; exit code 1 means damage, 2 that there
was nothing to verify.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from audit.verifier.errors import VerifierError
from audit.verifier.verify_books import verify

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Verify what the command line names and print the report as JSON."""
    parser = argparse.ArgumentParser(prog="python -m audit.verifier")
    parser.add_argument("data", type=Path)
    parser.add_argument("books", nargs="*")
    parser.add_argument("--keys", type=Path)
    parser.add_argument("--checkpoint", type=Path, action="append", default=[])
    parser.add_argument("--chain-only", action="store_true")
    options = parser.parse_args(arguments)
    try:
        books, kept = tuple(options.books), tuple(options.checkpoint)
        report = verify(options.data, books, options.keys, checkpoints=kept, chain_only=options.chain_only)
    except VerifierError as error:
        sys.stderr.write(json.dumps({"error": error.code, **error.params}, ensure_ascii=False) + "\n")
        return 2
    sys.stdout.write(json.dumps(report.to_data(), ensure_ascii=False, indent=1) + "\n")
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
