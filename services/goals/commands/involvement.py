"""How far a guardian is drawn into the work."""

from dataclasses import dataclass

from kernel.command import OfChild


@dataclass(frozen=True, slots=True, kw_only=True)
class SetInvolvement(OfChild):
    """Set a guardian's level in one clinic. `revision` is what was read, 0 for none: nobody undoes a change unseen."""

    clinic: str
    person: str
    level: int
    reason: str
    review_on: str
    revision: int
