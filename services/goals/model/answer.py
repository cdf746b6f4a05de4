"""What consent answered."""

from dataclasses import dataclass

from contracts.codes import Outcome

SUMMARY_ONLY = "summary-only"  # the obligation to say how far, without the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the consent rules answered about one person, now. Anything but a plain permit shows nothing.

    `access`: the broken glass through which a member of staff may know, who does not look after the child. `records`:
    the other clinics whose record of this class came to the asker's clinic with the child.
    """

    outcome: Outcome
    obligations: frozenset[str] = frozenset()
    access: str | None = None
    records: frozenset[str] = frozenset()

    @property
    def permits(self) -> bool:
        """Something may be shown."""
        return self.outcome is Outcome.PERMIT

    @property
    def permits_words(self) -> bool:
        """Also what was said in words."""
        return self.permits and SUMMARY_ONLY not in self.obligations


WITHHELD = Answer(outcome=Outcome.WITHHOLD)
"""The answer when nothing permits: unknown to the rules, or not to be known."""
