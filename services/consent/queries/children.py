"""Children, families and clinics as the asker may see them."""

from typing import Any

from contracts.codes import AuthorityKind, ConsentBasis, DangerState, DisclosureClass, Outcome
from kernel.auth.principal import Kind
from kernel.clock import to_text
from kernel.command import person_stream
from kernel.errors import NotFound
from kernel.reader import Reader
from services.consent.decisions import access
from services.consent.decisions.rota import on_call_at
from services.consent.model import Clinic, Family, case_of
from services.consent.queries.names import names_of
from services.consent.repository import (
    CLINICS,
    FAMILIES,
    ROTAS,
    families_of_adult,
    families_of_clinic,
    families_of_practitioner,
    ground,
)
from services.consent.rules.case import Dated, Item
from services.consent.rules.engine import rule
from services.consent.settings import CASELOAD_MAX

EXCLUDING = frozenset({AuthorityKind.PROTECTIVE_ORDER, AuthorityKind.RIGHTS_TERMINATED})
"""Edges that take away: intake notes them among the custody documents, an order that comes later is a restriction."""


def children(reader: Reader, ids: list[str] | None) -> dict[str, Any]:
    """Those of the ids the asker may see; without ids a guardian's own, or a practitioner's own caseload."""
    asker = reader.principal
    if ids is not None:
        families = list(reader.many(FAMILIES, ids).values())
    elif asker.kind is Kind.GUARDIAN:
        families = families_of_adult(reader, asker.person)
    else:
        families = families_of_practitioner(reader, asker.person)
    return _listed(reader, families)


def caseload(reader: Reader, clinic: str) -> dict[str, Any]:
    """The children of a clinic whom the asker may see."""
    return _listed(reader, families_of_clinic(reader, reader.principal.network or "", clinic))


def child(reader: Reader, id: str) -> dict[str, Any]:
    """Everything that decisions about the child rest on, for staff who look after it."""
    family = access.required(reader.principal, reader.known(FAMILIES, id))
    names = names_of(reader, family.network, list(family.people))
    reader.shown(id, "child")
    return {
        **_row(reader, family),
        "network": family.network,
        "agency": family.agency,
        "basis": family.basis.value,
        "confidentiality_agreement": family.agreement,
        "child_incapable": family.child_incapable,
        "adults": [_adult(reader, family, person, names.get(person, "")) for person in family.people],
        "assents": [dated(item, person=item.person, agrees=item.agrees, classes=list(item.classes))
                    for item in family.assents],
        "position": family.position,
    }  # fmt: skip


def clinics(reader: Reader, only: str | None = None) -> dict[str, Any]:
    """The clinics of the asker's network; all for services and for operators of every network."""
    asker = reader.principal
    where = {} if asker.network is None else {"network": asker.network}
    where |= {} if only is None else {"_id": only}
    found = reader.find(CLINICS, where, ("_id",), CASELOAD_MAX)
    return {"clinics": [_clinic(item) for item in found]}


def on_call(reader: Reader, clinic: str) -> dict[str, Any]:
    """The humans with whom duties in this clinic end."""
    found = reader.known(CLINICS, clinic)
    if found is None or reader.principal.network not in (None, found.network):
        raise NotFound("no-such-clinic")
    kept = reader.known(ROTAS, clinic)
    on_shift = () if kept is None else on_call_at(kept.shifts, reader.now)
    return {"persons": list(on_shift or found.on_call)}


def _listed(reader: Reader, families: list[Family]) -> dict[str, Any]:
    seen = [family for family in families if may_see(reader, family)]
    reader.shown(person_stream(reader.principal.person), "children", count=str(len(seen)))
    rows = (_row(reader, family) for family in sorted(seen, key=lambda item: item.id))
    return {"children": [row if reader.principal.kind is not Kind.GUARDIAN else _outside(row) for row in rows]}


