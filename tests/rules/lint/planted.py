"""Faults planted in the department's rubric: what stands there, what is put there instead, what must be found where."""

from __future__ import annotations

from functools import cache

from app.scenario import rubric_path
from rules.lint import lint
from rules.rubric_file import RubricFile, load_rubric

TEXT = rubric_path("guangzhou-baiyun/2021/department.yaml").read_text(encoding="utf-8")

# What stands there, what is put there instead, the code that must be found, and words that end on the line at which
# it must be found.
Planted = tuple[str, str, str, str]


@cache
def broken(old: str, new: str) -> RubricFile:
    """The rubric with one place changed."""
    return changed(TEXT, old, new)


def changed(text: str, old: str, new: str) -> RubricFile:
    """A rubric with one place changed."""
    assert text.count(old) >= 1, f"the rubric no longer says {old!r}"
    return load_rubric(text.replace(old, new, 1).encode(), "broken.yaml")


def codes_at(planted: Planted) -> tuple[set[str], list[str]]:
    """The codes that are found at the wanted line, and everything that is found."""
    old, new, _, words = planted
    file = broken(old, new)
    lines = _lines_ending(file.text.decode(), words)
    found = lint(file)
    assert {each.file for each in found} == {"broken.yaml"}
    return {each.problem.code for each in found if each.line in lines}, [str(each) for each in found]


def named(planted: list[Planted]) -> list[str]:
    """A name for each of them."""
    return [f"{code}-{number}" for number, (_, _, code, _) in enumerate(planted)]


def _lines_ending(text: str, words: str) -> set[int]:
    """The lines at which these words end, wherever they stand."""
    found = [place for place in range(len(text)) if text.startswith(words, place)]
    assert found, f"the broken rubric does not say {words!r}"
    return {text[: place + len(words.rstrip())].count("\n") + 1 for place in found}
