"""Who lives in which home of the child."""

from collections.abc import Collection
from datetime import datetime

from kernel.auth.principal import Principal
from kernel.decision import Decision
from kernel.errors import Invalid
from kernel.kind import Sealed
from services.goals.commands import SetHousehold
from services.goals.decisions import texts
from services.goals.model.child import Child
from services.goals.model.household import HOUSEHOLDS_MAX, LABEL_CHARACTERS_MAX, Household


def require_fitting(command: SetHousehold, child: Child, others: Collection[Household]) -> None:
    """Adults of the child, none of whom lives in another of its homes."""
    elsewhere = {person for home in others for person in home.guardians}
    faults = {
        "label": texts.problem(command.label, LABEL_CHARACTERS_MAX),
        "guardians": _guardians(command.guardians, child, elsewhere),
        "household": "too-many" if command.household is None and len(others) >= HOUSEHOLDS_MAX else None,
    }
    found = {field: [code] for field, code in faults.items() if code}
    if found:
        raise Invalid("household-refused", found)


def _guardians(guardians: tuple[str, ...], child: Child, elsewhere: set[str]) -> str | None:
    if not guardians:
        return "empty"
    if not set(guardians) <= set(child.adults):
        return "unknown"
    return "elsewhere" if set(guardians) & elsewhere else None


def kept(command: SetHousehold, id: str, label: Sealed, by: Principal, now: datetime) -> Decision:
    """One home, as it is now."""
    home = Household(
        id=id,
        child=command.child,
        clinic=command.clinic,
        label=label,
        guardians=tuple(sorted(set(command.guardians))),
        changed_by=by.person,
        changed_at=now,
    )
    return Decision(changes=(home,), reply={"household": id}, facts={"household": id})
