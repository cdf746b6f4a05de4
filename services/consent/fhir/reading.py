"""A Consent resource as facts. What is ambiguous, or narrower than we can keep, is refused by its FHIRPath."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.codes import ConsentStatus
from contracts.fhir import CONSENT_SYSTEM
from services.consent.fhir import reading_r4, reading_r5, structure
from services.consent.fhir.elements import Around, Element, code_of, only, person_of
from services.consent.fhir.faults import Unclear
from services.consent.fhir.regions import Rule, Said, facts_of
from services.consent.fhir.terms import CATEGORIES, STATUSES, Release
from services.consent.rules.case import CHILD, Consent, Provision

FACTS_MAX = 60  # facts of one document; a form with every class for five people has fewer
RULES_MAX = 100  # provisions of one document; flattening compares each with its neighbours
TEXT_MAX = 200  # characters of an identifier


@dataclass(frozen=True, slots=True)
class Read:
    """What a document says. `source` is its business identifier (system, value)."""

    source: tuple[str, str]
    status: ConsentStatus
    grantor: str
    verified: bool
    said: tuple[Said, ...]

    @property
    def own(self) -> str | None:
        """The consent of ours that it is a copy of."""
        return self.source[1] if self.source[0] == CONSENT_SYSTEM else None

    def consents(self) -> tuple[Consent, ...]:
        """The facts; their ids count from one, ours come when they are kept."""
        return tuple(
            Consent(
                id=str(number),
                grantor=self.grantor,
                grantee=said.grantee,
                classes=said.classes,
                provision=Provision(said.type),
                status=self.status,
                verified=self.verified,
                since=said.since,
                until=said.until,
            )
            for number, said in enumerate(self.said, start=1)
        )


def read(resource: Any, release: Release, around: Around) -> Read:
    """The facts of a Consent about this child; Unclear names the element that keeps them from being clear."""
    structure.check(resource, release)
    form = reading_r4 if release is Release.R4 else reading_r5
    only(resource, "Consent", form.USED, form.UNKEPT)
    if person_of(resource.get(form.SUBJECT), f"Consent.{form.SUBJECT}", around) != CHILD:
        raise Unclear(f"Consent.{form.SUBJECT}", "not-this-child")
    for place, category in enumerate(resource.get("category") or []):
        code_of(category, f"Consent.category[{place}]", CATEGORIES)
    provisions = resource.get("provision") or []
    if _rules(provisions if isinstance(provisions, list) else [provisions]) > RULES_MAX:
        raise Unclear("Consent.provision", "too-many-rules")
    grantor = _one(resource, form.GRANTOR, around)
    if grantor != CHILD and grantor not in around.people:
        raise Unclear(f"Consent.{form.GRANTOR}[0]", "not-on-record")
    said = _said(form.root(resource, around), grantor)
    return Read(_source(resource), _status(resource), grantor, _verified(resource, form.LISTED, grantor, around), said)


def clearly(resource: Any, release: Release, around: Around) -> Read:
    """As `read`, with Invalid as the answer to whoever sent it."""
    try:
        return read(resource, release, around)
    except Unclear as unclear:
        refusal = unclear.refusal()
    # Outside the handler: what was read so far must not hang on the answer.
    raise refusal


def _rules(provisions: Sequence[Element]) -> int:
    """All of them, the nested ones too."""
    count, level = 0, list(provisions)
    while level:
        count += len(level)
        level = [inner for provision in level for inner in provision.get("provision") or []]
    return count


def _said(root: Rule, grantor: str) -> tuple[Said, ...]:
    said = facts_of(root)
    if len(said) > FACTS_MAX:
        raise Unclear(root.path, "too-many-facts")
    if any(item.grantee == grantor for item in said):
        raise Unclear(root.path, "grantor-is-grantee")
    return said


def _one(resource: Element, name: str, around: Around) -> str:
    """Who speaks: exactly one person."""
    listed = resource.get(name) or []
    if not listed:
        raise Unclear(f"Consent.{name}", "required")
    if len(listed) > 1:
        raise Unclear(f"Consent.{name}", "more-than-one")
    return person_of(listed[0], f"Consent.{name}[0]", around)


def _source(resource: Element) -> tuple[str, str]:
    """One business identifier: by it a later revocation is recognised."""
    listed = resource.get("identifier") or []
    if len(listed) != 1:
        raise Unclear("Consent.identifier", "more-than-one" if listed else "required")
    path = "Consent.identifier[0]"
    only(listed[0], path, ("system", "value"), ("use", "type", "period", "assigner"))
    for name in ("system", "value"):
        text = listed[0].get(name)
        if not isinstance(text, str) or not text.strip() or len(text) > TEXT_MAX:
            raise Unclear(f"{path}.{name}", "required")
    return str(listed[0]["system"]), str(listed[0]["value"])


def _status(resource: Element) -> ConsentStatus:
    status = STATUSES.get(str(resource.get("status")))
    if status is None:
        raise Unclear("Consent.status", "not-a-choice")
    return status


def _verified(resource: Element, listed: bool, grantor: str, around: Around) -> bool:
    """Somebody has checked that the grantor said so. Silence is no check; a yes beside a no is no answer."""
    words: set[bool] = set()
    for place, item in enumerate(resource.get("verification") or []):
        path = f"Consent.verification[{place}]"
        only(item, path, ("verified", "verifiedWith"), ("verificationDate", "verificationType", "verifiedBy"))
        _with_grantor(item.get("verifiedWith"), listed, f"{path}.verifiedWith", grantor, around)
        words.add(item["verified"])
    if len(words) > 1:
        raise Unclear("Consent.verification", "contradicts")
    return words == {True}


def _with_grantor(given: Any, listed: bool, path: str, grantor: str, around: Around) -> None:
    """Checking with anybody else proves nothing of what the grantor wants."""
    references: list[Mapping[str, Any]] = given or [] if listed else [given] if given else []
    for reference in references:
        if person_of(reference, path, around) != grantor:
            raise Unclear(path, "not-the-grantor")
