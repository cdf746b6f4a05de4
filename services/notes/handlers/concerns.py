"""Concerns: load, check who asks, seal, decide."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.store.port import Wanted
from kernel.work import Work
from services.notes import gateways
from services.notes.commands import CloseConcern, ConcernDraft, RaiseConcern
from services.notes.decisions import access, concerns, texts
from services.notes.decisions.safety import report_for
from services.notes.handlers.reach import clinical, concern_of
from services.notes.model.child import Child
from services.notes.model.concern import CLOSURE_CHARACTERS_MAX, Closure, Concern
from services.notes.repository import CHILDREN


def raise_concern(command: RaiseConcern, work: Work) -> Decision:
    """A concern needs no note."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    _, decision = raised(child, command.concern, command.clinic, None, work)
    return decision


def close_concern(command: CloseConcern, work: Work) -> Decision:
    """Dealt with, in the words of the one who says so."""
    concern = concern_of(command.child, command.concern, work)
    texts.checked(command.words, "words", CLOSURE_CHARACTERS_MAX)
    words = work.seal(concern.child, command.words)
    closure = Closure(reason=command.reason, words=words, closed_by=work.actor.person, closed_at=work.now)
    return concerns.closed(concern, closure)


def raised(
    child: Child, draft: ConcernDraft, clinic: str, note: str | None, work: Work
) -> tuple[Concern, Decision]:
    """The concern sealed and decided, for whoever raises one: alone, with a note, or because a score says so."""
    known = child.persons if set(draft.about) <= child.persons else child.persons | gateways.adults_of(work, child.id)
    concerns.checked_concern(draft, known)
    concern, decision = concerns.raised(
        draft,
        work.seal(child.id, draft.wording),
        id=work.new_id(),
        child=child.id,
        clinic=clinic,
        note=note,
        by=work.actor.person,
        at=work.now,
    )
    report = report_for(concern)
    return concern, decision if report is None else replace(decision, changes=(*decision.changes, report))


COMMANDS: dict[type, CommandHandler] = {RaiseConcern: raise_concern, CloseConcern: close_concern}

FORESEES: dict[type, Callable[[Any], Sequence[Wanted]]] = {
    RaiseConcern: lambda command: [Wanted(CHILDREN.collection, (command.child,))],
}
