"""What the consent rules answered about one person and one item, now."""

from dataclasses import dataclass

from contracts.codes import Outcome

SUMMARY_ONLY = "summary-only"  # the obligation to say that something is, without the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Anything but a plain permit shows nothing. `item_service` and `item` name what an asked disclosure is about.

    `access`: the broken glass through which a member of staff may know, who does not look after the child. `records`:
    the other clinics whose record of this class came to the asker's clinic with the child. `rules`: which rules
    decided, as codes, where the asker may know.
    """

    outcome: Outcome
    obligations: frozenset[str] = frozenset()
    item_service: str = ""
    item: str = ""
    access: str | None = None
    records: frozenset[str] = frozenset()
    rules: tuple[str, ...] = ()

    @property
    def permits(self) -> bool:
        """Something may be shown."""
        return self.outcome is Outcome.PERMIT

    @property
    def permits_words(self) -> bool:
        """The words themselves may be shown."""
        return self.permits and SUMMARY_ONLY not in self.obligations


WITHHELD = Answer(outcome=Outcome.WITHHOLD)
"""The answer when nothing permits: unknown to the rules, or not to be known."""
