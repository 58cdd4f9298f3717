"""A map of plain JSON in a payload that nobody sends: looked through when the payload is made, not when it is written.

Whoever makes such a payload appends it in the same breath; nothing changes what is in the map. Read as JSON it is taken
as it is, because a record's bytes were looked through before they were written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

from pydantic import JsonValue
from pydantic_core import PydanticCustomError, core_schema

from models.plain_json import LookedThrough, is_plain, require_writable

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core.core_schema import CoreSchema, ValidationInfo


class _Plain(LookedThrough):
    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.json_or_python_schema(
            core_schema.dict_schema(core_schema.str_schema(), core_schema.any_schema()),
            core_schema.with_info_plain_validator_function(_plain),
        )


def _plain(value: object, info: ValidationInfo) -> object:
    """The map as it is. Raises ModelsError for what no record may hold."""
    if not isinstance(value, dict) or not is_plain(value):
        require_writable(value, f"payload.{info.field_name}")
        raise PydanticCustomError("plain_map", "a map of plain JSON is wanted")
    return value


RecordedMap: TypeAlias = Annotated[dict[str, JsonValue], _Plain()]
