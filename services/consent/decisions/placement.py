"""The child moves from some carers to others: in one commit the old ones have no say and no view, the new ones come
onto the record. Nothing about who leaves is guessed.
"""

from collections.abc import Mapping
from dataclasses import replace

from contracts.codes import AuthorityKind, BasisChange, ConsentStatus
from contracts.consent import BasisChanged
from kernel.chance import derived_id
from kernel.decision import Decision
from kernel.errors import Invalid
from services.consent.commands import Carer, ChangePlacement
from services.consent.decisions.delegations import capped
from services.consent.decisions.evidence import moved
from services.consent.decisions.facts import joined, on_record, one_more, with_adult
from services.consent.decisions.trails import Act, Subject, begun, grown
from services.consent.model import FactSort, Family, StepKind, Trail
from services.consent.rules.case import Adult, Authority, Consent
from services.consent.rules.facts import CARE_KINDS

PLACED = frozenset({AuthorityKind.FOSTER, AuthorityKind.KINSHIP})


def change_placement(
    family: Family, known: Mapping[str, Trail | None], command: ChangePlacement, id: str, act: Act
) -> Decision:
    """An event and a position for each carer who leaves and each who arrives."""
    _checked(family, command, act)
    after, events, trails = family, [], []
    for person in sorted(set(command.leaving)):
        after, said = _left(after, command, person)
        events.append(said)
    ends = [_ended_trail(family, edge, known.get(edge.id), command, act) for edge in leaving(family, command)]
    for carer in command.arriving:
        edge = _edge(command, carer, derived_id(id, carer.person))
        after, said = _arrived(after, carer, edge)
        events.append(said)
        trails.append(_trail(family, edge, command.document, act))
    after = capped(after, act.at)
    reply = {"authorities": [trail.id for trail in trails], "position": after.position}
    facts = {"leaving": ",".join(sorted(set(command.leaving))), "arriving": ",".join(t.person or "" for t in trails)}
    return Decision(
        changes=(after, *trails, *ends),
        events=(*events, *joined(family, after)),
        reply={"child": family.id, **reply},
        facts={"document": command.document, "position": str(after.position), **facts},
    )


def leaving(family: Family, command: ChangePlacement) -> list[Authority]:
    """The edges that end."""
    return [edge for edge in family.authorities for person in command.leaving if _cares(edge, person, command)]


def _checked(family: Family, command: ChangePlacement, act: Act) -> None:
    if command.since > act.at:
        raise Invalid("in-future", {"since": ["in-future"]})
    arriving = [carer.person for carer in command.arriving]
    if len(set(arriving)) < len(arriving) or set(arriving) & set(command.leaving):
        raise Invalid("named-twice", {"arriving": ["named-twice"]})
    if any(carer.kind not in PLACED for carer in command.arriving):
        raise Invalid("not-a-placement", {"arriving": ["not-a-placement"]})
    for person in command.leaving:
        on_record(family, person, "leaving")
        if not any(_cares(edge, person, command) for edge in family.authorities):
            raise Invalid("not-placed-there", {"leaving": ["not-placed-there"]})


def _cares(edge: Authority, person: str, command: ChangePlacement) -> bool:
    return edge.person == person and edge.kind in CARE_KINDS and edge.holds(command.since)


def _left(family: Family, command: ChangePlacement, person: str) -> tuple[Family, BasisChanged]:
    """Without standing of their own they keep nothing that they were told for the child's care."""
    edges = tuple(
        replace(edge, until=command.since) if _cares(edge, person, command) else edge for edge in family.authorities
    )
    stays = any(edge.person == person and edge.holds(command.since) for edge in edges)
    consents = family.consents if stays else tuple(_ended(item, command, person) for item in family.consents)
    adult = replace(_adult(family, person), lives_with_child=False, household=None)
    after = with_adult(replace(family, authorities=edges, consents=consents), adult)
    return moved(after, BasisChange.AUTHORITY, "placement-ended", person, command.since)


def _ended(consent: Consent, command: ChangePlacement, person: str) -> Consent:
    if consent.grantee != person or consent.status is not ConsentStatus.ACTIVE:
        return consent
    end = max(consent.since, command.since)
    return replace(consent, until=end if consent.until is None else min(consent.until, end))


def _arrived(family: Family, carer: Carer, edge: Authority) -> tuple[Family, BasisChanged]:
    adult = replace(_adult(family, carer.person), lives_with_child=True, household=carer.household)
    after = with_adult(replace(family, authorities=one_more(family.authorities, edge)), adult)
    return moved(after, BasisChange.AUTHORITY, "placed", carer.person, edge.since)


def _edge(command: ChangePlacement, carer: Carer, id: str) -> Authority:
    return Authority(id=id, person=carer.person, kind=carer.kind, since=command.since, source=command.source)


def _adult(family: Family, person: str) -> Adult:
    return next((item for item in family.adults if item.person == person), Adult(person=person))


def _ended_trail(family: Family, edge: Authority, known: Trail | None, command: ChangePlacement, act: Act) -> Trail:
    step = act.step(StepKind.ENDED, document=command.document, until=edge.until)
    return grown(known, family, Subject(id=edge.id, sort=FactSort.AUTHORITY, person=edge.person), step)


def _trail(family: Family, edge: Authority, document: str, act: Act) -> Trail:
    subject = Subject(id=edge.id, sort=FactSort.AUTHORITY, person=edge.person)
    return begun(family, subject, act.step(StepKind.RECORDED, document=document))
