"""What comes in from other systems: who may not touch the child never learns whether the document was clear."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import exchange
from services.consent.fhir.elements import Around
from services.consent.fhir.reading import clearly
from services.consent.handlers.standing import family_of
from services.consent.repository import IMPORTS


def import_consent(command: commands.ImportConsent, work: Work) -> Decision:
    """Read against the family on record, then given or revoked."""
    family = family_of(command, work)
    read = clearly(command.document, command.release, Around(family.id, family.people))
    known = work.known(IMPORTS, exchange.import_id(family.id, read))
    ids = [work.new_id() for _ in read.said]
    return exchange.taken_in(family, read, known, ids, work.now)


COMMANDS: dict[type, CommandHandler] = {commands.ImportConsent: import_consent}
