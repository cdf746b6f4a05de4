"""Whose voice is raised, and what an agreement leads to: the same for goals and for the vision."""

from datetime import datetime

from kernel.auth.principal import Kind, Principal
from kernel.errors import Forbidden, Stale
from services.goals.model.voice import Agreement, Voice

EVERY_VOICE = tuple(Voice)


def voice_of(named: Voice | None, asker: Principal) -> Voice:
    """A guardian speaks for the guardians; clinicians for themselves, and for a child whom they have heard.

    Forbidden when a guardian names another voice than their own.
    """
    own = Voice.GUARDIAN if asker.kind is Kind.GUARDIAN else Voice.THERAPIST
    if named is not None and named is not own and own is Voice.GUARDIAN:
        raise Forbidden("not-your-voice")
    return named or own


def own_or_child(named: Voice | None, asker: Principal) -> Voice:
    """As `voice_of`, and clinicians never speak for a guardian: a yes of theirs is theirs to give."""
    voice = voice_of(named, asker)
    if voice is Voice.GUARDIAN and asker.kind is not Kind.GUARDIAN:
        raise Forbidden("not-your-voice")
    return voice


def with_voice(
    agreements: tuple[Agreement, ...], voice: Voice, asker: Principal, now: datetime
) -> tuple[Agreement, ...]:
    """Agreed once is agreed; the same person's second yes changes nothing."""
    known = any(agreement.voice is voice and agreement.person == asker.person for agreement in agreements)
    return agreements if known else (*agreements, Agreement(voice=voice, person=asker.person, at=now))


def require_revision(read: int | None, revision: int) -> None:
    """Nobody agrees to, or overwrites, other words than those they have read. None: whatever they are."""
    if read is not None and read != revision:
        raise Stale("worded-anew")
