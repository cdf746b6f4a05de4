"""What a child's calendar brings: ages at which the rules change, and facts that begin, end or must be looked at again.

Days are the clinic's: an age is reached with the first instant of the birthday where the clinic is, whatever its clocks
do that night. Who is born on 29 February has the birthday on 1 March in other years.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.codes import BasisChange, ConsentStatus
from contracts.consent import ReviewDue
from kernel.chance import derived_id
from kernel.contract import Event
from kernel.decision import NOTHING, Decision, Timer
from services.consent.decisions.evidence import moved
from services.consent.model import Clinic, Family, Ground
from services.consent.rules.case import ClinicPolicy, Consent, Dated
from services.consent.rules.facts import MAJORITY
from services.consent.settings import CALENDAR_LOOK

TIMER = "calendar"
MOVED_GROUND = "law-or-policy"
NOTICE_DAYS = (90, 30, 7)  # before an age is reached: a quarter to talk, a month to sign, a week to remind
SHARING_ANSWER = timedelta(days=14)  # to meet child, guardians and therapist once more
CHANGES = {
    "authorities": BasisChange.AUTHORITY,
    "restrictions": BasisChange.RESTRICTION,
    "dangers": BasisChange.DANGER,
    "consents": BasisChange.CONSENT,
    "assents": BasisChange.ASSENT,
    "boundaries": BasisChange.BOUNDARY,
}
"""By the field of the family that holds the facts; what is not named here belongs to the episode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Something that a moment brings. With `review` a notice, else what decisions rest on differs from then on."""

    at: datetime
    code: str
    change: BasisChange = BasisChange.EPISODE
    person: str | None = None
    review: str = ""
    clinic: str = ""
    on: date | None = None
    days_left: int = 0
    due: datetime | None = None


def birthday(born: date, age: int) -> date:
    """The day on which somebody reaches an age."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def begins(day: date, clinic: Clinic | None) -> datetime:
    """The first instant of a day where the clinic is, in UTC.

    Where clocks skip midnight the day begins with the skip; where midnight comes twice it begins with the first.
    """
    zone = ZoneInfo(clinic.zone) if clinic else UTC
    return datetime(day.year, day.month, day.day, tzinfo=zone, fold=0).astimezone(UTC)


def ages(ground: Ground) -> dict[int, str]:
    """The ages at which the rules answer differently here, each with the reason that matters most."""
    pack, policy = ground.pack, ground.clinic.policy if ground.clinic else ClinicPolicy()
    found = {_lower(policy.narrow_age, pack.summary_age if pack else None): "narrow-age"}
    found[_lower(policy.detail_age, pack.detail_age if pack else None)] = "detail-age"
    if pack is not None and pack.age_of_consent is not None:
        found[pack.age_of_consent] = "age-of-consent"
    found[pack.majority if pack is not None and pack.verified else MAJORITY] = "majority"
    return found


def timer_id(child: str) -> str:
    """A child has one calendar."""
    return f"{TIMER}:{child}"


def turns(family: Family, grounds: Sequence[Ground]) -> list[Turn]:
    """Everything on the calendar, past and future, in the order of time."""
    found = [turn for ground in grounds for turn in _of_ages(family, ground)]
    found += _of_facts(family)
    found += [turn for ground in grounds[:1] for turn in _of_reviews(family, ground)]
    return sorted(found, key=lambda turn: (turn.at, turn.code, turn.clinic, turn.person or ""))


def ages_ahead(family: Family, grounds: Sequence[Ground]) -> list[Turn]:
    """The days on which an age is reached, in whichever of the clinics, without the notices before them."""
    return [turn for ground in grounds for turn in _of_ages(family, ground) if not turn.review]


def mark(grounds: Sequence[Ground]) -> str:
    """Differs when the law or a clinic differs on which the family's decisions rest."""
    parts = [(item.clinic and (item.clinic.id, item.clinic.zone, item.clinic.policy), item.pack) for item in grounds]
    return derived_id("ground", repr(parts))


def set_for(
    family: Family, grounds: Sequence[Ground], now: datetime, law: Sequence[datetime] = ()
) -> tuple[Family, tuple[Timer, ...]]:
    """The calendar armed for what comes next. What was due and has not been dealt with stays due.

    `law`: when another law comes into force here.
    """
    latest, known = now + CALENDAR_LOOK, family.next_turn
    coming = [*(turn.at for turn in turns(family, grounds)), *law]
    due = min([at for at in coming if at > now] + [latest])
    grounded = family if family.ground else replace(family, ground=mark(grounds))
    if known is not None and (known <= now or known == due or known < due == latest):
        return grounded, ()
    return replace(grounded, next_turn=due), (_timer(family.id, due),)


def read_again(family: Family, grounds: Sequence[Ground], now: datetime, law: Sequence[datetime] = ()) -> Decision:
    """Everything is decided again where law or clinic are not what they were; the calendar is armed on what they are.

    A family whose calendar was never read is only armed.
    """
    after, events = _regrounded(family, grounds, now)
    armed, timers = set_for(after, grounds, now, law)
    if armed == family:
        return NOTHING
    facts = {"turned": MOVED_GROUND} if events else {}
    return Decision(changes=(armed,), events=tuple(events), timers=timers, facts=facts)


