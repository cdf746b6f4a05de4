"""What a wording of the vision, and a yes to it, lead to."""

from dataclasses import replace
from datetime import datetime

from contracts.goals import VisionAgreed
from kernel.auth.principal import Principal
from kernel.chance import derived_id
from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.kind import Sealed
from services.goals.commands import AgreeVision, WriteVision
from services.goals.decisions.goals import in_order
from services.goals.decisions.voices import EVERY_VOICE, own_or_child, require_revision, with_voice
from services.goals.model.vision import Vision
from services.goals.model.voice import Voice


def written(command: WriteVision, newest: Vision | None, text: Sealed, asker: Principal, now: datetime) -> Decision:
    """A new wording that nobody has agreed to yet. Stale when another was written meanwhile."""
    known = newest.revision if newest else 0
    require_revision(command.revision, known)
    revision = known + 1
    made = Vision(
        id=derived_id("vision", command.child, command.clinic, str(revision)),
        child=command.child,
        clinic=command.clinic,
        revision=revision,
        text=text,
        voices=in_order(Voice.THERAPIST, *(command.voices or EVERY_VOICE)),
        agreements=(),
        written_by=asker.person,
        written_at=now,
    )
    return Decision(changes=(made,), reply={"revision": revision}, facts={"vision": made.id})


def agreed(command: AgreeVision, newest: Vision | None, asker: Principal, now: datetime) -> Decision:
    """One more voice to the newest wording; the last that is needed makes it the shared one, once."""
    if newest is None:
        raise NotFound("no-such-vision")
    require_revision(command.revision, newest.revision)
    yes = with_voice(newest.agreements, own_or_child(command.voice, asker), asker, now)
    changed = replace(newest, agreements=yes)
    event = VisionAgreed(child=newest.child, vision=newest.id, clinic=newest.clinic, agreed_at=now)
    new = changed.agreed and not newest.agreed
    reply = {"revision": newest.revision, "agreed": changed.agreed}
    return Decision(changes=(changed,), events=(event,) if new else (), reply=reply, facts={"vision": newest.id})
