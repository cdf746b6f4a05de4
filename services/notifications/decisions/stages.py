"""Which words greet a guardian on the secure page: chosen by the stage of the work, each change on record."""

from dataclasses import replace

from contracts.codes import DisclosureClass, MessageClass
from contracts.notes import StageChanged
from kernel.decision import NOTHING, Decision
from services.notifications.model import Disclosure, Moved, Stage

MOVES_KEPT = 50
GREETED_AS = DisclosureClass.GOALS_PROGRESS
"""How far the work has come is progress: whoever may not know of progress is greeted as everybody is."""


def stage_id(child: str, clinic: str) -> str:
    """One document for each child in each clinic."""
    return f"{child}:{clinic}"


def moved(event: StageChanged, known: Stage | None) -> Decision:
    """The change at its place in time; told again or late it changes nothing for the worse."""
    move = Moved(stage=event.stage, at=event.changed_at, ended=event.ending is not None)
    if known is not None and move in known.moves:
        return NOTHING
    place = known or Stage(id=stage_id(event.child, event.clinic), child=event.child, clinic=event.clinic, moves=())
    moves = tuple(sorted((*place.moves, move), key=lambda item: item.at))[-MOVES_KEPT:]
    facts = {"stage": event.stage.value, "template": greeting(event.stage.value)}
    return Decision(changes=(replace(place, moves=moves),), facts=facts)


def greeting(stage: str) -> str:
    """The template of a stage."""
    return f"page-greeting-{stage}"


def greets(disclosure: Disclosure) -> bool:
    """Not above words about danger."""
    return disclosure.message_class is not MessageClass.SAFETY
