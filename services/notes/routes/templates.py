"""The forms notes are written in."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notes import commands
from services.notes.queries import templates as kept
from services.notes.routes.doors import ADMIN, CLINIC, CLINICAL
from services.notes.schemas import templates as schemas

templates = Blueprint("templates", __name__, description="The forms notes are written in")


@templates.get("/templates")
@allow(*CLINICAL, *ADMIN)
@templates.response(200, schemas.Templates)
def list_templates() -> dict[str, Any]:
    """The forms notes are written in."""
    return kept.templates(reader())


@templates.post(f"{CLINIC}/templates")
@allow(*ADMIN)
@templates.arguments(schemas.NewTemplate)
@templates.response(201, schemas.TemplateReference)
def publish_template(body: dict[str, Any], clinic: str) -> dict[str, Any]:
    """A new version of the clinic's own template; the versions before it stay as they are."""
    return run(commands.PublishTemplate(clinic=clinic, **{**body, "forms": tuple(body["forms"])}))


@templates.post(f"{CLINIC}/templates/<string:code>/retirement")
@allow(*ADMIN)
@templates.response(200, schemas.TemplateReference)
def retire_template(clinic: str, code: str) -> dict[str, Any]:
    """No note is begun with it any more."""
    return run(commands.RetireTemplate(clinic=clinic, code=code))