def turned(family: Family, grounds: Sequence[Ground], now: datetime, law: Sequence[datetime] = ()) -> Decision:
    """All that has become due since the calendar was armed, each moved fact with a position of its own."""
    since = family.next_turn
    if since is None or since > now:
        return NOTHING
    due = [turn for turn in turns(family, grounds) if since <= turn.at <= now]
    after, events = family, list[Event]()
    for turn in due:
        if turn.review:
            continue
        after, changed = moved(after, turn.change, turn.code, turn.person, turn.at)
        events.append(changed)
    after, more = _regrounded(after, grounds, now)
    events += [*more, *(_notice(family, turn) for turn in _newest(due, now))]
    rearmed, timers = set_for(replace(after, next_turn=None), grounds, now, law)
    codes = ",".join(dict.fromkeys(turn.code for turn in due))
    return Decision(changes=(rearmed,), events=tuple(events), timers=timers, facts={"turned": codes})


def _regrounded(family: Family, grounds: Sequence[Ground], now: datetime) -> tuple[Family, list[Event]]:
    found = mark(grounds)
    if family.ground in ("", found):
        return family, []
    after, changed = moved(replace(family, ground=found), BasisChange.EPISODE, MOVED_GROUND, None, now)
    return after, [changed]


def _of_ages(family: Family, ground: Ground) -> Iterator[Turn]:
    clinic = ground.clinic
    for age, code in sorted(ages(ground).items()):
        day = birthday(family.born, age)
        yield Turn(at=begins(day, clinic), code=f"age-{age}", clinic=clinic.id if clinic else "")
        if clinic is not None and family.left(clinic.id):
            continue  # who treats the child now talks to it
        stages = [begins(day - timedelta(days=days), clinic) for days in NOTICE_DAYS] + [begins(day, clinic)]
        for place, days in enumerate(NOTICE_DAYS):
            yield Turn(
                at=stages[place],
                code=code,
                review=derived_id("review", family.id, code, clinic.id if clinic else "", day.isoformat()),
                clinic=clinic.id if clinic else "",
                on=day,
                days_left=days,
                due=stages[place + 1],
            )


def _of_facts(family: Family) -> Iterator[Turn]:
    for field in fields(family):
        held = getattr(family, field.name)
        for fact in held if isinstance(held, tuple) else ():
            if isinstance(fact, Dated) and not _revoked(fact):
                change = CHANGES.get(field.name, BasisChange.EPISODE)
                person = getattr(fact, "grantee", None) or getattr(fact, "person", None)
                yield Turn(at=fact.since, code="came-into-force", change=change, person=person)
                if fact.until is not None:
                    yield Turn(at=fact.until, code="expired", change=change, person=person)


def _of_reviews(family: Family, ground: Ground) -> Iterator[Turn]:
    for line in family.boundaries:
        if line.review is not None and (line.until is None or line.until >= line.review):  # one that expires, too
            yield _review(family, ground, line.review, "boundary", line.id, line.review)
    if (standing := family.sharing) is not None:
        due = standing.review + SHARING_ANSWER
        yield _review(family, ground, standing.review, "sharing-agreement", standing.agreement, due)


def _review(family: Family, ground: Ground, at: datetime, code: str, fact: str, due: datetime) -> Turn:
    clinic = ground.clinic.id if ground.clinic else ""
    review = derived_id("review", family.id, fact, at.isoformat())
    return Turn(at=at, code=code, review=review, clinic=clinic, on=ground.day(at), due=due)


def _newest(due: Sequence[Turn], now: datetime) -> list[Turn]:
    """Of several notices that became due together only the last; none of a day that has come."""
    newest = {turn.review: turn for turn in due if turn.review}
    return [turn for turn in newest.values() if turn.days_left == 0 or (turn.due is not None and turn.due > now)]


def _notice(family: Family, turn: Turn) -> ReviewDue:
    if turn.on is None or turn.due is None:
        raise ValueError("a notice names its day")
    clinic = turn.clinic or family.clinics[0]
    team = [person for person in family.team_in(clinic) if person not in family.people]
    return ReviewDue(
        child=family.id,
        review=turn.review,
        network=family.network,
        clinic=clinic,
        code=turn.code,
        on=turn.on.isoformat(),
        days_left=turn.days_left,
        assignees=(*team, family.network),
        due=turn.due,
    )


def _revoked(fact: Dated) -> bool:
    return isinstance(fact, Consent) and fact.status is not ConsentStatus.ACTIVE


def _lower(clinics: int, laws: int | None) -> int:
    return clinics if laws is None else min(clinics, laws)


def _timer(child: str, due: datetime) -> Timer:
    return Timer(id=timer_id(child), name=TIMER, due=due, data={"child": child})
