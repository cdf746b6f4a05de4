"""Which member of staff may touch which child. Whoever may not learns no more than about a child that is not there."""

from contracts.codes import DangerState
from kernel.auth.principal import Kind, Principal, Role
from kernel.errors import Invalid, NotFound
from services.consent.model import Family

CLINIC_WIDE = (Role.SUPERVISOR, Role.CLINIC_ADMIN, Role.FRONT_DESK)
NO_SUCH_CHILD = "no-such-child"


def in_clinic(asker: Principal, clinics: tuple[str, ...]) -> bool:
    """Holds a role in one of the clinics that looks at all its children."""
    return any(asker.has(role, clinic) for clinic in clinics for role in CLINIC_WIDE)


def looks_after(asker: Principal, family: Family) -> bool:
    """Staff of the network, in the care team or responsible for a clinic of the child, and not of the family."""
    if asker.kind is Kind.OPERATOR:
        return asker.network in (None, family.network)
    inside = asker.kind is Kind.STAFF and asker.network == family.network
    out = asker.person in family.people or found_against(asker, family)
    return inside and not out and (asker.person in family.care_team or in_clinic(asker, family.clinics))


def found_against(asker: Principal, family: Family) -> bool:
    """It was found that they harmed the child. A mere allegation is covert: what closes would tell them of it.

    A flag ends at the moment of its removal, so one without an end holds now.
    """
    substantiated = DangerState.SUBSTANTIATED
    return any(f.person == asker.person and f.state is substantiated and f.until is None for f in family.dangers)


def required(asker: Principal, family: Family | None) -> Family:
    """The family, for somebody who may work on it; NotFound otherwise."""
    if family is None or not looks_after(asker, family):
        raise NotFound(NO_SUCH_CHILD)
    return family


def may_register(asker: Principal, network: str, clinic: str) -> bool:
    """An operator of the network, or front desk or administration of the clinic."""
    if asker.kind is Kind.OPERATOR:
        return asker.network in (None, network)
    roles = (Role.FRONT_DESK, Role.CLINIC_ADMIN, Role.SUPERVISOR)
    return asker.kind is Kind.STAFF and asker.network == network and any(asker.has(role, clinic) for role in roles)


def may_bring_up_to_date(asker: Principal, family: Family, clinic: str) -> None:
    """NotFound unless the asker looks after the child. Another clinic gets it by a transfer that the family consents
    to, never by registering it as its own; an operator, who loads whole rosters, is trusted with both.
    """
    required(asker, family)
    there = clinic in family.clinics and not family.left(clinic)
    if asker.kind is not Kind.OPERATOR and not there:
        raise Invalid("by-transfer", {"clinic": ["by-transfer"]})


def may_plan(asker: Principal, clinic: str) -> bool:
    """Who says who is on call: those who answer for the clinic."""
    return asker.kind is Kind.STAFF and any(asker.has(role, clinic) for role in (Role.SUPERVISOR, Role.CLINIC_ADMIN))


def may_change_clinic(asker: Principal, clinic: str) -> bool:
    """An operator, or who administers this very clinic: its rota is with whom its duties end."""
    return asker.kind is Kind.OPERATOR or asker.has(Role.CLINIC_ADMIN, clinic)


def receives(asker: Principal, family: Family, clinic: str) -> bool:
    """Staff who may take children into this clinic's care, and who are not of the family."""
    inside = asker.kind is Kind.STAFF and asker.network == family.network
    out = asker.person in family.people or found_against(asker, family)
    return inside and not out and in_clinic(asker, (clinic,))
