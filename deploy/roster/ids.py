"""From the clinic's own identifiers to ours: keyed, so that nobody can guess one from the other without the key."""

from collections.abc import Iterable
from dataclasses import dataclass

from kernel.dispatch import Dispatcher
from kernel.store.port import Store
from services.consent.repository import PERSONS

ID_CHARACTERS = 32  # 128 bits, as all other identifiers


@dataclass(frozen=True)
class Ids:
    """The same file gives the same identifiers every time, in this network and on this platform alone."""

    consent: Dispatcher
    network: str
    literal: frozenset[str] = frozenset()

    def child(self, external: str) -> str:
        """The child's pseudonym."""
        return self._derived("child", external)

    def adult(self, external: str) -> str:
        """An adult's identifier."""
        return self._derived("adult", external)

    def staff(self, external: str) -> str:
        """A practitioner's; one who is known to the platform under this very identifier keeps it."""
        return external if external in self.literal else self._derived("staff", external)

    def known_staff(self, externals: Iterable[str]) -> "Ids":
        """These identifiers, with those that are the platform's own marked as such."""
        store: Store = self.consent.store
        there = store.get_many(PERSONS.collection, sorted(set(externals)))
        own = frozenset(id for id, person in there.items() if person["network"] == self.network)
        return Ids(self.consent, self.network, own)

    def _derived(self, kind: str, external: str) -> str:
        parts = {"purpose": "roster", "network": self.network, "kind": kind, "external": external}
        return self.consent.vault.digest(**parts)[:ID_CHARACTERS]
