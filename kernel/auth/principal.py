"""The one who asks, as every service sees them.

A role is held in a clinic; the two roles that look after the whole network are held in the clinic `*`.
A guardian or a service holds no role: what they may do follows from their kind and from the consent rules.
"""

from dataclasses import dataclass, field
from enum import StrEnum

EVERY_CLINIC = "*"


class Kind(StrEnum):
    """What sort of somebody asks."""

    STAFF = "staff"
    GUARDIAN = "guardian"
    SERVICE = "service"
    OPERATOR = "operator"


class Role(StrEnum):
    """What a member of staff or an operator may be trusted with."""

    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"
    FRONT_DESK = "front-desk"
    CLINIC_ADMIN = "clinic-admin"
    PRIVACY_OFFICER = "privacy-officer"
    IT_OPERATOR = "it-operator"


NETWORK_ROLES = frozenset({Role.PRIVACY_OFFICER, Role.IT_OPERATOR})
ROLE_HOLDERS = frozenset({Kind.STAFF, Kind.OPERATOR})


@dataclass(frozen=True, slots=True)
class Principal:
    """A checked identity. `roles` holds (clinic id, role); `via` names the service that speaks for the person.

    `proof` is the token it was read from: with it, and only while it holds, the service that received it may ask other
    services in the same name.
    """

    person: str
    kind: Kind
    network: str | None
    roles: frozenset[tuple[str, str]] = frozenset()
    via: str = ""
    proof: str = field(default="", repr=False, compare=False)

    def has(self, role: str, clinic: str | None = None) -> bool:
        """Holds `role` in `clinic`; without a clinic: in any. A network role counts in every clinic."""
        if clinic is None:
            return any(held == role for _, held in self.roles)
        return (clinic, role) in self.roles or (EVERY_CLINIC, role) in self.roles

    def clinics(self) -> frozenset[str]:
        """The clinics in which any role is held by name; a network role adds none."""
        return frozenset(clinic for clinic, _ in self.roles if clinic != EVERY_CLINIC)

    def fits(self) -> bool:
        """Network roles are held in `*`, all others in a named clinic, and only staff and operators hold any."""
        if not self.person or (self.roles and self.kind not in ROLE_HOLDERS):
            return False
        return all(clinic and (role in NETWORK_ROLES) == (clinic == EVERY_CLINIC) for clinic, role in self.roles)


def SYSTEM(service: str) -> Principal:  # noqa: N802 - reads as the constant it is for each service
    """The service itself, acting without a person: timers, consumers, reconciliation."""
    return Principal(person=service, kind=Kind.SERVICE, network=None, via=service)
