"""The child as this service needs it: who may act for it, learned from the consent service's events."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The practitioners who look after the child in one clinic."""

    clinic: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A projection, never a source: one team for each clinic that cares for the child.

    `staff` is everybody on a team, each once, for the query that lists a caseload.
    """

    id: str
    network: str
    teams: tuple[Team, ...]
    adults: tuple[str, ...]
    staff: tuple[str, ...] = ()

    @property
    def child(self) -> str:
        """The stream it belongs to: its own."""
        return self.id

    @property
    def persons(self) -> frozenset[str]:
        """Everybody known to stand around the child, adults and practitioners."""
        return frozenset(self.adults).union(*(team.members for team in self.teams))

    def team_in(self, clinic: str) -> tuple[str, ...]:
        """The team of a clinic; empty when the clinic does not care for the child."""
        return next((team.members for team in self.teams if team.clinic == clinic), ())

    def with_team(self, clinic: str, members: tuple[str, ...]) -> tuple[Team, ...]:
        """All teams, with this clinic's replaced or added."""
        others = (team for team in self.teams if team.clinic != clinic)
        return (*others, Team(clinic=clinic, members=members))


def staff_of(teams: tuple[Team, ...]) -> tuple[str, ...]:
    """Everybody on a team, each once, in a stable order."""
    return tuple(sorted({member for team in teams for member in team.members}))
