"""One resource to one person of the roster."""

from contracts.codes import AuthorityKind, Channel, ConsentBasis
from deploy.roster.fhir_values import Entry, referenced
from deploy.roster.people import RosterChild, RosterContact, RosterEdge, RosterPerson
from kernel.auth.principal import Role

# HL7 v3 RoleCode values that name a legal standing. A mother, a father or "guardian" may have any.
STANDINGS = {
    **dict.fromkeys(("PRNFOST", "MTHFOST", "FTHFOST"), AuthorityKind.FOSTER),
    **dict.fromkeys(("ADOPTP", "ADOPTF", "ADOPTM"), AuthorityKind.ADOPTIVE),
    **dict.fromkeys(("STPPRN", "STPMTH", "STPFTH"), AuthorityKind.STEP_PARENT),
}
SOURCE_UNSTATED = "fhir-related-person"
ROLES = frozenset(role.value for role in Role)


def clinic_of(entry: Entry) -> str | None:
    """What an Organization is called: its first identifier, else its name, as the platform has registered it."""
    for item in entry.resource.get("identifier") or ():
        if isinstance(item, dict) and isinstance(item.get("value"), str):
            return str(item["value"])
    name = entry.resource.get("name")
    if isinstance(name, str) and name.strip():
        return name.strip()
    entry.wrong("name", "missing", "an identifier or a name is needed")
    return None


def person_of(entry: Entry) -> RosterPerson | None:
    """A RelatedPerson or Practitioner as somebody with a name and addresses."""
    external, name = entry.external(), entry.name()
    found = (_contact(entry, "email", Channel.EMAIL), _contact(entry, "phone", Channel.SMS))
    if external is None or name is None:
        return None
    contacts = tuple(contact for contact in found if contact is not None)
    language = entry.cells("communication", _language(entry)).language(entry.at("communication"))
    return RosterPerson(external=external, name=name, language=language, zone=None, row=entry.place, contacts=contacts)


def child_of(entry: Entry, clinic: str | None, team: tuple[str, ...]) -> RosterChild | None:
    """A Patient."""
    external, name = entry.external(), entry.name()
    born = entry.cells("birthDate", entry.resource.get("birthDate")).day(entry.at("birthDate"))
    basis_path = "extension(consent-basis)"
    basis = entry.cells(basis_path, entry.extension("consent-basis")).one_of(
        entry.at(basis_path), ConsentBasis, "unknown-basis"
    )
    agreement, jurisdiction = entry.yes("confidentiality-agreement"), entry.extension("jurisdiction")
    if clinic is None:
        entry.wrong("managingOrganization", "missing", "must refer to an Organization of this bundle")
    if external is None or name is None or born is None or basis is None or clinic is None:
        return None
    return RosterChild(
        external=external, name=name, birth_day=born, clinic=clinic,
        clinic_column=entry.at("managingOrganization"),
        jurisdiction=jurisdiction if isinstance(jurisdiction, str) else None, basis=basis, agreement=agreement,
        care_team=team, agency=None, row=entry.place,
    )  # fmt: skip


def edge_of(entry: Entry, adult: str, staff: dict[str, str]) -> RosterEdge | None:
    """What the RelatedPerson is to the child. `staff` leads from references to practitioners' identifiers."""
    authority, (since, until) = _authority(entry), entry.days("period")
    source_path = "extension(authority-source)"
    stated = entry.extension("authority-source") or SOURCE_UNSTATED
    source = entry.cells(source_path, stated).code(entry.at(source_path))
    reference = referenced(entry.extension("verifier"))
    verifier = staff.get(reference) if reference else None
    if reference and verifier is None:
        entry.wrong("extension(verifier)", "unknown-practitioner", "must refer to a Practitioner of this bundle")
    home = entry.yes("lives-with-child")
    if authority is None or since is None or source is None:
        return None
    return RosterEdge(
        adult=adult, authority=authority, since=since, until=until, source=source, verifier=verifier,
        lives_with_child=home, row=entry.place,
    )  # fmt: skip


def check_role(entry: Entry, staff: dict[str, str], clinics: dict[str, str]) -> bool:
    """Whether a PractitionerRole is one of ours, of somebody and somewhere in this bundle."""
    before = len(entry.faults)
    if entry.reference("practitioner") not in staff:
        entry.wrong("practitioner", "unknown-practitioner", "must refer to a Practitioner of this bundle")
    if entry.reference("organization") not in clinics:
        entry.wrong("organization", "unknown-clinic", "must refer to an Organization of this bundle")
    if not ROLES.intersection(entry.codes("code")):
        entry.wrong("code", "unknown-role", f"one of: {', '.join(sorted(ROLES))}")
    return len(entry.faults) == before


def _authority(entry: Entry) -> AuthorityKind | None:
    stated, path = entry.extension("authority"), "extension(authority)"
    if stated is not None:
        return entry.cells(path, stated).one_of(entry.at(path), AuthorityKind, "unknown-authority")
    standings = {STANDINGS[code] for code in entry.codes("relationship") if code in STANDINGS}
    if len(standings) == 1:
        return standings.pop()
    entry.wrong(path, "authority-not-stated", f"one of: {', '.join(kind.value for kind in AuthorityKind)}")
    return None


def _contact(entry: Entry, system: str, channel: Channel) -> RosterContact | None:
    column = entry.at(f"telecom({system})")
    address = entry.cells(f"telecom({system})", entry.telecom(system)).address(column, channel)
    if address is None:
        return None
    return RosterContact(channel=channel.value, address=address, verified=False, row=entry.place, column=column)


def _language(entry: Entry) -> str:
    for item in entry.resource.get("communication") or ():
        concept = item.get("language", item) if isinstance(item, dict) else {}
        for coding in concept.get("coding") or () if isinstance(concept, dict) else ():
            if isinstance(coding, dict) and isinstance(coding.get("code"), str):
                return str(coding["code"])
    return ""
