"""What an adult does with a disclosure on the secure page."""

from dataclasses import dataclass

from kernel.command import OfChild
from services.notifications.model import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDisclosure(OfChild):
    """An adult opened it on the secure page. `client`: coarse, as phone or computer."""

    disclosure: str
    way: Way
    client: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeDisclosure(OfChild):
    """An adult has read it and takes it on."""

    disclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDisclosure(OfChild):
    """An adult writes back."""

    disclosure: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisownDisclosure(OfChild):
    """An adult says that it is not their child."""

    disclosure: str
