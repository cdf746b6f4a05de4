"""Where packs are: the shipped ones in the file beside this one, a network's own in its store.

A decision reads one small document of its network, the schedule; a version's content never changes, so that each
process reads it once.
"""

from datetime import datetime
from functools import cache
from pathlib import Path

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, Index
from kernel.work import Work
from services.consent.model.packs import PackSchedule, PackVersion, version_id
from services.consent.rules.packs import Book, Pack, book_from

PACK_VERSIONS = Kind(PackVersion, Collection("pack_versions", (Index(("network", "-proposed_at")),)))
PACK_SCHEDULES = Kind(PackSchedule, Collection("pack_schedules"))
BOOKS_KEPT = 256  # beyond it the oldest goes: a process meets the versions of a few networks

_books: dict[str, Book] = {}


@cache
def shipped() -> Book:
    """The packs that come with the product; PacksWrong at the first use when the file does not fit."""
    return book_from((Path(__file__).parent / "jurisdictions.json").read_text(encoding="utf-8"))


@cache
def packs() -> dict[str, Pack]:
    """The shipped pack of every jurisdiction, its newest period."""
    return {place: periods[-1] for place, periods in shipped().periods.items()}


def in_force(source: Work | Reader, network: str, at: datetime) -> Book:
    """The network's packs at a moment, over the shipped ones; NotFound when the version in force cannot be read."""
    schedule = source.known(PACK_SCHEDULES, network)
    version = schedule.version_at(at) if schedule is not None else None
    return shipped() if version is None else _whole(source, network, version)


def _whole(source: Work | Reader, network: str, version: str) -> Book:
    id = version_id(network, version)
    book = _books.get(id)
    if book is None:
        book = source.load(PACK_VERSIONS, id).book.over(shipped())
        while len(_books) >= BOOKS_KEPT:
            _books.pop(next(iter(_books)), None)
        _books[id] = book
    return book
