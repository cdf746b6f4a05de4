"""What the sender needs of a provider, whatever it speaks.

Four answers and no exception: accepted (it is theirs), refused (for good), unsure (it may have been taken), unavailable
(surely not taken). An adapter that cannot prove `unavailable` says `unsure`: the rule for the message decides then.
"""

from dataclasses import dataclass
from typing import Protocol

from services.notifications.messages import Text
from services.notifications.model import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one address. `reference` is the notice's id: the same at every attempt.

    `token` is the reference with a proof that we made it, for bounces and callbacks. `insistent`: a loss is worse than
    a duplicate. `tls`: never over a connection that others could read.
    """

    to: str
    text: Text
    reference: str
    token: str = ""
    insistent: bool = False
    tls: bool = True


class Provider(Protocol):
    """Used by one thread at a time; connections are made on first use and kept."""

    def send(self, message: Message) -> Receipt:
        """Call the provider once; never raises for anything the other side does."""
        ...

    def close(self) -> None:
        """Give back connections; a later call opens new ones."""
        ...
