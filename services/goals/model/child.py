"""Who looks after a child, and where: a projection of the consent service's events."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The practitioners who look after the child in one clinic."""

    clinic: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A projection of the consent service's events: who may act for the child, and where."""

    id: str
    network: str
    teams: tuple[Team, ...]
    adults: tuple[str, ...] = ()

    @property
    def child(self) -> str:
        """The stream it belongs to: its own."""
        return self.id

    def with_team(self, clinic: str, members: tuple[str, ...]) -> tuple[Team, ...]:
        """All teams, with this clinic's replaced or added."""
        others = (team for team in self.teams if team.clinic != clinic)
        return (*others, Team(clinic=clinic, members=members))
