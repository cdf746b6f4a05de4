"""What was decided about one item, and when."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import ChildTold, ConcernKind, DisclosureClass, MessageClass, Severity
from contracts.consent import AdultDecision, Duty
from services.consent.rules.case import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A recorded decision about one item, with the position of the facts it rests on."""

    id: str
    child: str
    network: str
    clinic: str
    item_service: str
    item: str
    disclosure_class: DisclosureClass
    message_class: MessageClass
    concern_kind: ConcernKind | None
    severity: Severity | None
    about: tuple[str, ...]
    child_told: ChildTold
    raised_by: str
    adults: tuple[AdultDecision, ...]
    duties: tuple[Duty, ...]
    on_call: tuple[str, ...]
    policy: str
    position: int
    decided_at: datetime
    closed_at: datetime | None = None  # staff have dealt with the matter
    addressed: tuple[str, ...] = ()  # of the adults only these are meant; empty: all who may know

    def meant_for(self, person: str) -> bool:
        """Whether it was said to them at all; who else may know of it is then no question."""
        return not self.addressed or person in self.addressed

    def calls(self, person: str) -> bool:
        """On call for a safety concern that is still open, and not one of those it is about."""
        open_concern = self.disclosure_class is DisclosureClass.SAFETY_CONCERN and self.closed_at is None
        return open_concern and person in self.on_call and person not in self.about

    @property
    def question(self) -> Item:
        """The item as the rules see it."""
        return Item(
            disclosure_class=self.disclosure_class,
            concern_kind=self.concern_kind,
            severity=self.severity,
            about=self.about,
            child_told=self.child_told,
        )
