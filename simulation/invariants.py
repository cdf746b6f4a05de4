"""What must hold at every moment and at the end. A violation ends the run at once and names the invariant."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from contracts.codes import MessageClass, Outcome
from contracts.consent import BasisChanged
from kernel.bus.port import Outgoing
from kernel.clock import from_text
from kernel.contract import wire_type
from kernel.outbox import OUTBOX
from kernel.store.port import Insert, Write
from kernel.stream import STREAMS
from services.consent.model import case_of
from services.consent.repository import DISCLOSURES as DECIDED
from services.consent.repository import FAMILIES, ground
from services.consent.rules.engine import rule
from services.notifications.model import Notice, NoticeKind, Pointer
from services.notifications.repository import DISCLOSURES, NOTICES
from simulation.families import CANARY, SHAPES, Adult, Shape
from simulation.mail import Mail
from simulation.truth import Truth
from simulation.world import World

CLOCK_TOLERANCE = timedelta(seconds=5)  # no two clocks agree better: what changes within it may be seen either way
BASIS_CHANGED = wire_type(BasisChanged)


class Violation(BaseException):
    """An invariant does not hold. No production code can catch it."""

    def __init__(self, invariant: str, words: str) -> None:
        super().__init__(f"{invariant}: {words}")
        self.invariant = invariant


@dataclass(frozen=True, slots=True)
class Change:
    """A fact behind decisions changed: the position it made, when it takes effect, at which step it was committed."""

    position: int
    effective_at: datetime
    step: int


@dataclass
class Watch:
    """Sees every commit, record and message. `held` counts how often each invariant was checked and held."""

    world: World
    held: Counter[str] = field(default_factory=Counter)
    mails: list[tuple[Mail, Notice]] = field(default_factory=list)
    raced: int = 0  # messages whose permission was withdrawn between the last question and the call

    def __post_init__(self) -> None:
        self.truth = Truth(self.world)
        self._changes: dict[str, list[Change]] = defaultdict(list)
        self._adults = {address: (shape, adult) for shape in SHAPES for adult in shape.adults
                        for address in (adult.address, adult.number)}  # fmt: skip
        self._sequences = {
            (service, stream["_id"]): stream["sequence"]
            for service, store in self.world.stores.items()
            for stream in store.find(STREAMS, {}, (), 10_000)
        }
        self._routine: Counter[tuple[str, str]] = Counter()

    def committed(self, service: str, writes: Sequence[Write]) -> None:
        """Remembers changes of the facts behind decisions."""
        for write in writes:
            if isinstance(write, Insert) and write.collection.name == OUTBOX.name:
                row = write.document
                if row["type"] == BASIS_CHANGED:
                    event = row["event"]
                    change = Change(event["position"], from_text(event["effective_at"]), self.world.scheduler.steps)
                    self._changes[row["stream"]].append(change)

    def sent(self, records: Sequence[Outgoing]) -> None:
        """Order: the first occurrences of a child's events in a topic are without gap; nothing confidential in them."""
        for record in records:
            headers = dict(record.headers)
            place = (headers["ce_source"].decode().rpartition(":")[2], record.key)
            sequence, newest = int(headers["ce_sequence"]), self._sequences.get(place, 0)
            self.require("order", sequence <= newest + 1, f"{place} {sequence} after {newest}")
            self.require("confidential", CANARY.encode() not in record.value, f"{place} {sequence}")
            self._sequences[place] = max(newest, sequence)

    def arrived(self, mail: Mail) -> None:
        """Nobody extra, nothing confidential, routine at most once."""
        notice = self.truth.notifications.load(NOTICES, mail.reference)
        shape, adult = self._adults[mail.to]
        self.mails.append((mail, notice))
        self.require("recipient", adult.person == notice.person and shape.child == notice.child, mail.reference)
        self.require("withheld", not adult.never, f"{adult.person} must never hear of {notice.child}")
        self.require("confidential", CANARY not in mail.text, mail.reference)
        self._permitted(notice, adult, shape)
        if notice.message_class is not MessageClass.SAFETY and notice.kind is NoticeKind.POINTER:
            key = (notice.disclosure, notice.person)
            self._routine[key] += 1
            self.require("once", self._routine[key] == 1, f"{notice.person} heard of one update twice")

    def require(self, invariant: str, holds: bool, words: str) -> None:
        """Count it, or end the run."""
        if not holds:
            self.world.scheduler.trace(f"VIOLATION {invariant} {words}")
            raise Violation(invariant, words)
        self.held[invariant] += 1

    def _permitted(self, notice: Notice, adult: Adult, shape: Shape) -> None:
        """The newest facts permit it, but for what changed or took effect after the sender had asked.

        The fence: whatever had changed when the sender asked is in the answer on which the message rests.
        """
        asked = self._asked(notice)
        now = self.world.scheduler.now()
        before = [
            change
            for change in self._changes[shape.child]
            if (asked is None or change.step < asked[0]) and change.effective_at <= now - CLOCK_TOLERANCE
        ]
        newest = max((change.position for change in before), default=0)
        entitlement = self.truth.notifications.load(DISCLOSURES, notice.disclosure).adult(notice.person)
        basis = entitlement.verdict.position if entitlement else -1
        self.require("fence", basis >= newest, f"{adult.person} on basis {basis}, changed at {newest}")
        if any(self.allows(notice, at) for at in (now, now - CLOCK_TOLERANCE)):
            self.held["permitted"] += 1
            return
        late = asked is not None and any(
            change.step >= asked[0] or change.effective_at >= asked[1] - CLOCK_TOLERANCE
            for change in self._changes[shape.child]
        )
        self.require("permitted", late, f"{adult.person} may not know of {notice.disclosure}")
        self.raced += 1

    def _asked(self, notice: Notice) -> tuple[int, datetime] | None:
        task = self.world.scheduler.current()
        return None if task is None else task.asked.get("/disclosures/decisions")  # a wave asks once, then calls

    def allows(self, notice: Notice | Pointer, at: datetime) -> bool:
        """What the rules say of its person by the newest facts."""
        consent = self.truth.consent
        family, made = consent.load(FAMILIES, notice.child), consent.load(DECIDED, notice.disclosure)
        case = case_of(family, ground(consent, family, made.clinic, at), made.question, at)
        return rule(case, notice.person).outcome is Outcome.PERMIT
