"""What staff do about a disclosure."""

from dataclasses import dataclass

from kernel.command import OfChild


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOverDisclosure(OfChild):
    """A member of staff is on it from here."""

    disclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferHandOver(OfChild):
    """A member of staff offers it to a named colleague."""

    disclosure: str
    colleague: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHandOver(OfChild):
    """The colleague takes it, or does not."""

    disclosure: str
    hand_over: str
    accepts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTask(OfChild):
    """A human has acted."""

    task: str
    outcome: str
    words: str
