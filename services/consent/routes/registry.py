"""People, clinics and children as they become known."""

from typing import Any

from kernel.auth.principal import Kind, Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.consent import commands
from services.consent.queries import children, names
from services.consent.routes.doors import CHILD, DESK, STAFF
from services.consent.schemas import answers, questions, registration

registry = Blueprint("registry", __name__, description="Who is there")


@registry.post("/people")
@allow(*DESK, Kind.OPERATOR)
@registry.arguments(registration.NewPerson)
@registry.response(201, answers.PersonReference)
def register_person(body: dict[str, Any]) -> dict[str, Any]:
    """Make a person known or bring them up to date."""
    return run(commands.RegisterPerson(**body))


@registry.get("/people")
@allow(Kind.STAFF, Kind.SERVICE, Kind.OPERATOR)
@registry.arguments(questions.ById, location="query")
@registry.response(200, answers.People)
def list_people(query: dict[str, Any]) -> dict[str, Any]:
    """Names, languages and zones of people of one's network."""
    return names.people(reader(), query["ids"])


@registry.post("/clinics")
@allow(Role.CLINIC_ADMIN, Kind.OPERATOR)
@registry.arguments(registration.NewClinic)
@registry.response(201, answers.ClinicReference)
def register_clinic(body: dict[str, Any]) -> dict[str, Any]:
    """Make a clinic known or bring it up to date."""
    return run(commands.RegisterClinic(**body))


@registry.get("/clinics")
@allow(Kind.STAFF, Kind.SERVICE, Kind.OPERATOR)
@registry.arguments(questions.MaybeOfClinic, location="query")
@registry.response(200, answers.Clinics)
def list_clinics(query: dict[str, Any]) -> dict[str, Any]:
    """The clinics of one's network, or one of them."""
    return children.clinics(reader(), query["clinic"])


@registry.get("/on-call")
@allow(Kind.STAFF, Kind.SERVICE)
@registry.arguments(questions.OfClinic, location="query")
@registry.response(200, answers.OnCall)
def on_call(query: dict[str, Any]) -> dict[str, Any]:
    """The humans with whom duties end."""
    return children.on_call(reader(), query["clinic"])


@registry.post("/children")
@allow(*DESK, Role.SUPERVISOR, Kind.OPERATOR)
@registry.arguments(registration.NewChild)
@registry.response(201, answers.ChildReference)
def register_child(body: dict[str, Any]) -> dict[str, Any]:
    """Take a child into care or bring the registration up to date."""
    return run(commands.RegisterChild(**body))


@registry.get("/children")
@allow(*STAFF, Kind.GUARDIAN)
@registry.arguments(questions.MaybeById, location="query")
@registry.response(200, answers.Children)
def list_children(query: dict[str, Any]) -> dict[str, Any]:
    """Those of them the asker may see."""
    return children.children(reader(), query["ids"])


@registry.get("/caseload")
@allow(*STAFF)
@registry.arguments(questions.OfClinic, location="query")
@registry.response(200, answers.Children)
def caseload(query: dict[str, Any]) -> dict[str, Any]:
    """The children of a clinic whom the asker looks after."""
    return children.caseload(reader(), query["clinic"])


@registry.get(CHILD)
@allow(*STAFF)
@registry.response(200, answers.Family)
def read_child(child: str) -> dict[str, Any]:
    """Everything that decisions about the child rest on."""
    return children.child(reader(), child)


@registry.post(f"{CHILD}/care-team")
@allow(*STAFF)
@registry.arguments(registration.NewCareTeam)
@registry.response(200, answers.ChildReference)
def change_care_team(body: dict[str, Any], child: str) -> dict[str, Any]:
    """All who look after the child."""
    return run(commands.ChangeCareTeam(child=child, **body))
