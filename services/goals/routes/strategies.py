"""What helps, and what guardians say of it."""

from typing import Any

from kernel.auth.principal import Kind, Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.goals import commands
from services.goals.queries import strategies as kept
from services.goals.routes.doors import CHILD, CLINICAL, EITHER
from services.goals.schemas import strategies as schemas

strategies = Blueprint("strategies", __name__, description="Strengths, maintenance and feedback")
STRATEGIES = f"{CHILD}/strategies"


@strategies.get(STRATEGIES)
@allow(*EITHER)
@strategies.response(200, schemas.Strategies)
def list_strategies(child: str) -> dict[str, Any]:
    """The plan, with everybody's words for staff and their own for a guardian."""
    return kept.strategies(reader(), child)


@strategies.post(STRATEGIES)
@allow(*CLINICAL)
@strategies.arguments(schemas.NewStrategy)
@strategies.response(201, schemas.StrategyReference)
def keep_strategy(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Another one, with the day on which it is looked at."""
    return run(commands.KeepStrategy(child=child, **body))


@strategies.post(f"{STRATEGIES}/<string:strategy>/checks")
@allow(*CLINICAL)
@strategies.arguments(schemas.NewCheck)
@strategies.response(200, schemas.StrategyReference)
def check_strategy(body: dict[str, Any], child: str, strategy: str) -> dict[str, Any]:
    """Whether it keeps working."""
    return run(commands.CheckStrategy(child=child, strategy=strategy, **body))


@strategies.post(f"{CHILD}/feedback")
@allow(Kind.GUARDIAN)
@strategies.arguments(schemas.NewFeedback)
@strategies.response(201, schemas.FeedbackReference)
def give_feedback(body: dict[str, Any], child: str) -> dict[str, Any]:
    """A guardian's word; a later one replaces it."""
    return run(commands.GiveFeedback(child=child, **body))


@strategies.get("/clinics/<string:clinic>/feedback")
@allow(Role.SUPERVISOR, Role.CLINIC_ADMIN)
@strategies.response(200, schemas.FeedbackFigures)
def read_clinic_feedback(clinic: str) -> dict[str, Any]:
    """Counts without words, once five guardians have spoken."""
    return kept.clinic_feedback(reader(), clinic)
