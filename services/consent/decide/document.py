"""The JSON Schema (2020-12) of a case file, made from the classes that read it."""

import json
from importlib import resources
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from kernel.schema import DIALECT
from services.consent.decide.schemas import CaseFile

COMPONENTS = "#/components/schemas/"
EXAMPLE = "02a-abuse-by-the-father.json"
WHOLE = "File"
TITLE = "A case to decide"
ABOUT = (
    "Facts about one child, one item, one moment: everything a decision rests on. Periods hold from `since` up to, not "
    "including, `until`. Beyond this schema the reader refuses: a period that ends before it begins, two records of "
    "one id, two adults of one name, persons whom the case does not name, a jurisdiction beside a pack or neither."
)


def case_schema() -> dict[str, Any]:
    """Objects take nothing that is not listed."""
    spec = APISpec(title=TITLE, version="1", openapi_version="3.1.0", plugins=[MarshmallowPlugin(_name)])
    spec.components.schema(WHOLE, schema=CaseFile)
    parts = {name: _closed(_local(part)) for name, part in spec.to_dict()["components"]["schemas"].items()}
    whole = parts.pop(WHOLE)
    example = json.loads((resources.files(__package__) / "examples" / EXAMPLE).read_text(encoding="utf-8"))
    head = {"$schema": DIALECT, "$id": "urn:alliance:case", "title": TITLE, "description": ABOUT}
    return {**head, **whole, "$defs": dict(sorted(parts.items())), "examples": [example]}


def _name(schema: Any) -> str:
    """Within this document everything is of a case."""
    found = schema if isinstance(schema, type) else type(schema)
    return str(found.__name__.removeprefix("Case"))


def _closed(part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "additionalProperties": False} if part.get("type") == "object" else part


def _local(value: Any) -> Any:
    """References within one document."""
    if isinstance(value, dict):
        return {key: _local(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_local(inner) for inner in value]
    return value.replace(COMPONENTS, "#/$defs/") if isinstance(value, str) and value.startswith(COMPONENTS) else value
