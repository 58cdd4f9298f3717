"""A concluded year on the command line: sealed, opened by a document, amended, reviewed, corrected, sealed again."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.support.shijing import BOOK

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command_line import CommandLine, Ran

AMENDED = """department: 石井街道办事处
facts:
  - {input: average_execution, value: "90", unit: "%", origin: figure, place: 决算批复}
"""
DOCUMENT = ("--document", "示财绩〔2022〕30号", "--reason", "审计要求")


class Walk:
    """Types one step after the other; every step must be accepted."""

    def __init__(self, jixiao: CommandLine, folder: Path) -> None:
        self.jixiao = jixiao
        self.folder = folder

    def done(self, *arguments: str | Path) -> Ran:
        """Type a command that must be accepted."""
        ran = self.jixiao(*arguments)
        assert ran.code == 0, (arguments, ran.out, ran.err)
        return ran

    def refused(self, *arguments: str | Path) -> str:
        """Type a command that must be refused; return its sentence in one line."""
        ran = self.jixiao(*arguments)
        assert ran.code == 1, (arguments, ran.out, ran.err)
        return " ".join(ran.err.split())

    def amend(self, *more: str) -> tuple[str | Path, ...]:
        """The command that amends a figure."""
        facts = self.folder / "amended.yaml"
        facts.write_text(AMENDED, encoding="utf-8")
        task = ("task", "do", "shijing/self-evaluation/self-evaluation.file/1", "--as", "tianbao")
        return (*task, "--act", "self-evaluation.amend", "--facts", facts, "--opinion", "决算批复后更正", *more)

    def whole(self) -> None:
        """From the conclusion to the second seal."""
        sealed = self.done("audit", "seal", "--as", "anquan")
        assert sealed.out.startswith(f"jixiao.checkpoint/1/{BOOK}\n")
        assert "is sealed (seal 1" in self.refused(*self.amend())
        self.done(
            *("addendum", "authorise", "--as", "jixiaoke", *DOCUMENT, "--title", "关于补充佐证的通知"),
            *("--department", "shijing", "--matter", "self-evaluation", "--corrections"),
        )
        assert self.done(*self.amend("--json")).document["change"]["total_before"] == "90.25"
        proof = self.folder / "办法.txt"
        proof.write_text("绩效管理办法", encoding="utf-8")
        named = ("--row", "performance-rules", "--department", "shijing", "--as", "tianbao", "--book", BOOK)
        self.done("evidence", "add", proof, *named)
        assert "was opened again and is not done" in self.refused("audit", "seal", "--as", "anquan")
        review = self.done(
            *("task", "do", "shijing/review/review.conclude/2", "--as", "fuhe", "--json"),
            *("--score", "performance-rules=2=核实后调整"),
        ).document
        self.correct(str(review["sequence"]))
        self.done("audit", "seal", "--as", "anquan", "--json")

    def correct(self, record: str) -> None:
        """A reviewer proposes the right score, the office approves it."""
        proposal = self.done(
            "correct", "propose", record, "--as", "fuhe", *DOCUMENT, "--score", "performance-rules=3", "--json"
        ).document
        number = str(proposal["sequence"])
        approved = self.done("correct", "approve", number, "--as", "jixiaoke", "--json").document
        assert [(row["before"], row["after"]) for row in approved["change"]["rows"]] == [("2", "3")]

    def checks(self) -> None:
        """Verify, replay, export; the bundle's own program verifies it with nothing but Python."""
        verified = self.done("audit", "verify", "--json").document
        (book,) = verified["books"]
        assert [one["what"] for one in book["closings"]] == ["seal", "addendum", "correction", "seal"]
        assert book["unproved"] == 0
        assert self.done("audit", "replay", "--json").document["books"][0]["equal"]
        self.done("audit", "export", "-o", self.folder / "bundle", "--with-evidence")
        command = [sys.executable, "-I", "-S", "verify.py"]
        alone = subprocess.run(
            command, cwd=self.folder / "bundle", capture_output=True, check=False, timeout=60, env={}
        )
        said = alone.stdout.decode()
        assert (alone.returncode, alone.stderr) == (0, b""), said
        assert "seal 封账: record 记录 " in said
        assert "correction 更正: record 记录 " in said
