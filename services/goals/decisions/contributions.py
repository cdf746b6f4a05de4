"""Whose words they are, who may read them, and when a concern is answered."""

from dataclasses import replace
from datetime import datetime

from kernel.auth.principal import Principal
from kernel.decision import NOTHING, Decision
from kernel.errors import Forbidden
from kernel.kind import Sealed
from services.goals.commands import Contribute
from services.goals.decisions.voices import own_or_child
from services.goals.model.contribution import Contribution, Topic
from services.goals.model.voice import Voice


def made(command: Contribute, text: Sealed, asker: Principal, *, id: str, now: datetime) -> Decision:
    """Verbatim, under the name of whoever said it; what the child likes is for everybody who may know."""
    said = Contribution(
        id=id,
        child=command.child,
        clinic=command.clinic,
        topic=command.topic,
        voice=own_or_child(command.voice, asker),
        text=text,
        by=asker.person,
        at=now,
        released=command.topic is Topic.ABOUT_ME,
    )
    return Decision(changes=(said,), reply={"contribution": id}, facts={"contribution": id})


def shown_to(said: Contribution, person: str) -> bool:
    """A guardian reads their own words and what its author has released; never what the child said in confidence."""
    return said.released or (said.voice is Voice.GUARDIAN and said.by == person)


def released(said: Contribution) -> Decision:
    """Once given, it has been read."""
    changed = replace(said, released=True)
    return NOTHING if said.released else Decision(changes=(changed,), facts={"contribution": said.id})


def answered(said: Contribution, answer: Sealed, by: Principal, now: datetime) -> Decision:
    """A concern, once."""
    if not said.waits:
        raise Forbidden("nothing-to-answer")
    changed = replace(said, answer=answer, answered_by=by.person, answered_at=now)
    return Decision(changes=(changed,), reply={"contribution": said.id}, facts={"contribution": said.id})
