"""Row-level rights of staff: their network, and the care team or a role in one of the child's clinics."""

from collections.abc import Sequence

from kernel.auth.principal import Principal, Role
from services.notifications.decisions.thread_tasks import desk_of
from services.notifications.model import Child, Disclosure, Task

CLINIC_ROLES = (Role.SUPERVISOR, Role.CLINIC_ADMIN, Role.FRONT_DESK)


def may_touch(staff: Principal, child: Child, *roles: Role) -> bool:
    """In the care team, or holds one of `roles` (default: those that serve a whole clinic) where the child is treated.

    Never for an adult of the child's own family: as staff they see nothing of it.
    """
    if staff.network != child.network or staff.person in child.adults:
        return False
    held = any(staff.has(role, clinic) for clinic in child.clinics for role in roles or CLINIC_ROLES)
    return staff.person in child.care_team or held


def may_take(staff: Principal, disclosure: Disclosure, child: Child) -> bool:
    """Staff of the child, or whom the disclosure names; never whom it is about, never an adult of the family."""
    if staff.person in disclosure.about:
        return False
    named = staff.person in disclosure.humans and staff.network == child.network and staff.person not in child.adults
    return named or may_touch(staff, child)


def may_finish(staff: Principal, task: Task, child: Child | None) -> bool:
    """Named on the task, or responsible for a clinic that is, or supervisor of its clinic.

    Never of the child's own family or whom the matter is about.
    """
    if staff.network != task.network or staff.person in task.about:
        return False
    if child is not None and staff.person in child.adults:
        return False
    named = staff.person in task.assignees or any(clinic in task.assignees for clinic in responsible_for(staff))
    return named or staff.has(Role.SUPERVISOR, task.clinic)


def may_act(staff: Principal, tasks: Sequence[Task], child: Child | None) -> bool:
    """Named on one of them, and nothing keeps them from it."""
    return any(staff.person in task.assignees and may_finish(staff, task, child) for task in tasks)


def responsible_for(staff: Principal) -> list[str]:
    """The clinics whose last resort this person is: supervised or administered. The network, for a privacy officer.

    And the desks at which they sit.
    """
    clinics = _where(staff, Role.SUPERVISOR, Role.CLINIC_ADMIN)
    desks = [desk_of(clinic) for clinic in _where(staff, Role.FRONT_DESK, Role.CLINIC_ADMIN)]
    network = [staff.network] if staff.network and staff.has(Role.PRIVACY_OFFICER) else []
    return [*clinics, *desks, *network]


def _where(staff: Principal, *roles: Role) -> list[str]:
    return sorted(clinic for clinic in staff.clinics() if any(staff.has(role, clinic) for role in roles))


def may_write_to(staff: Principal, children: Sequence[Child]) -> bool:
    """Whether a member of staff may see and set the addresses of an adult around these children.

    Messages and codes go where an address says: an adult of the same family never sets another's, and a clinic that
    looks after none of the children has no business with it. Somebody around whom no child is known is open to all.
    """
    if any(staff.person in child.adults for child in children):
        return False
    return not children or any(may_touch(staff, child) for child in children)
