"""Who may break the glass, what it opens, and who must look at it afterwards.

It opens the door that the care team has, never one that protection keeps shut: an adult of the family who works here,
whoever is under suspicion or named in an open concern gets nothing, and the privacy officer hears of the try.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from contracts.codes import DisclosureClass
from contracts.consent import AccessOpened, AccessRefused, AccessReviewed
from kernel.auth.principal import Kind, Principal, Role
from kernel.chance import derived_id
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid, NotFound, Stale, TooMany
from kernel.kind import Sealed
from services.consent.commands.glass import BreakGlass
from services.consent.decisions.access import NO_SUCH_CHILD
from services.consent.decisions.danger import flagged
from services.consent.model import Disclosure, Family
from services.consent.model.glass import Access, Finding, Review
from services.consent.settings import GLASS_PER_DAY_MAX, GLASS_REVIEW

NO_SUCH_ACCESS = "no-such-access"
KEPT_OUT = "kept-out"
# Their author alone reads psychotherapy notes; what concerns third parties, and that somebody was reported, helps in no
# emergency.
SHUT = frozenset({DisclosureClass.PSYCHOTHERAPY_NOTE, DisclosureClass.THIRD_PARTY, DisclosureClass.REPORT_EXISTENCE})


def kept_out(family: Family, person: str, concerns: Sequence[Disclosure], now: datetime) -> bool:
    """Of the family, under suspicion, or named in an open concern: nothing opens the record to them as staff."""
    named = any(person in made.about and made.closed_at is None for made in concerns)
    return person in family.people or flagged(family, person, now) or named


def acts_through(asker: Principal, family: Family) -> tuple[str, ...]:
    """The clinics that treat the child now and in which this person works as a therapist.

    Not the whole network: an emergency happens where the child is treated. A clinic that takes the child in as its own
    registers it, and what a network's every therapist could open would be open to all of them.
    """
    if asker.kind is not Kind.STAFF or asker.network != family.network:
        return ()
    treating = (clinic for clinic in family.clinics if not family.left(clinic))
    return tuple(clinic for clinic in treating if asker.has(Role.THERAPIST, clinic))


def looks_after(asker: Principal, family: Family) -> bool:
    """Reads the record anyway: of the care team, or supervises a clinic of the child."""
    supervises = any(asker.has(Role.SUPERVISOR, clinic) for clinic in family.clinics)
    return asker.person in family.care_team or supervises


def officer(asker: Principal, family: Family | None) -> Family:
    """The family, for a privacy officer of its network who does not belong to it; NotFound otherwise."""
    fits = asker.kind is Kind.STAFF and asker.has(Role.PRIVACY_OFFICER)
    if family is None or not fits or asker.network != family.network or asker.person in family.people:
        raise NotFound(NO_SUCH_CHILD)
    return family


def opened(
    family: Family,
    command: BreakGlass,
    words: Sealed,
    asker: Principal,
    recent: Sequence[Access],
    id: str,
    now: datetime,
) -> Decision:
    """The access, for so long, and whoever looks after privacy hears of it at once."""
    clinics = acts_through(asker, family)
    if not clinics:
        raise NotFound(NO_SUCH_CHILD)
    if looks_after(asker, family):
        raise Invalid("not-needed", {"child": ["looked-after"]})
    if SHUT.intersection(command.classes):
        raise Invalid("never-opens", {"classes": ["never-opens"]})
    if len([item for item in recent if item.refused is None]) >= GLASS_PER_DAY_MAX:
        raise TooMany("broken-too-often", int(timedelta(days=1).total_seconds()))
    made = Access(
        id=id,
        child=family.id,
        network=family.network,
        clinic=clinics[0],
        person=asker.person,
        classes=tuple(sorted(set(command.classes))),
        reason=command.reason.value,
        words=words,
        opened_at=now,
        until=now + timedelta(minutes=command.minutes),
        review_due=now + GLASS_REVIEW,
    )
    facts = {"access": id, "classes": ",".join(made.classes), "reason": made.reason, "minutes": str(command.minutes)}
    return Decision(changes=(made,), events=(_opened(made),), reply={"access": id}, facts=facts)


def attempted(family: Family, known: Access | None, asker: Principal, now: datetime) -> Decision:
    """An alert for the privacy officer; further tries of the same day are counted on it."""
    if known is not None:
        due = now + GLASS_REVIEW if known.reviewed else known.review_due
        again = replace(known, attempts=known.attempts + 1, review_due=due, reviewed=False, review=None)
        events = (_refused(again),) if known.reviewed else ()
        return Decision(changes=(again,), events=events, facts={"access": known.id, "code": KEPT_OUT})
    clinic = next((item for item in family.clinics if asker.has(Role.THERAPIST, item)), family.clinics[0])
    alert = Access(
        id=attempt_id(family.id, asker.person, now),
        child=family.id,
        network=family.network,
        clinic=clinic,
        person=asker.person,
        classes=(),
        reason=KEPT_OUT,
        words=None,
        opened_at=now,
        until=now,
        review_due=now + GLASS_REVIEW,
        refused=KEPT_OUT,
    )
    return Decision(changes=(alert,), events=(_refused(alert),), facts={"access": alert.id, "code": KEPT_OUT})


def attempt_id(child: str, person: str, now: datetime) -> str:
    """One alert for a person's tries at one child on one day."""
    return derived_id("glass", child, person, now.date().isoformat())


def ended(family: Family, made: Access | None, asker: Principal, now: datetime) -> Decision:
    """Over from now on; ending it again changes nothing."""
    if made is None or made.child != family.id or made.refused is not None:
        raise NotFound(NO_SUCH_ACCESS)
    if made.person != asker.person:
        officer(asker, family)
    if not made.holds(now):
        return Decision(reply={"access": made.id})
    over = replace(made, ended_at=now, ended_by=asker.person)
    return Decision(changes=(over,), reply={"access": made.id}, facts={"access": made.id})


def reviewed(made: Access, finding: Finding, words: Sealed, by: str, now: datetime) -> Decision:
    """By somebody else, once it is over, and once."""
    if made.person == by:
        raise Forbidden("second-person-needed")
    if made.holds(now):
        raise Invalid("still-open", {"access": ["still-open"]})
    if made.reviewed:
        raise Stale("already-reviewed")
    after = replace(made, reviewed=True, review=Review(by=by, at=now, finding=finding, words=words))
    event = AccessReviewed(child=made.child, access=made.id, finding=finding.value, reviewed_by=by, reviewed_at=now)
    reply = {"access": made.id, "finding": finding.value}
    return Decision(changes=(after,), events=(event,), reply=reply, facts=reply)


def _opened(made: Access) -> AccessOpened:
    return AccessOpened(
        child=made.child,
        access=made.id,
        network=made.network,
        clinic=made.clinic,
        person=made.person,
        classes=made.classes,
        reason=made.reason,
        opened_at=made.opened_at,
        until=made.until,
        review_due=made.review_due,
    )


def _refused(alert: Access) -> AccessRefused:
    return AccessRefused(
        child=alert.child,
        access=alert.id,
        network=alert.network,
        clinic=alert.clinic,
        person=alert.person,
        review_due=alert.review_due,
        refused_at=alert.opened_at,
    )
