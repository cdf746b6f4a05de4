"""What `consent` publishes. `position` is the place in the child's consent stream on which a fact or decision stands:
whatever rests on an older position than a later change must not be delivered (the fence)."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import (
    BasisChange,
    ConcernKind,
    DisclosureClass,
    DutyBearer,
    DutyKind,
    MessageClass,
    Outcome,
    Severity,
)
from kernel.contract import Code, Day, Event, Id


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRegistered(Event, type="consent.child-registered", version=1):
    """A child is in the care of a clinic. Names and birthday stay in the consent service."""

    child: Id
    network: Id
    clinic: Id
    jurisdiction: Id
    care_team: tuple[Id, ...]
    adults: tuple[Id, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CareTeamChanged(Event, type="consent.care-team-changed", version=1):
    """The practitioners who look after the child in a clinic, all of them."""

    child: Id
    clinic: Id
    care_team: tuple[Id, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisChanged(Event, type="consent.basis-changed", version=1):
    """A fact that decisions rest on has changed: what was decided before `position` must be decided again."""

    child: Id
    change: BasisChange
    code: Code
    person: Id | None
    position: int
    effective_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultDecision:
    """The answer for one adult, with the obligations and the rules that decided, as codes."""

    person: Id
    outcome: Outcome
    obligations: tuple[Code, ...]
    rules: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Somebody must be told or asked by `due`; the chain is in order of preference and never empty.

    `reason`: why it ends with the humans of the clinic. A clinic among `persons` stands for those responsible for it.
    """

    kind: DutyKind
    bearer: DutyBearer
    persons: tuple[Id, ...]
    due: datetime
    reason: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureDecided(Event, type="consent.disclosure-decided", version=1):
    """Who of the adults around the child may be told about one item, who not, and what must happen by when.

    `item_service` and `item` name the thing (a concern in notes, an update in goals); its words stay with their owner.
    `about`: from whom the harm is said to come, staff included; none of them may see that it exists.
    """

    child: Id
    disclosure: Id
    network: Id
    clinic: Id
    item_service: Code
    item: Id
    disclosure_class: DisclosureClass
    message_class: MessageClass
    concern_kind: ConcernKind | None
    severity: Severity | None
    raised_by: Id
    adults: tuple[AdultDecision, ...]
    duties: tuple[Duty, ...]
    on_call: tuple[Id, ...]
    policy: Code
    position: int
    decided_at: datetime
    about: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessOpened(Event, type="consent.access-opened", version=1):
    """Somebody who does not look after the child has broken the glass: these classes are open to them `until` then.

    It opens by asking consent, not by this event, which is for whoever must review it by `review_due`.
    """

    child: Id
    access: Id
    network: Id
    clinic: Id
    person: Id
    classes: tuple[DisclosureClass, ...]
    reason: Code
    opened_at: datetime
    until: datetime
    review_due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRefused(Event, type="consent.access-refused", version=1):
    """Somebody to whom the record is closed as staff tried to break the glass. Nothing was opened."""

    child: Id
    access: Id
    network: Id
    clinic: Id
    person: Id
    review_due: datetime
    refused_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessReviewed(Event, type="consent.access-reviewed", version=1):
    """A privacy officer, never the one who broke the glass, has looked at an access or at a try."""

    child: Id
    access: Id
    finding: Code
    reviewed_by: Id
    reviewed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDue(Event, type="consent.review-due", version=1):
    """What was agreed about the child must be looked at again: an age is near, or a therapist's line is to be reviewed.

    `review` stays the same for every notice of one reason; `on` is the day, `due` by when this notice wants an answer.
    """

    child: Id
    review: Id
    network: Id
    clinic: Id
    code: Code
    on: Day
    days_left: int
    assignees: tuple[Id, ...]
    due: datetime


EVENTS = (
    ChildRegistered,
    CareTeamChanged,
    BasisChanged,
    DisclosureDecided,
    AccessOpened,
    AccessRefused,
    AccessReviewed,
    ReviewDue,
)
