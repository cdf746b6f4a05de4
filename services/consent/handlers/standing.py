"""The family a message is about, loaded for somebody who may touch it."""

from kernel.command import OfChild
from kernel.errors import Refusal
from kernel.work import Work
from services.consent.decisions import access
from services.consent.decisions.trails import Act
from services.consent.model import Family, Trail
from services.consent.repository import FAMILIES, TRAILS


def family_of(command: OfChild, work: Work) -> Family:
    """The family, for somebody who may work on it; to anybody else it is not there."""
    return access.required(work.actor, work.known(FAMILIES, command.child))


def registered(child: str, work: Work) -> Family:
    """A concern about a child nobody has registered stops that child's stream, with an alert, until somebody has."""
    family = work.known(FAMILIES, child)
    if family is None:
        raise Refusal("child-not-registered")
    return family


def trail_of(fact: str, work: Work) -> Trail | None:
    """What is on paper of a fact; None when it came before there were trails."""
    return work.known(TRAILS, fact)


def act(work: Work) -> Act:
    """Who asks, now."""
    return Act(work.actor.person, work.now)
