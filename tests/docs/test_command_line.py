from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
import typer

from cli import exit_codes
from cli.main import commands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click import Command

    from tests.docs.conftest import Documents

GUIDE = "docs/guide/command-line.md"
_SECTION = re.compile(r"^## `jixiao ([a-z -]+)`\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r"--[a-z][a-z-]*")


@pytest.fixture(scope="module")
def tree() -> dict[str, Command]:
    return dict(_leaves(typer.main.get_command(commands([])), ()))


def _leaves(command: Command, path: tuple[str, ...]) -> Iterator[tuple[str, Command]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(path), command
        return
    for name, each in inner.items():
        yield from _leaves(each, (*path, name))


def test_the_guide_describes_every_command_and_no_other(documents: Documents, tree: dict[str, Command]) -> None:
    described = [name for name, _ in _SECTION.findall(documents.text(GUIDE))]
    assert sorted(described) == sorted(tree)


def test_every_option_that_the_guide_names_for_a_command_is_one_of_its_options(
    documents: Documents, tree: dict[str, Command]
) -> None:
    for name, section in _SECTION.findall(documents.text(GUIDE)):
        options = {option for parameter in tree[name].params for option in parameter.opts}
        own_words = "\n".join(line for line in section.splitlines() if "audit.verifier" not in line)
        assert set(_OPTION.findall(own_words)) <= options, name


def test_every_command_has_an_example_that_calls_it(documents: Documents) -> None:
    for name, section in _SECTION.findall(documents.text(GUIDE)):
        blocks = re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
        words = [word for word in shlex.split(blocks[0]) if not word.startswith("JIXIAO_DATA=")]
        assert words[: 1 + len(name.split())] == ["jixiao", *name.split()]


def test_files_that_the_examples_name_exist(documents: Documents) -> None:
    named = set(re.findall(r"\b(?:rules|scenarios)/[\w./-]+\.yaml", documents.text(GUIDE)))
    assert named
    assert [name for name in named if not (documents.root / name).is_file()] == []


def test_the_guide_lists_every_exit_code(documents: Documents) -> None:
    codes = {value for value in vars(exit_codes).values() if isinstance(value, int)}
    section = documents.text(GUIDE).partition("## Exit codes")[2].partition("\n## ")[0]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)} == codes
