"""Skill cards and activities as a clinic publishes them: a published version never changes."""

from datetime import datetime

from kernel.auth.principal import Principal, Role
from kernel.chance import derived_id
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid
from services.goals.commands import PublishCard
from services.goals.decisions import texts
from services.goals.model.practice import CARD_CHARACTERS_MAX, TITLE_CHARACTERS_MAX, Card

AGES = range(19)


def require_publisher(asker: Principal, clinic: str) -> str:
    """Clinicians of the clinic; the network they act in."""
    if not (asker.has(Role.THERAPIST, clinic) or asker.has(Role.SUPERVISOR, clinic)) or asker.network is None:
        raise Forbidden("not-your-clinic")
    return asker.network


def require_fitting(command: PublishCard) -> None:
    """Words, and ages in order."""
    ages = command.age_from in AGES and command.age_to in AGES and command.age_from <= command.age_to
    faults = {
        "title": texts.problem(command.title, TITLE_CHARACTERS_MAX),
        "text": texts.problem(command.text, CARD_CHARACTERS_MAX),
        "age_from": None if ages else "out-of-range",
    }
    if found := {field: [code] for field, code in faults.items() if code}:
        raise Invalid("card-refused", found)


def published(command: PublishCard, newest: Card | None, network: str, by: Principal, now: datetime) -> Decision:
    """The next version of its code."""
    if newest is not None and newest.network != network:
        raise Forbidden("not-your-clinic")
    version = newest.version + 1 if newest else 1
    card = Card(
        id=derived_id("card", command.clinic, command.code, str(version)),
        network=network,
        clinic=command.clinic,
        code=command.code,
        version=version,
        kind=command.kind,
        category=command.category,
        title=command.title,
        text=command.text,
        age_from=command.age_from,
        age_to=command.age_to,
        published_by=by.person,
        published_at=now,
    )
    return Decision(changes=(card,), reply={"card": card.id, "version": version}, facts={"card": card.id})
