from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.shijing import BOOK, RECORDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine
    from tests.support.shijing import Shijing


@pytest.fixture
def closed(played: Shijing) -> Shijing:
    """The whole year; nobody has its database open."""
    played.desk.engine.dispose()
    return played


@pytest.mark.slow
@pytest.mark.usefixtures("closed")
def test_a_book_is_exported_and_verified_by_the_program_in_it(jixiao: CommandLine, data: Path, tmp_path: Path) -> None:
    ran = jixiao("audit", "export", "-o", tmp_path / "bundle", "--with-evidence")
    assert (ran.code, ran.err.strip()) == (0, "")
    assert ran.out.startswith(f"Exported: book {BOOK}, {RECORDS} records in ")
    kept = shutil.copyfile(data / "heads" / "guangzhou-baiyun.pub", tmp_path / "kept.pub")
    shutil.rmtree(data)
    command = [sys.executable, "-I", "-S", "verify.py", "--keys", str(kept)]
    alone = subprocess.run(command, cwd=tmp_path / "bundle", capture_output=True, check=False, timeout=60, env={})
    assert (alone.returncode, alone.stderr) == (0, b"")
    assert "key 公钥: brought along 自备\n" in alone.stdout.decode()


@pytest.mark.usefixtures("closed")
def test_a_bundle_is_not_written_over_what_is_there(jixiao: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "bundle.zip"
    target.write_bytes(b"mine")
    ran = jixiao("audit", "export", BOOK, "-o", target)
    assert (ran.code, ran.out) == (1, "")
    assert "is there already and was not touched" in ran.err
    assert target.read_bytes() == b"mine"


@pytest.mark.usefixtures("closed")
def test_a_book_whose_evidence_is_gone_is_not_exported_with_it(jixiao: CommandLine, data: Path, tmp_path: Path) -> None:
    for path in (data / "evidence").iterdir():
        shutil.rmtree(path)
    assert jixiao("audit", "export", "-o", tmp_path / "small").code == 0
    ran = jixiao("audit", "export", "-o", tmp_path / "whole", "--with-evidence")
    assert (ran.code, ran.out) == (1, "")
    assert "(evidence-missing, record " in ran.err
    assert not (tmp_path / "whole").exists()


def test_a_book_is_signed_as_it_stands_which_closes_nothing(shijing: Shijing, jixiao: CommandLine) -> None:
    shijing.desk.engine.dispose()
    ran = jixiao("audit", "sign")
    assert ran.code == 0
    assert ran.out.startswith(f"jixiao.checkpoint/1/{BOOK}\n")
    assert "This seals nothing." in ran.err
    assert jixiao("audit", "sign", BOOK, "--json").document["checkpoint"] == ran.out.removesuffix("\n")
    assert jixiao("audit", "verify").out.endswith("  Signed heads vouch for every record.\n")
