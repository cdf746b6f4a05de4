"""Sessions in which several children sat together."""

from dataclasses import dataclass

from kernel.command import OfChild


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareSession(OfChild):
    """These brothers and sisters were in the session too."""

    session: str
    siblings: tuple[str, ...]
