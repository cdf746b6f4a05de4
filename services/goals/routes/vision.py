"""What is hoped for, in words that every voice agrees to."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.goals import commands
from services.goals.queries import vision as kept
from services.goals.routes.doors import CHILD, EITHER
from services.goals.schemas import vision as schemas

vision = Blueprint("vision", __name__, description="The shared vision")
VISION = f"{CHILD}/vision"


@vision.get(VISION)
@allow(*EITHER)
@vision.response(200, schemas.Visions)
def read_vision(child: str) -> dict[str, Any]:
    """The newest wording, and who agrees."""
    return kept.visions(reader(), child)


@vision.post(VISION)
@allow(*EITHER)
@vision.arguments(schemas.NewVision)
@vision.response(201, schemas.VisionReference)
def write_vision(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Word it anew; every voice is asked again."""
    return run(commands.WriteVision(child=child, **body))


@vision.post(f"{VISION}/agreement")
@allow(*EITHER)
@vision.arguments(schemas.NewVisionAgreement)
@vision.response(200, schemas.VisionReference)
def agree_vision(body: dict[str, Any], child: str) -> dict[str, Any]:
    """One voice agrees to this wording."""
    return run(commands.AgreeVision(child=child, **body))
