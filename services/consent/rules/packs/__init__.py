"""What varies by place and by day, as data with citation and status, read strictly."""

from services.consent.rules.packs.book import Book
from services.consent.rules.packs.pack import (
    HarmNotice,
    Pack,
    PackStatus,
    ParentInformation,
    PsychotherapyNotes,
    SessionLimit,
)
from services.consent.rules.packs.reading import PacksWrong, Problem, book_from, pack_from, packs_of, problems_of

__all__ = [
    "Book",
    "HarmNotice",
    "Pack",
    "PackStatus",
    "PacksWrong",
    "ParentInformation",
    "Problem",
    "PsychotherapyNotes",
    "SessionLimit",
    "book_from",
    "pack_from",
    "packs_of",
    "problems_of",
]
