"""Plain JSON that a record can hold: texts, whole numbers, true, false, null, lists, and maps with ASCII keys.

There is no float in it, and no number that a reader who keeps binary64 would round.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from models.errors import ModelsError
from models.values import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a reader that keeps numbers as binary64 still reads exactly.
_SAFE: Final = 2**53 - 1


class LookedThrough:
    """What stands in the annotation of a field whose value was looked through when its model was made."""


def is_plain(value: object) -> bool:
    """Whether it is made of JSON's own types and models alone, and everything in it may be written."""
    keys: list[str] = []
    waiting: list[Iterable[object]] = [(value,)]
    # It grows while it is walked.
    for inner in waiting:
        for one in inner:
            kind = type(one)
            # The most frequent first: most of what there is are texts, and every text may be written.
            if kind is str or one is None or kind is bool:
                continue
            if type(one) is dict:
                keys += one
                waiting.append(one.values())
            elif type(one) is list or type(one) is tuple:
                waiting.append(one)
            elif isinstance(one, Frozen):
                waiting.append(_unseen(one))
            elif type(one) is not int or not -_SAFE <= one <= _SAFE:
                return False
    return "".join(keys).isascii()


def require_writable(value: object, place: str) -> None:
    """Raise ModelsError with the place for a float (`payload.float`), a number out of range or a key outside ASCII.

    The codes of the others are `payload.integer` and `payload.key`.
    """
    if isinstance(value, float):
        raise ModelsError("payload.float", place=place, value=repr(value))
    if isinstance(value, int) and abs(value) > _SAFE:
        raise ModelsError("payload.integer", place=place, value=str(value))
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.isascii():
                raise ModelsError("payload.key", place=place, key=key)
            require_writable(inner, f"{place}.{key}")
    elif isinstance(value, Frozen):
        require_writable(vars(value), place)
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            require_writable(inner, f"{place}.{position}")


def _unseen(model: Frozen) -> Iterable[object]:
    """The fields of a model that nobody has looked through."""
    seen, fields = looked_through(type(model)), vars(model)
    return [held for name, held in fields.items() if name not in seen] if seen else fields.values()


@cache
def looked_through(form: type[Frozen]) -> frozenset[str]:
    """The names of its fields whose values were looked through when it was made."""
    fields = form.model_fields.items()
    return frozenset(name for name, field in fields if any(isinstance(one, LookedThrough) for one in field.metadata))
