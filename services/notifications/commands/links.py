"""What somebody with a link can ask for."""

from dataclasses import dataclass

from contracts.codes import Channel
from kernel.command import OfChild
from services.notifications.model import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCode(OfChild):
    """Somebody with the link asks for the second factor. `live`: the channels that have a provider."""

    pointer: str
    live: tuple[Channel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveCode(OfChild):
    """Somebody typed a code; it comes as its keyed digest, never itself."""

    pointer: str
    way: Way
    code_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvePasskey(OfChild):
    """A device answered our challenge. `origin`: where our pages are."""

    pointer: str
    credential: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewPointer(OfChild):
    """Somebody with a used or expired link asks for a fresh one."""

    pointer: str
