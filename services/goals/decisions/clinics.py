"""What a clinic sets, and who may set it."""

from dataclasses import replace
from datetime import datetime

from kernel.auth.principal import Principal, Role
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid
from services.goals.commands import RecordLicence, SetClinicRules
from services.goals.decisions import texts
from services.goals.model.clinic import REFERENCE_CHARACTERS_MAX, ClinicRules, Licence
from services.goals.model.instrument import INSTRUMENTS

ALLIANCE_DROPS = range(1, 31)
PRACTICE_CAPS = range(1, 4)


def require_setter(asker: Principal, clinic: str) -> str:
    """Supervisors and administrators of the clinic itself; the network they act in."""
    if not (asker.has(Role.SUPERVISOR, clinic) or asker.has(Role.CLINIC_ADMIN, clinic)) or asker.network is None:
        raise Forbidden("not-your-clinic")
    return asker.network


def require_same_network(known: ClinicRules, network: str) -> None:
    """A clinic of another network is not theirs, whatever it is called."""
    if known.network != network:
        raise Forbidden("not-your-clinic")


def changed(command: SetClinicRules, known: ClinicRules) -> Decision:
    """From now on; what was said before stays said."""
    faults = {
        "alliance_drop": None if command.alliance_drop in ALLIANCE_DROPS else "out-of-range",
        "practice_cap": None if command.practice_cap in PRACTICE_CAPS else "out-of-range",
    }
    if found := {field: [code] for field, code in faults.items() if code}:
        raise Invalid("rules-refused", found)
    rules = replace(known, alliance_drop=command.alliance_drop, practice_cap=command.practice_cap)
    return Decision(changes=(rules,), reply={"clinic": known.id}, facts={"clinic": known.id})


def licensed(command: RecordLicence, known: ClinicRules, by: Principal, now: datetime) -> Decision:
    """The newest reference counts."""
    texts.require(command.reference, "reference", REFERENCE_CHARACTERS_MAX)
    if not any(one.code == command.instrument and one.licensed for one in INSTRUMENTS.values()):
        raise Invalid("licence-refused", {"instrument": ["needs-none"]})
    new = Licence(
        instrument=command.instrument, reference=command.reference, recorded_by=by.person, recorded_at=now
    )
    others = tuple(licence for licence in known.licences if licence.instrument != command.instrument)
    rules = replace(known, licences=(*others, new))
    return Decision(changes=(rules,), reply={"clinic": known.id}, facts={"instrument": command.instrument})
