"""What has come in from other systems, so that a document is recognised when it comes again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One document of one child: which consents it became. `id` is derived from the child and its identifier."""

    id: str
    child: str
    consents: tuple[str, ...]
