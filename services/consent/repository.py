"""Collections with their indexes, the packs, and the few questions asked of them."""

import hashlib
from functools import cache
from pathlib import Path

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, Has, Index
from kernel.work import Work
from services.consent.model import Clinic, Disclosure, Family, Ground, Person, Trail
from services.consent.model.glass import Access
from services.consent.rules.packs import Book, Pack, book_from
from services.consent.settings import CASELOAD_MAX

FAMILIES = Kind(
    Family,
    Collection("families", (Index(("network", "clinics")), Index(("care_team",)), Index(("people",)))),
)
PERSONS = Kind(Person, Collection("persons"))
CLINICS = Kind(Clinic, Collection("clinics", (Index(("network",)),)))
DISCLOSURES = Kind(Disclosure, Collection("disclosures", (Index(("child", "-decided_at")),)))

TRAILS = Kind(Trail, Collection("trails", (Index(("child",)), Index(("network", "review")))))

ACCESSES = Kind(
    Access,
    Collection(
        "accesses",
        (
            Index(("child", "person", "-opened_at")),
            Index(("person", "-opened_at")),
            Index(("network", "reviewed", "review_due")),
            Index(("network", "-opened_at")),
        ),
    ),
)

KINDS = (FAMILIES, PERSONS, CLINICS, DISCLOSURES, TRAILS, ACCESSES)

HERE = Path(__file__).parent


@cache
def shipped() -> Book:
    """The packs that come with the product; PacksWrong at the first use when the file does not fit."""
    return book_from((HERE / "packs" / "jurisdictions.json").read_text(encoding="utf-8"))


@cache
def packs() -> dict[str, Pack]:
    """The shipped pack of every jurisdiction, its newest period."""
    return {place: periods[-1] for place, periods in shipped().periods.items()}


@cache
def rules_version() -> str:
    """Twelve characters that change with any line of the rules."""
    content = hashlib.sha256()
    for path in sorted((HERE / "rules").rglob("*.py")):
        content.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()[:12]


def policy_version(pack: Pack | None) -> str:
    """Which rules and which pack an answer rests on: two short hashes, `none` where no pack is on file."""
    return f"{rules_version()}.{pack.version if pack else 'none'}"


def ground(source: Work | Reader, family: Family, clinic: str) -> Ground:
    """What a decision about this child in this clinic rests on besides the family. The child's jurisdiction counts."""
    found = source.known(CLINICS, clinic)
    pack = packs().get(family.jurisdiction)
    same_network = found is not None and found.network == family.network
    return Ground(clinic=found if same_network else None, pack=pack, policy=policy_version(pack))


def families_of_clinic(reader: Reader, network: str, clinic: str) -> list[Family]:
    """All children of a clinic."""
    return reader.find(FAMILIES, {"network": network, "clinics": Has(clinic)}, ("_id",), CASELOAD_MAX)


def families_of_practitioner(reader: Reader, person: str) -> list[Family]:
    """All children whom this member of staff looks after."""
    return reader.find(FAMILIES, {"care_team": Has(person)}, ("_id",), CASELOAD_MAX)


def families_of_adult(reader: Reader, person: str) -> list[Family]:
    """All children around whom this adult is on record."""
    return reader.find(FAMILIES, {"people": Has(person)}, ("_id",), CASELOAD_MAX)
