"""Collections with their indexes, the packs, and the few questions asked of them."""

from dataclasses import replace
from datetime import datetime

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, Has, Index
from kernel.work import Work
from services.consent.decisions.rota import on_call_at
from services.consent.model import (
    Clinic,
    Disclosure,
    Family,
    FormTemplate,
    Ground,
    Person,
    SharedSession,
    SharingAgreement,
    Trail,
    Transfer,
)
from services.consent.model.calendar import Swept
from services.consent.model.exchange import Imported
from services.consent.model.glass import Access
from services.consent.model.ground import day_of
from services.consent.model.report import Report
from services.consent.model.rota import Rota
from services.consent.packs.kept import PACK_SCHEDULES, PACK_VERSIONS, in_force
from services.consent.packs.kept import packs as packs
from services.consent.packs.kept import shipped as shipped
from services.consent.rules.packs import Pack
from services.consent.rules.version import rules_version
from services.consent.settings import CASELOAD_MAX

FAMILIES = Kind(
    Family,
    Collection("families", (Index(("network", "clinics")), Index(("care_team",)), Index(("people",)))),
)
PERSONS = Kind(Person, Collection("persons"))
CLINICS = Kind(Clinic, Collection("clinics", (Index(("network",)),)))
ROTAS = Kind(Rota, Collection("rotas"))
DISCLOSURES = Kind(
    Disclosure, Collection("disclosures", (Index(("child", "-decided_at")), Index(("clinic", "decided_at"))))
)

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

TRAILS = Kind(Trail, Collection("trails", (Index(("child",)), Index(("network", "review")))))

IMPORTS = Kind(Imported, Collection("imports"))
SWEPT = Kind(Swept, Collection("swept"))
REPORTS = Kind(Report, Collection("reports", (Index(("child", "at")),)))

FORMS = Kind(FormTemplate, Collection("forms", (Index(("clinic", "form", "version")),)))
AGREEMENTS = Kind(SharingAgreement, Collection("agreements", (Index(("child", "-number")),)))
AGREEMENTS_MAX = 200  # versions for one child: one a month for a whole childhood
TRANSFERS = Kind(
    Transfer, Collection("transfers", (Index(("child", "-proposed_at")), Index(("receiver", "state", "expires_at"))))
)
SHARED_SESSIONS = Kind(SharedSession, Collection("shared_sessions", (Index(("session",)),)))
SHARED_SESSIONS_MAX = 20  # of one id: it is recorded once in a network
KINDS = (
    FAMILIES,
    PERSONS,
    CLINICS,
    DISCLOSURES,
    TRAILS,
    SHARED_SESSIONS,
    TRANSFERS,
    AGREEMENTS,
    FORMS,
    ACCESSES,
    PACK_VERSIONS,
    PACK_SCHEDULES,
    IMPORTS,
    REPORTS,
    SWEPT,
    ROTAS,
)


def policy_version(pack: Pack | None) -> str:
    """Which rules and which pack an answer rests on: two short hashes, `none` where no pack is on file."""
    return f"{rules_version()}.{pack.version if pack else 'none'}"


def ground(source: Work | Reader, family: Family, clinic: str, at: datetime | None = None) -> Ground:
    """What a decision about this child in this clinic rests on besides the family. The child's jurisdiction counts.

    The packs are those in force at `at` (default: now), in the period in which its day lies.
    """
    found = source.known(CLINICS, clinic)
    here = found if found is not None and found.network == family.network else None
    moment = source.now if at is None else at
    pack = in_force(source, family.network, moment).on(family.jurisdiction, day_of(here, moment))
    return Ground(clinic=here, pack=pack, policy=policy_version(pack))


def on_duty(source: Work | Reader, base: Ground, clinic: str) -> Ground:
    """The ground with whose shift it is now, for decisions that name humans."""
    kept = source.known(ROTAS, clinic)
    return base if kept is None else replace(base, on_shift=on_call_at(kept.shifts, source.now))


def families_of_clinic(reader: Reader, network: str, clinic: str) -> list[Family]:
    """All children of a clinic."""
    return reader.find(FAMILIES, {"network": network, "clinics": Has(clinic)}, ("_id",), CASELOAD_MAX)


def families_of_practitioner(reader: Reader, person: str) -> list[Family]:
    """All children whom this member of staff looks after."""
    return reader.find(FAMILIES, {"care_team": Has(person)}, ("_id",), CASELOAD_MAX)


def families_of_adult(reader: Reader, person: str) -> list[Family]:
    """All children around whom this adult is on record."""
    return reader.find(FAMILIES, {"people": Has(person)}, ("_id",), CASELOAD_MAX)
