"""Breaking the glass: the try is on record first, whatever comes of it."""

from datetime import timedelta

from kernel.auth.principal import Kind
from kernel.clock import to_text
from kernel.decision import NOTHING, Decision
from kernel.errors import NotFound
from kernel.service import CommandHandler
from kernel.store.port import Has, Span, Where
from kernel.work import Work
from services.consent.commands.glass import BreakGlass, EndAccess, ReportAttempt, ReviewAccess
from services.consent.decisions import glass
from services.consent.decisions.access import NO_SUCH_CHILD
from services.consent.model import Disclosure, Family
from services.consent.repository import ACCESSES, DISCLOSURES, FAMILIES

DAY = timedelta(days=1)


def report_attempt(command: ReportAttempt, work: Work) -> Decision:
    """An alert when it is somebody to whom the record is closed; for all others nothing happens yet."""
    family = work.known(FAMILIES, command.child)
    if family is None or family.network != work.actor.network or work.actor.kind is not Kind.STAFF:
        return NOTHING
    if not glass.kept_out(family, work.actor.person, _naming(work, family), work.now):
        return NOTHING
    known = work.known(ACCESSES, glass.attempt_id(family.id, work.actor.person, work.now))
    return glass.attempted(family, known, work.actor, work.now)


def break_glass(command: BreakGlass, work: Work) -> Decision:
    """Opened for a clinician of one of the child's clinics; to anybody else the child is not there."""
    family = work.known(FAMILIES, command.child)
    if family is None or glass.kept_out(family, work.actor.person, _naming(work, family), work.now):
        raise NotFound(NO_SUCH_CHILD)
    since = Span(at_least=to_text(work.now - DAY))
    recent = work.find(ACCESSES, {"person": work.actor.person, "opened_at": since}, ("-opened_at",))
    words = work.seal(family.id, command.words)
    return glass.opened(family, command, words, work.actor, recent, work.new_id(), work.now)


def end_access(command: EndAccess, work: Work) -> Decision:
    """By its holder or by a privacy officer."""
    family = work.known(FAMILIES, command.child)
    if family is None or family.network != work.actor.network:
        raise NotFound(glass.NO_SUCH_ACCESS)
    return glass.ended(family, work.known(ACCESSES, command.access), work.actor, work.now)


def review_access(command: ReviewAccess, work: Work) -> Decision:
    """By a privacy officer who is not the one who broke the glass and not of the family."""
    family = glass.officer(work.actor, work.known(FAMILIES, command.child))
    made = work.known(ACCESSES, command.access)
    if made is None or made.child != family.id:
        raise NotFound(glass.NO_SUCH_ACCESS)
    words = work.seal(family.id, command.words)
    return glass.reviewed(made, command.finding, words, work.actor.person, work.now)


def _naming(work: Work, family: Family) -> list[Disclosure]:
    """Matters that are still open and name the one who asks."""
    named: Where = {"child": family.id, "closed_at": None, "about": Has(work.actor.person)}
    return work.find(DISCLOSURES, named, ("-decided_at",))


COMMANDS: dict[type, CommandHandler] = {
    ReportAttempt: report_attempt,
    BreakGlass: break_glass,
    EndAccess: end_access,
    ReviewAccess: review_access,
}
