"""Notes that need a second signature."""

from dataclasses import dataclass

from kernel.command import OfChild, OfClinic


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSupervision(OfClinic):
    """From now on this author's notes need a supervisor's signature, or need it no more."""

    author: str
    supervised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CosignNote(OfChild):
    """Sign what a supervised author has handed in, seen at `revision`."""

    note: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnNote(OfChild):
    """Give it back, saying what is to be changed."""

    note: str
    revision: int
    words: str