def may_see(reader: Reader, family: Family) -> bool:
    """A guardian sees a child exactly when the fact of treatment is permitted to them."""
    asker = reader.principal
    if asker.kind is not Kind.GUARDIAN:
        return access.looks_after(asker, family)
    if asker.person not in family.people:
        return False
    item = Item(disclosure_class=DisclosureClass.FACT_OF_TREATMENT)
    case = case_of(family, ground(reader, family, family.clinics[0]), item, reader.now)
    return rule(case, asker.person).outcome is Outcome.PERMIT


def _row(reader: Reader, family: Family) -> dict[str, Any]:
    name = reader.open(family.id, family.name)
    base = ground(reader, family, family.clinics[0])
    return {
        "id": family.id,
        "name": name,
        "initials": "".join(part[0].upper() for part in name.split()[:3]),
        "birth_day": family.birth_day,
        "age": case_of(family, base, Item(disclosure_class=DisclosureClass.FACT_OF_TREATMENT), reader.now).age,
        "clinics": list(family.clinics),
        "jurisdiction": family.jurisdiction,
        "care_team": list(family.care_team),
        "chips": _chips(reader, family),
    }


def _outside(row: dict[str, Any]) -> dict[str, Any]:
    """What a guardian may read of the row: nothing that tells of the team, the law or a flag."""
    return {**row, "care_team": [], "chips": [], "jurisdiction": ""}


def _chips(reader: Reader, family: Family) -> list[str]:
    """What staff should have before their eyes, as codes."""
    now, suspected = reader.now, (DangerState.ALLEGED, DangerState.SUBSTANTIATED)
    others = [flag for flag in family.dangers if flag.person != reader.principal.person]  # nobody sees their own flag
    chips = {
        "restricted-adult": any(order.holds(now) for order in family.restrictions)
        or any(edge.holds(now) and edge.kind in EXCLUDING for edge in family.authorities),
        "danger": any(flag.holds(now) and flag.state in suspected for flag in others),
        "minor-consent": family.basis is ConsentBasis.MINOR,
        "confidentiality-agreement": family.agreement,
        "boundary": any(line.holds(now) for line in family.boundaries),
    }
    return sorted(code for code, shown in chips.items() if shown)


def _adult(reader: Reader, family: Family, person: str, name: str) -> dict[str, Any]:
    adult = next(item for item in family.adults if item.person == person)
    return {
        "person": person,
        "name": name,
        "lives_with_child": adult.lives_with_child,
        "household": adult.household,
        "authorities": [
            dated(item, kind=item.kind.value, source=item.source, verifier=item.verifier)
            for item in family.authorities
            if item.person == person
        ],
        "danger": _danger(reader, family, person),
        "restrictions": [
            dated(item, kind=item.kind.value, classes=list(item.classes), source=item.source)
            for item in family.restrictions
            if item.person == person
        ],
        "consents": [
            dated(
                item,
                grantor=item.grantor,
                classes=list(item.classes),
                provision=item.provision.value,
                status=item.status.value,
                verified=item.verified,
            )
            for item in family.consents
            if item.grantee == person
        ],
        "boundaries": [
            dated(item, classes=list(item.classes), reason=item.reason)
            for item in family.boundaries
            if item.person in (None, person)
        ],
    }


def _danger(reader: Reader, family: Family, person: str) -> dict[str, Any] | None:
    """The flag that holds now; `pending` when somebody has asked for its removal and nobody confirmed."""
    for flag in reversed(family.dangers):
        if flag.person == person and flag.holds(reader.now):
            pending = flag.unfounded_by is not None and flag.state is not DangerState.UNFOUNDED
            return {"id": flag.id, "state": flag.state.value, "pending": pending}
    return None


def dated(item: Dated, **fields: Any) -> dict[str, Any]:
    until = None if item.until is None else to_text(item.until)
    return {"id": item.id, "since": to_text(item.since), "until": until, **fields}  # type: ignore[attr-defined]


def _clinic(clinic: Clinic) -> dict[str, Any]:
    return {
        "clinic": clinic.id,
        "network": clinic.network,
        "jurisdiction": clinic.jurisdiction,
        "zone": clinic.zone,
        "name": clinic.name,
        "languages": list(clinic.languages),
        "on_call": list(clinic.on_call),
        "agency_name": clinic.agency_name,
    }
