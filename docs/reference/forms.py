"""The forms that the reference describes, found by walking their fields, and the types of fields in words."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, get_args

from models.values import Frozen
from rules.core.interval import Interval
from rules.core.result import BandResult

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN: Final = {
    "str": "text",
    "int": "whole number",
    "bool": "`true` or `false`",
    "Fraction": "number",
    "JsonValue": "JSON",
}
# Forms of ours that a file writes as one text.
_WRITTEN: Final[dict[object, str]] = {
    Interval: "interval, as `[60%, 100%)`",
    BandResult: "worth, as `share 50%`",
}


def reached(*roots: type) -> list[type]:
    """The forms themselves and every form that stands in a field of theirs, each once, in the fields' order."""
    found: dict[type, None] = {}

    def reach(form: type) -> None:
        if form not in found:
            found[form] = None
            for hint in hints_of(form).values():
                for inner in _forms_in(hint):
                    reach(inner)

    for root in roots:
        reach(root)
    return list(found)


def _forms_in(hint: object) -> Iterator[type]:
    if isinstance(hint, type) and _is_form(hint):
        yield hint
    for inner in get_args(hint):
        yield from _forms_in(inner)


def _is_form(hint: type) -> bool:
    return hint not in _WRITTEN and (dataclasses.is_dataclass(hint) or issubclass(hint, Frozen))


def hints_of(form: type) -> dict[str, object]:
    """The types of a form's fields."""
    found = typing.get_type_hints(form)
    return {name: hint for name, hint in found.items() if typing.get_origin(hint) is not typing.ClassVar}


def type_in_words(hint: object) -> str:
    """A type in words: its choices, or the name of what stands there."""
    origin, inner = typing.get_origin(hint), [one for one in get_args(hint) if one not in (type(None), Ellipsis)]
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(hint))
    if not inner:
        return _plain(hint)
    words = [type_in_words(one) for one in inner]
    if origin in (tuple, list):
        return f"list of {words[0]}"
    return f"names, each with {words[-1]}" if origin in (dict, Mapping) else " or ".join(dict.fromkeys(words))


def _plain(hint: object) -> str:
    name = str(getattr(hint, "__name__", hint))
    if isinstance(hint, type) and _is_form(hint):
        return f"[{name}](#{name.lower()})"
    return _WRITTEN.get(hint) or _PLAIN.get(name, name)
