"""Who may be written to, where, and by which ladder of their clinic."""

from dataclasses import dataclass

from contracts.codes import Channel, Severity

RESOLVE_HOURS = 72  # a working week's half: longer, and nobody remembers what was acknowledged
RESOLVE_HOURS_IMMINENT = 24  # the day after

TASK_CHANNELS = frozenset({Channel.VOICE, Channel.IN_PERSON})
"""Ways that only a human can take: a rung over one of them is a task for staff."""

DAILY_CAP = 8  # messages at moments of their own; more make a day of telephones
DIGEST_AT = "17:00"  # after school and work, before the evening


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Who looks after a child in one clinic."""

    clinic: str
    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """Projection of the consent service: who of the staff may see this child's affairs."""

    id: str
    network: str
    teams: tuple[Team, ...]
    adults: tuple[str, ...]
    basis: int = 0  # newest position at which consent said that its facts changed: the fence
    frozen: tuple[str, ...] = ()  # adults who said "not my child": they see nothing of it until staff have looked

    @property
    def clinics(self) -> frozenset[str]:
        """Where the child is in care."""
        return frozenset(team.clinic for team in self.teams)

    def knows(self, person: str) -> bool:
        """An adult around the child, and not one who said "not my child"."""
        return person in self.adults and person not in self.frozen

    @property
    def care_team(self) -> frozenset[str]:
        """All practitioners, of every clinic."""
        return frozenset(person for team in self.teams for person in team.persons)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeHours:
    """When a message may arrive without harm to its reader: local wall time `HH:MM`, may span midnight."""

    start: str
    end: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a ladder, counted from its start."""

    after_minutes: int
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """A clinic's rules for routine messages, a part of its policy. Quiet hours are local to whoever reads."""

    quiet_from: str | None = None
    quiet_until: str | None = None
    zone: str | None = None  # of readers whose own is not known
    daily_cap: int = DAILY_CAP
    digest_at: str = DIGEST_AT


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicPolicy:
    """A clinic's ladders, and its rules for what is not of safety.

    Version 0 is the platform's own; a clinic that is not live messages its staff only.
    `resolve_hours`: how long a concern may stay open after its ladder has ended, before a human is asked again.
    """

    id: str
    version: int
    live: bool
    rungs: tuple[Rung, ...]
    rungs_imminent: tuple[Rung, ...]
    mail_tls: bool = True  # mail leaves the house over TLS or not at all
    resolve_hours: int = RESOLVE_HOURS
    resolve_hours_imminent: int = RESOLVE_HOURS_IMMINENT
    live_proposed_by: str | None = None  # one person asked to go live; another has to say so too
    live_by: tuple[str, ...] = ()  # the two who did
    routine: Routine = Routine()

    @property
    def code(self) -> str:
        """Names the frozen version in events and in the ledger."""
        return f"ladder.clinic.{self.version}" if self.version else "ladder.default.1"

    def ladder(self, severity: Severity | None) -> tuple[Rung, ...]:
        """The steps for this severity."""
        return self.rungs_imminent if severity is Severity.IMMINENT else self.rungs

    def resolve_within(self, severity: Severity | None) -> int:
        """Hours, for this severity."""
        return self.resolve_hours_imminent if severity is Severity.IMMINENT else self.resolve_hours
