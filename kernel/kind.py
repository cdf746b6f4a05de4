"""How an aggregate becomes a document and back: a frozen dataclass with an `id`, converted by cattrs."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Generic, NewType, TypeVar, cast

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from kernel.clock import from_text, to_text
from kernel.store.port import Collection, Document

T = TypeVar("T")

PLAIN = frozenset({str, int, bool, float, type(None)})  # most of what a document holds

Sealed = NewType("Sealed", str)
"""Text that only the vault can read."""

_converter = Converter(forbid_extra_keys=False)
_converter.register_unstructure_hook(datetime, to_text)
_converter.register_structure_hook(datetime, lambda text, _: from_text(text))
_converter.register_unstructure_hook(frozenset, lambda values: sorted(values))


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """An aggregate class and the collection it lives in."""

    cls: type[T]
    collection: Collection

    def __post_init__(self) -> None:
        names = {item.name for item in fields(cast(Any, self.cls))}
        if "id" not in names:
            raise TypeError(f"{self.cls.__name__} has no id")
        rename = {"id": override(rename="_id")}
        _converter.register_unstructure_hook(
            self.cls,
            make_dict_unstructure_fn(self.cls, _converter, **rename),  # type: ignore[arg-type]
        )
        _converter.register_structure_hook(
            self.cls,
            make_dict_structure_fn(self.cls, _converter, **rename),  # type: ignore[arg-type]
        )

    def to_document(self, aggregate: T) -> Document:
        """JSON values; `id` becomes `_id`."""
        return cast(Document, _listed(_converter.unstructure(aggregate, unstructure_as=self.cls)))

    def from_document(self, document: Document) -> T:
        """Fields this version does not know are ignored, so that a rollback can read what a newer version wrote."""
        return _converter.structure(document, self.cls)


def _listed(value: Any) -> Any:
    """Tuples become lists: what is written is what is read."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, Mapping):
        return {name: _listed(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_listed(item) for item in value]
    return value
