"""One decided disclosure: its adults, its ladder, what humans must do about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import ConcernKind, DisclosureClass, Engagement, LadderState, MessageClass, Outcome, Severity
from kernel.kind import Sealed
from services.notifications.model.contacts import RESOLVE_HOURS, Rung


class TaskState(StrEnum):
    """Whether a human still has to act."""

    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What consent says of one person at one position of the child's stream."""

    outcome: Outcome
    obligations: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    position: int = 0

    @property
    def permits(self) -> bool:
        """Only a plain permit does."""
        return self.outcome is Outcome.PERMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """One adult's place in one disclosure: why or why not, and what they did with it."""

    person: str
    verdict: Verdict
    decided_at: datetime
    told_at: datetime | None = None  # a message may have left: from then on they may learn that it was withdrawn
    opened_at: datetime | None = None
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    disowned_at: datetime | None = None  # "not my child": frozen until staff have looked

    @property
    def engagement(self) -> Engagement:
        """The furthest they have come."""
        steps = (
            (self.disowned_at, Engagement.NOT_MY_CHILD),
            (self.answered_at, Engagement.ANSWERED),
            (self.acknowledged_at, Engagement.ACKNOWLEDGED),
            (self.opened_at, Engagement.OPENED),
        )
        return next((reached for at, reached in steps if at is not None), Engagement.NONE)

    @property
    def asked(self) -> bool:
        """May be told and has not frozen it."""
        return self.verdict.permits and self.disowned_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Climbed:
    """A rung was taken; `reason` says why it reached nobody."""

    rung: int
    at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The start waits until the child has been told, `until` at the latest. `reason` says what ended the wait."""

    until: datetime
    released_at: datetime | None = None
    reason: str | None = None
    released_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The escalation of one safety disclosure, its policy frozen when it started."""

    policy: str
    rungs: tuple[Rung, ...]
    started_at: datetime  # the rungs count from here; of a held ladder the latest moment
    state: LadderState
    rung: int  # the last one taken, 0 before the first
    climbed: tuple[Climbed, ...] = ()
    ended_at: datetime | None = None
    ended_by: str | None = None
    hold: Hold | None = None


class HandOverState(StrEnum):
    """What became of an offer to take a matter over."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Somebody offered a running matter to a named colleague. Until they accept, it stays where it was."""

    id: str  # of the colleague's task too
    by: str
    to: str
    offered_at: datetime
    state: HandOverState = HandOverState.OFFERED
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One decided disclosure. `next_due` and `unresolved_due` (UTC) are what the sweeper looks for besides the timers.

    `resolve_hours` is frozen with the policy: so long after its ladder's end an open concern calls a human again.
    """

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
    raised_by: str
    on_call: tuple[str, ...]
    adults: tuple[Entitlement, ...]
    policy: str
    position: int
    decided_at: datetime
    live: bool
    about: tuple[str, ...] = ()  # from whom the harm is said to come: they see nothing of it, as staff neither
    ladder: Ladder | None = None
    next_due: datetime | None = None
    mail_tls: bool = True  # of the policy that held when it was decided
    resolve_hours: int = RESOLVE_HOURS
    unresolved_due: datetime | None = None
    hand_overs: tuple[HandOver, ...] = ()

    def adult(self, person: str) -> Entitlement | None:
        """Their place in it, None for strangers."""
        return next((adult for adult in self.adults if adult.person == person), None)

    @property
    def humans(self) -> tuple[str, ...]:
        """Who must act when nobody else can; never an adult of the family. The clinic itself when nobody remains.

        Whoever accepted it from a colleague comes first.
        """
        kept_out = {*self.about, *(adult.person for adult in self.adults)}
        known = (*self.accepted_by, *self.on_call, self.raised_by)
        fit = tuple(dict.fromkeys(person for person in known if person not in kept_out))
        return fit or (self.clinic,)

    @property
    def accepted_by(self) -> tuple[str, ...]:
        """To whom it was handed over, the last one first."""
        taken = [item.to for item in self.hand_overs if item.state is HandOverState.ACCEPTED]
        return tuple(reversed(taken))

    @property
    def climbing(self) -> bool:
        """The ladder waits for somebody."""
        return self.ladder is not None and self.ladder.state is LadderState.CLIMBING

    @property
    def held(self) -> bool:
        """The ladder begins when the child has been told."""
        return self.ladder is not None and self.ladder.state is LadderState.HELD

    def kept_back(self, now: datetime) -> bool:
        """No adult may come upon it yet, also when staff have taken it over: the child comes first."""
        hold = None if self.ladder is None else self.ladder.hold
        return hold is not None and hold.released_at is None and now < hold.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something a human must do."""

    id: str
    child: str
    disclosure: str
    network: str
    clinic: str
    code: str
    person: str | None  # the adult it is about
    assignees: tuple[str, ...]  # the clinic's id stands for those responsible for it
    due: datetime
    opened_at: datetime
    about: tuple[str, ...] = ()
    state: TaskState = TaskState.OPEN
    outcome: str | None = None
    words: Sealed | None = None
    done_by: str | None = None
    done_at: datetime | None = None
    escalates_at: datetime | None = None  # when the next one up is asked, because nobody has done it
    escalated: int = 0  # how often


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an adult wrote back; sealed under the child's key."""

    id: str
    child: str
    disclosure: str
    person: str
    words: Sealed
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedItem:
    """Staff have closed the matter, perhaps before consent was heard of it: nobody is told of it any more."""

    id: str  # `<owning service>:<item>`
    child: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A concern that was raised and awaits consent's decision. `id` is `<owning service>:<item>`."""

    id: str
    child: str
    disclosure: str  # as consent will name it
    clinic: str
    raised_by: str
    about: tuple[str, ...]
    imminent: bool
    due: datetime | None = None  # when humans act without consent's decision
