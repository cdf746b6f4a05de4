"""All packs that are in force together, found by jurisdiction and day."""

from collections.abc import Iterable, Mapping
from datetime import date

from services.consent.rules.packs.pack import Pack, hashed


class Book:
    """Packs by jurisdiction, periods in order. Made from packs that `reading` has found to fit together."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self.packs = tuple(sorted(packs, key=lambda pack: (pack.jurisdiction, pack.since or "")))
        found: dict[str, list[Pack]] = {}
        for pack in self.packs:
            found.setdefault(pack.jurisdiction, []).append(pack)
        self.periods: Mapping[str, tuple[Pack, ...]] = {place: tuple(packs) for place, packs in found.items()}

    @property
    def version(self) -> str:
        """Twelve characters that change with any pack; the order in which they were given does not matter."""
        return hashed([pack.content() for pack in self.packs])

    def on(self, jurisdiction: str, day: date) -> Pack | None:
        """The pack in force there on that day, None when no rules are on file."""
        return next((pack for pack in self.periods.get(jurisdiction, ()) if pack.holds(day)), None)

    def over(self, other: "Book") -> "Book":
        """The other book with every jurisdiction replaced of which this one has anything to say."""
        kept = (pack for pack in other.packs if pack.jurisdiction not in self.periods)
        return Book((*kept, *self.packs))
