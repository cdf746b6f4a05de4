"""A jurisdiction's pack inside a case file: the fields of the rules' own declaration, read by their own reader."""

import dataclasses
from enum import StrEnum
from typing import Any, get_type_hints

from marshmallow import ValidationError, fields

from kernel.contract import is_optional, without_none
from services.consent.rules.packs import Pack, PacksWrong, pack_from
from services.consent.schemas.packs import nested

TYPES = {str: "string", int: "integer", bool: "boolean"}


class PackGiven(fields.Dict):
    """The law itself. Whatever the rules' own reader finds wrong is named with its path."""

    def __init__(self, says: str) -> None:
        shape = {key: value for key, value in properties(Pack).items() if key != "type"}
        super().__init__(load_default=None, allow_none=True, metadata={"description": says, **shape})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        found = super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        try:
            return pack_from(found)
        except PacksWrong as wrong:
            raise ValidationError(nested(wrong)) from None


def properties(declared: Any) -> dict[str, Any]:
    """JSON Schema of a declared class: an object that takes nothing else."""
    hints = get_type_hints(declared)
    listed = dataclasses.fields(declared)
    return {
        "type": "object",
        "properties": {item.name: _property(hints[item.name]) for item in listed},
        "required": [item.name for item in listed if item.default is dataclasses.MISSING],
        "additionalProperties": False,
    }


def _property(hint: Any) -> dict[str, Any]:
    plain = without_none(hint)
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return {"type": "string", "enum": [member.value for member in plain]}
    shape = properties(plain) if dataclasses.is_dataclass(plain) else {"type": TYPES[plain]}
    return {**shape, "type": [shape["type"], "null"]} if is_optional(hint) else shape
