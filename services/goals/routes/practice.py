"""Skill cards and home practice."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.goals import commands
from services.goals.queries import practice as kept
from services.goals.routes.doors import CHILD, CLINICAL, EITHER
from services.goals.schemas import practice as schemas

practice = Blueprint("practice", __name__, description="Skill cards and home practice")
CARDS = "/clinics/<string:clinic>/cards"
PRACTICES = f"{CHILD}/practices"
PRACTICE = f"{PRACTICES}/<string:practice>"
PAUSE = f"{CHILD}/practice-pause"


@practice.get(CARDS)
@allow(*CLINICAL)
@practice.response(200, schemas.Cards)
def list_cards(clinic: str) -> dict[str, Any]:
    """The clinic's cards, every version."""
    return kept.cards(reader(), clinic)


@practice.post(CARDS)
@allow(*CLINICAL)
@practice.arguments(schemas.NewCard)
@practice.response(201, schemas.CardReference)
def publish_card(body: dict[str, Any], clinic: str) -> dict[str, Any]:
    """The first or the next version of a card."""
    return run(commands.PublishCard(clinic=clinic, **body))


@practice.get(PRACTICES)
@allow(*EITHER)
@practice.response(200, schemas.Practices)
def list_practices(child: str) -> dict[str, Any]:
    """What this home is asked; for staff all of it, with how it went."""
    return kept.practices(reader(), child)


@practice.post(PRACTICES)
@allow(*CLINICAL)
@practice.arguments(schemas.NewPractice)
@practice.response(201, schemas.PracticeReference)
def assign_practice(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Ask one or more homes to practise."""
    return run(commands.AssignPractice(child=child, **body))


@practice.post(f"{PRACTICE}/results")
@allow(*EITHER)
@practice.arguments(schemas.NewResult)
@practice.response(201, schemas.ResultReference)
def record_result(body: dict[str, Any], child: str, practice: str) -> dict[str, Any]:
    """Did it, tried, not today."""
    return run(commands.RecordResult(child=child, practice=practice, **body))


@practice.post(f"{PRACTICE}/too-much")
@allow(Kind.GUARDIAN)
@practice.response(200, schemas.Done)
def say_too_much(child: str, practice: str) -> dict[str, Any]:
    """It is too much at present; the clinician hears it."""
    return run(commands.SayTooMuch(child=child, practice=practice))


@practice.post(f"{PRACTICE}/ending")
@allow(*CLINICAL)
@practice.response(200, schemas.Done)
def end_practice(child: str, practice: str) -> dict[str, Any]:
    """No longer asked for."""
    return run(commands.EndPractice(child=child, practice=practice))


@practice.post(PAUSE)
@allow(*CLINICAL)
@practice.arguments(schemas.NewPause)
@practice.response(200, schemas.Done)
def pause_practice(body: dict[str, Any], child: str) -> dict[str, Any]:
    """The child asks for a break: nobody is reminded."""
    return run(commands.PausePractice(child=child, **body))


@practice.post(f"{PAUSE}/ending")
@allow(*CLINICAL)
@practice.arguments(schemas.PauseEnd)
@practice.response(200, schemas.Done)
def resume_practice(body: dict[str, Any], child: str) -> dict[str, Any]:
    """The child is ready again."""
    return run(commands.ResumePractice(child=child, **body))
