"""What is seen at home, what the family says, and what waits when the plan is looked at."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.goals import commands
from services.goals.queries import observations as kept
from services.goals.routes.doors import CHILD, CLINICAL, EITHER
from services.goals.schemas import observations as schemas
from services.goals.schemas.practice import Done

observations = Blueprint("observations", __name__, description="Observations and words of the family")
SEEN = f"{CHILD}/observations"
ONE = f"{SEEN}/<string:observation>"
SAID = f"{CHILD}/contributions"


@observations.get(SEEN)
@allow(*EITHER)
@observations.response(200, schemas.Observations)
def list_observations(child: str) -> dict[str, Any]:
    """For a guardian their own and what others have released."""
    return kept.observations(reader(), child)


@observations.post(SEEN)
@allow(Kind.GUARDIAN)
@observations.arguments(schemas.NewObservation)
@observations.response(201, schemas.ObservationReference)
def submit_observation(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Something seen at home; the clinicians see it at once."""
    return run(commands.SubmitObservation(child=child, **body))


@observations.post(f"{ONE}/release")
@allow(Kind.GUARDIAN)
@observations.response(200, Done)
def release_observation(child: str, observation: str) -> dict[str, Any]:
    """Let the other adults who may know see it too."""
    return run(commands.ReleaseObservation(child=child, observation=observation))


@observations.post(f"{ONE}/review")
@allow(*CLINICAL)
@observations.response(200, Done)
def review_observation(child: str, observation: str) -> dict[str, Any]:
    """It was looked at for the plan."""
    return run(commands.ReviewObservation(child=child, observation=observation))


@observations.post(f"{ONE}/links")
@allow(*CLINICAL)
@observations.arguments(schemas.NewLink)
@observations.response(200, Done)
def link_observation(body: dict[str, Any], child: str, observation: str) -> dict[str, Any]:
    """A goal, a session or a note goes with it."""
    return run(commands.LinkObservation(child=child, observation=observation, **body))


@observations.get(f"{CHILD}/patterns")
@allow(*EITHER)
@observations.response(200, schemas.Patterns)
def read_patterns(child: str) -> dict[str, Any]:
    """Counts over what this reader may see."""
    return kept.patterns(reader(), child)


@observations.get(f"{CHILD}/plan-review")
@allow(*CLINICAL)
@observations.response(200, schemas.PlanReview)
def read_plan_review(child: str) -> dict[str, Any]:
    """What waits before the plan goes on."""
    return kept.plan_review(reader(), child)


@observations.get(SAID)
@allow(*EITHER)
@observations.response(200, schemas.Contributions)
def list_contributions(child: str) -> dict[str, Any]:
    """For a guardian their own and what is for everybody."""
    return kept.contributions(reader(), child)


@observations.post(SAID)
@allow(*EITHER)
@observations.arguments(schemas.NewContribution)
@observations.response(201, schemas.ContributionReference)
def contribute(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Background, a concern, what the child likes."""
    return run(commands.Contribute(child=child, **body))


@observations.post(f"{SAID}/<string:contribution>/release")
@allow(Kind.GUARDIAN)
@observations.response(200, Done)
def release_contribution(child: str, contribution: str) -> dict[str, Any]:
    """Let the other adults who may know read it too."""
    return run(commands.ReleaseContribution(child=child, contribution=contribution))


@observations.post(f"{SAID}/<string:contribution>/answer")
@allow(*CLINICAL)
@observations.arguments(schemas.NewAnswer)
@observations.response(200, schemas.ContributionReference)
def answer_concern(body: dict[str, Any], child: str, contribution: str) -> dict[str, Any]:
    """Answer a concern; its author reads it."""
    return run(commands.AnswerConcern(child=child, contribution=contribution, **body))
