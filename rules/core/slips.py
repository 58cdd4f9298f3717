"""What a person meant who wrote a number otherwise than as a plain decimal: named, never repaired."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from rules.core.errors import NumberError, Problem
from rules.core.numbers import exact

if TYPE_CHECKING:
    from rules.core.records import Path

_GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_WITH_UNIT: Final = re.compile(r"(?P<number>[+-]?[0-9.,]+) *(?P<unit>[\u4e00-\u9fff][^0-9]*)")
_EXPONENT: Final = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")
_CHINESE: Final = frozenset("〇零一二三四五六七八九十百千万亿两点负壹贰叁肆伍陆柒捌玖拾佰仟")
_MINUS: Final = str.maketrans("−–—", "---")  # the dashes that a word processor makes of a minus


def slip(text: str, path: Path, about: str) -> Problem:
    """The problem of a text that is no plain decimal, with the number that would be right where that is certain."""
    narrow = unicodedata.normalize("NFKC", text).translate(_MINUS).strip()
    if text and set(text) <= _CHINESE:
        return Problem("facts.chinese-number", path, input=about, value=text)
    if _EXPONENT.fullmatch(narrow):
        return Problem("facts.exponent", path, input=about, value=text)
    if _GROUPED.fullmatch(narrow) and (wanted := _plain(narrow)):
        return Problem("facts.grouped-number", path, input=about, value=text, wanted=wanted)
    unit = _WITH_UNIT.fullmatch(narrow)
    if unit and (wanted := _plain(unit["number"])):
        return Problem("facts.unit-inside", path, input=about, value=text, wanted=wanted, unit=unit["unit"])
    if wanted := _plain(narrow):
        return Problem("facts.odd-number", path, input=about, value=text, wanted=wanted)
    return Problem("facts.bad-number", path, input=about, value=text)


def _plain(text: str) -> str:
    """The plain decimal behind a plus, separators of thousands or a lone point; empty when there is none."""
    body = text.removeprefix("+").removesuffix("%")
    body = body.replace(",", "") if _GROUPED.fullmatch(body) else body
    try:
        exact(body)
    except NumberError:
        return ""
    return body
