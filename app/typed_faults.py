"""What a person typed and no command can hold: said as a refusal, where the command's model would only fail."""

from __future__ import annotations

from typing import get_args

from pydantic import ValidationError

from app.errors import AppError
from models.commands import Content, Order


def typed_fault(error: BaseException) -> AppError | None:
    """The refusal `cli.bad-value` with the first field that is wrong, or None for any other error."""
    if not isinstance(error, ValidationError) or error.title not in _TYPED:
        return None
    first = error.errors()[0]
    return AppError("cli.bad-value", field=".".join(map(str, first["loc"])), given=str(first["input"]))


def _names(union: object) -> set[str]:
    """The names of the models in a union, however it is nested and annotated."""
    if isinstance(union, type):
        return {union.__name__}
    return {name for part in get_args(union) for name in _names(part)}


_TYPED = frozenset(_names(Order) | _names(Content))
