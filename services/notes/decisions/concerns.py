"""Raising and closing a safety concern. The event says what sort of worry it is; the words stay sealed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from contracts.notes import ConcernClosed, ConcernRaised
from kernel.auth.principal import Principal
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid
from kernel.kind import Sealed
from services.notes.commands import ConcernDraft
from services.notes.decisions import texts
from services.notes.model.answer import Answer
from services.notes.model.concern import (
    ABOUT_MAX,
    WORDING_CHARACTERS_MAX,
    Closure,
    ClosureReason,
    Concern,
    ConcernState,
)

OWNER = "notes"  # how disclosures name the service that keeps a concern's words


def checked_concern(draft: ConcernDraft, persons: Collection[str]) -> ConcernDraft:
    """The draft, with words to say and nobody named who is unknown around this child."""
    texts.checked(draft.wording, "wording", WORDING_CHARACTERS_MAX)
    if len(draft.about) > ABOUT_MAX:
        raise Invalid("about-refused", {"about": ["too-many"]})
    if not set(draft.about) <= set(persons):
        raise Invalid("about-refused", {"about": ["unknown"]})
    return draft


def raised(
    draft: ConcernDraft, wording: Sealed, *, id: str, child: str, clinic: str, note: str | None, by: str, at: datetime
) -> tuple[Concern, Decision]:
    """The concern and the decision that holds it, whether it comes with a note or alone."""
    concern = Concern(
        id=id,
        child=child,
        clinic=clinic,
        note=note,
        kind=draft.kind,
        severity=draft.severity,
        about=tuple(sorted(set(draft.about))),
        child_told=draft.child_told,
        wording=wording,
        state=ConcernState.OPEN,
        raised_by=by,
        raised_at=at,
        closure=None,
    )
    facts = {"concern": id, "kind": concern.kind.value, "severity": concern.severity.value}
    return concern, Decision(changes=(concern,), events=(_event(concern),), reply={"concern": id}, facts=facts)


def _event(concern: Concern) -> ConcernRaised:
    return ConcernRaised(
        child=concern.child,
        concern=concern.id,
        note=concern.note,
        clinic=concern.clinic,
        kind=concern.kind,
        severity=concern.severity,
        about=concern.about,
        child_told=concern.child_told,
        raised_by=concern.raised_by,
        raised_at=concern.raised_at,
    )


def is_about(concern: Concern, asker: Principal) -> bool:
    """Whoever the harm is said to come from neither sees the concern nor closes it, staff included."""
    return asker.person in concern.about


def opens_to(concern: Concern, answer: Answer, person: str) -> bool:
    """The permitted disclosure is of this very concern, which is neither about the reader nor a mistake."""
    mistaken = concern.closure is not None and concern.closure.reason is ClosureReason.ENTERED_IN_ERROR
    disclosed = answer.permits and (answer.item_service, answer.item) == (OWNER, concern.id)
    return disclosed and not mistaken and person not in concern.about


def closed(concern: Concern, closure: Closure) -> Decision:
    """An open concern closes once."""
    if concern.state is not ConcernState.OPEN:
        raise Forbidden("concern-closed")
    event = ConcernClosed(
        child=concern.child,
        concern=concern.id,
        clinic=concern.clinic,
        reason=closure.reason.value,
        closed_by=closure.closed_by,
        closed_at=closure.closed_at,
    )
    changed = replace(concern, state=ConcernState.CLOSED, closure=closure)
    facts = {"concern": concern.id, "reason": closure.reason.value}
    return Decision(changes=(changed,), events=(event,), reply={"concern": concern.id}, facts=facts)
