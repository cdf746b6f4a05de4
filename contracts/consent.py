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
from kernel.contract import Code, Event, Id


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


EVENTS = (ChildRegistered, CareTeamChanged, BasisChanged, DisclosureDecided)
