"""What people, teams and clinics may wish for routine messages: checked, versioned, each only their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.codes import Channel, MessageClass
from kernel.decision import Decision
from kernel.errors import Invalid
from services.notifications.decisions.hours import WALL, checked, zone_exists
from services.notifications.model import Boundary, Preferences, Routine, SafeHours, Wishes

SNOOZE_MAX = timedelta(days=14)  # a holiday; who is away for longer should say so to the team
DAILY_CAP_MAX = 50
WRITTEN_CHANNELS = frozenset({Channel.EMAIL, Channel.SMS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A person's preferences as asked for; they replace those before."""

    language: str | None
    channels: tuple[Channel, ...]
    classes: tuple[Wishes, ...]
    quiet: SafeHours | None
    digest_at: str | None
    snoozed_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A boundary as asked for; it replaces the one before."""

    hours: SafeHours | None
    channels: tuple[Channel, ...]
    closed: tuple[MessageClass, ...]


def preferred(
    known: Preferences | None, wished: Wished, person: str, network: str, by: str, now: datetime
) -> Decision:
    """The next version. What is about safety cannot be wished away."""
    _written(wished.channels)
    _never_safety([item.message_class for item in wished.classes], "classes")
    _once([item.message_class for item in wished.classes], "classes")
    quiet = _hours(wished.quiet, "quiet")
    if wished.digest_at is not None:
        _wall(wished.digest_at, "digest_at")
    if wished.snoozed_until is not None and wished.snoozed_until > now + SNOOZE_MAX:
        raise Invalid("snooze", {"snoozed_until": ["too-long"]})
    after = Preferences(
        id=person,
        network=network,
        version=1 if known is None else known.version + 1,
        language=wished.language,
        channels=wished.channels,
        classes=wished.classes,
        quiet=quiet,
        digest_at=wished.digest_at,
        snoozed_until=wished.snoozed_until,
        changed_by=by,
        changed_at=now,
    )
    return Decision(changes=(after,), reply={"version": after.version}, facts={"version": str(after.version)})


def bounded(known: Boundary | None, lines: Lines, child: str, network: str, by: str, now: datetime) -> Decision:
    """The next version of a child's boundary. Messages of safety cross every one."""
    _written(lines.channels)
    _never_safety(lines.closed, "closed")
    _once(lines.closed, "closed")
    after = Boundary(
        id=child,
        network=network,
        version=1 if known is None else known.version + 1,
        hours=_hours(lines.hours, "hours"),
        channels=lines.channels,
        closed=lines.closed,
        changed_by=by,
        changed_at=now,
    )
    return Decision(changes=(after,), reply={"version": after.version}, facts={"version": str(after.version)})


def routine_checked(routine: Routine | None, known: Routine) -> Routine:
    """A clinic's rules for routine messages, Invalid with the field named; None leaves what holds."""
    if routine is None:
        return known
    given = (routine.quiet_from, routine.quiet_until)
    if (given[0] is None) != (given[1] is None):
        raise Invalid("routine", {"routine.quiet_until": ["with-quiet-from-or-not-at-all"]})
    if given[0] is not None and given[1] is not None:
        _wall(given[0], "routine.quiet_from")
        _wall(given[1], "routine.quiet_until")
        if given[0] == given[1]:
            raise Invalid("routine", {"routine.quiet_until": ["same-as-start"]})
    _wall(routine.digest_at, "routine.digest_at")
    if routine.zone is not None and not zone_exists(routine.zone):
        raise Invalid("routine", {"routine.zone": ["unknown"]})
    return routine


def _hours(hours: SafeHours | None, field: str) -> SafeHours | None:
    try:
        return checked(hours)
    except Invalid as wrong:
        named = {f"{field}.{name.partition('.')[2]}": why for name, why in wrong.fields.items()}
        raise Invalid(field, named) from wrong


def _written(channels: Sequence[Channel]) -> None:
    if not WRITTEN_CHANNELS.issuperset(channels):
        raise Invalid("channels", {"channels": ["only-email-and-sms"]})
    _once(channels, "channels")


def _once(codes: Sequence[object], field: str) -> None:
    if len(set(codes)) < len(codes):
        raise Invalid(field, {field: ["twice"]})


def _never_safety(classes: Sequence[MessageClass], field: str) -> None:
    if MessageClass.SAFETY in classes:
        raise Invalid(field, {field: ["safety-is-always-sent"]})


def _wall(text: str, field: str) -> None:
    if WALL.fullmatch(text) is None:
        raise Invalid("wall-time", {field: ["HH:MM"]})
