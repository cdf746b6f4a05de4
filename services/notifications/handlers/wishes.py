"""Preferences of a person, boundaries of a child."""

from kernel.auth.principal import Kind
from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.work import Work
from services.notifications.commands import SetBoundary, SetPreferences
from services.notifications.decisions import wishes
from services.notifications.gateways import is_person_of_asker
from services.notifications.queries.access import may_touch, may_write_to
from services.notifications.repository import BOUNDARIES, CHILDREN, PREFERENCES, children_of


def set_preferences(command: SetPreferences, work: Work) -> Decision:
    """One's own; the desk may say for somebody what they said at the desk."""
    actor, person = work.actor, command.person
    if actor.kind is Kind.GUARDIAN and person != actor.person:
        raise NotFound("no-such-person")
    if actor.kind is not Kind.GUARDIAN:
        known = may_write_to(actor, children_of(work, person)) and is_person_of_asker(work.call, person, actor)
        if not known:
            raise NotFound("no-such-person")
    kept = work.known(PREFERENCES, person)
    return wishes.preferred(kept, command.wished, person, actor.network or "", actor.person, work.now)


def set_boundary(command: SetBoundary, work: Work) -> Decision:
    """By whoever looks after the child."""
    child = work.known(CHILDREN, command.child)
    if child is None or not may_touch(work.actor, child):
        raise NotFound("no-such-child")
    known = work.known(BOUNDARIES, command.child)
    return wishes.bounded(known, command.lines, command.child, child.network, work.actor.person, work.now)
