"""HTTP to commands and queries. Who may touch which child is decided behind the door, in `decisions/access.py`."""

from typing import Any

from kernel.auth.principal import Kind, Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.consent import commands
from services.consent.queries import children, decisions, explained, names
from services.consent.rules.case import Item
from services.consent.schemas import answers, evidence, questions, registration, rulings

blueprint = Blueprint("consent", __name__, description="Who may know what, why, and who must be told")
BLUEPRINTS = [blueprint]

DESK = (Role.FRONT_DESK, Role.CLINIC_ADMIN)
STAFF = (Role.THERAPIST, Role.SUPERVISOR, *DESK)
CHILD = "/children/<string:child>"


@blueprint.post("/people")
@allow(*DESK, Kind.OPERATOR)
@blueprint.arguments(registration.NewPerson)
@blueprint.response(201, answers.PersonReference)
def register_person(body: dict[str, Any]) -> dict[str, Any]:
    """Make a person known or bring them up to date."""
    return run(commands.RegisterPerson(**body))


@blueprint.get("/people")
@allow(Kind.STAFF, Kind.SERVICE, Kind.OPERATOR)
@blueprint.arguments(questions.ById, location="query")
@blueprint.response(200, answers.People)
def list_people(query: dict[str, Any]) -> dict[str, Any]:
    """Names, languages and zones of people of one's network."""
    return names.people(reader(), query["ids"])


@blueprint.post("/clinics")
@allow(Role.CLINIC_ADMIN, Kind.OPERATOR)
@blueprint.arguments(registration.NewClinic)
@blueprint.response(201, answers.ClinicReference)
def register_clinic(body: dict[str, Any]) -> dict[str, Any]:
    """Make a clinic known or bring it up to date."""
    return run(commands.RegisterClinic(**body))


@blueprint.get("/clinics")
@allow(Kind.STAFF, Kind.SERVICE, Kind.OPERATOR)
@blueprint.response(200, answers.Clinics)
def list_clinics() -> dict[str, Any]:
    """The clinics of one's network."""
    return children.clinics(reader())


@blueprint.get("/on-call")
@allow(Kind.STAFF, Kind.SERVICE)
@blueprint.arguments(questions.OfClinic, location="query")
@blueprint.response(200, answers.OnCall)
def on_call(query: dict[str, Any]) -> dict[str, Any]:
    """The humans with whom duties end."""
    return children.on_call(reader(), query["clinic"])


@blueprint.post("/children")
@allow(*DESK, Role.SUPERVISOR, Kind.OPERATOR)
@blueprint.arguments(registration.NewChild)
@blueprint.response(201, answers.ChildReference)
def register_child(body: dict[str, Any]) -> dict[str, Any]:
    """Take a child into care or bring the registration up to date."""
    return run(commands.RegisterChild(**body))


@blueprint.get("/children")
@allow(*STAFF, Kind.GUARDIAN)
@blueprint.arguments(questions.MaybeById, location="query")
@blueprint.response(200, answers.Children)
def list_children(query: dict[str, Any]) -> dict[str, Any]:
    """Those of them the asker may see."""
    return children.children(reader(), query["ids"])


@blueprint.get("/caseload")
@allow(*STAFF)
@blueprint.arguments(questions.OfClinic, location="query")
@blueprint.response(200, answers.Children)
def caseload(query: dict[str, Any]) -> dict[str, Any]:
    """The children of a clinic whom the asker looks after."""
    return children.caseload(reader(), query["clinic"])


@blueprint.get(CHILD)
@allow(*STAFF)
@blueprint.response(200, answers.Family)
def read_child(child: str) -> dict[str, Any]:
    """Everything that decisions about the child rest on."""
    return children.child(reader(), child)


@blueprint.get(f"{CHILD}/decision")
@allow(Kind.STAFF, Kind.GUARDIAN, Kind.SERVICE)
@blueprint.arguments(questions.DecisionQuery, location="query")
@blueprint.response(200, rulings.Decision)
def decide(query: dict[str, Any], child: str) -> dict[str, Any]:
    """May this person know this class of thing, now?"""
    return decisions.decision(reader(), child, query["disclosure_class"], query["person"])


@blueprint.post(f"{CHILD}/previews")
@allow(*STAFF)
@blueprint.arguments(questions.NewPreview)
@blueprint.response(200, rulings.Preview)
def preview(item: Item, child: str) -> dict[str, Any]:
    """Who would be told what and why; changes nothing."""
    return explained.preview(reader(), child, item)


@blueprint.get(f"{CHILD}/disclosures/<string:disclosure>")
@allow(*STAFF)
@blueprint.response(200, rulings.Disclosure)
def read_disclosure(child: str, disclosure: str) -> dict[str, Any]:
    """The recorded decision, explained."""
    return explained.disclosure(reader(), child, disclosure)


@blueprint.get(f"{CHILD}/disclosures/<string:disclosure>/decision")
@allow(Kind.STAFF, Kind.GUARDIAN, Kind.SERVICE)
@blueprint.arguments(questions.ForPerson, location="query")
@blueprint.response(200, rulings.ItemDecision)
def decide_again(query: dict[str, Any], child: str, disclosure: str) -> dict[str, Any]:
    """The recorded item, decided again now."""
    return decisions.disclosure_decision(reader(), child, disclosure, query["person"])


@blueprint.post(f"{CHILD}/care-team")
@allow(*STAFF)
@blueprint.arguments(registration.NewCareTeam)
@blueprint.response(200, answers.ChildReference)
def change_care_team(body: dict[str, Any], child: str) -> dict[str, Any]:
    """All who look after the child."""
    return run(commands.ChangeCareTeam(child=child, **body))


@blueprint.post(f"{CHILD}/authorities")
@allow(*STAFF)
@blueprint.arguments(evidence.NewAuthority)
@blueprint.response(201, answers.AuthorityReference)
def grant_authority(body: dict[str, Any], child: str) -> dict[str, Any]:
    """A custody document came in."""
    return run(commands.GrantAuthority(child=child, **body))


@blueprint.post(f"{CHILD}/authorities/<string:authority>/end")
@allow(*STAFF)
@blueprint.arguments(evidence.NewEnd)
@blueprint.response(200, answers.AuthorityReference)
def end_authority(body: dict[str, Any], child: str, authority: str) -> dict[str, Any]:
    """An authority ends."""
    return run(commands.EndAuthority(child=child, authority=authority, **body))


@blueprint.post(f"{CHILD}/restrictions")
@allow(*STAFF)
@blueprint.arguments(evidence.NewRestriction)
@blueprint.response(201, answers.RestrictionReference)
def place_restriction(body: dict[str, Any], child: str) -> dict[str, Any]:
    """An order came in; it may be back-dated."""
    return run(commands.PlaceRestriction(child=child, **body))


@blueprint.post(f"{CHILD}/restrictions/<string:restriction>/end")
@allow(*STAFF)
@blueprint.arguments(evidence.NewEnd)
@blueprint.response(200, answers.RestrictionReference)
def lift_restriction(body: dict[str, Any], child: str, restriction: str) -> dict[str, Any]:
    """An order ends."""
    return run(commands.LiftRestriction(child=child, restriction=restriction, **body))


@blueprint.post(f"{CHILD}/dangers")
@allow(*STAFF)
@blueprint.arguments(evidence.NewDanger)
@blueprint.response(201, answers.DangerReference)
def flag_danger(body: dict[str, Any], child: str) -> dict[str, Any]:
    """An adult is said, or was found, to have harmed the child."""
    return run(commands.FlagDanger(child=child, **body))


@blueprint.post(f"{CHILD}/dangers/<string:danger>/resolution")
@allow(*STAFF)
@blueprint.response(200, answers.DangerReference)
def resolve_danger(child: str, danger: str) -> dict[str, Any]:
    """The flag was unfounded: the first asks, a second person confirms."""
    return run(commands.ResolveDanger(child=child, danger=danger))


@blueprint.post(f"{CHILD}/consents")
@allow(*STAFF)
@blueprint.arguments(evidence.NewConsent)
@blueprint.response(201, answers.ConsentReference)
def give_consent(body: dict[str, Any], child: str) -> dict[str, Any]:
    """A consent form came in."""
    return run(commands.GiveConsent(child=child, **body))


@blueprint.post(f"{CHILD}/consents/<string:consent>/revocation")
@allow(*STAFF)
@blueprint.response(200, answers.ConsentReference)
def revoke_consent(child: str, consent: str) -> dict[str, Any]:
    """A consent counts no more."""
    return run(commands.RevokeConsent(child=child, consent=consent))


@blueprint.post(f"{CHILD}/boundaries")
@allow(Role.THERAPIST, Role.SUPERVISOR)
@blueprint.arguments(evidence.NewBoundary)
@blueprint.response(201, answers.BoundaryReference)
def set_boundary(body: dict[str, Any], child: str) -> dict[str, Any]:
    """A therapist draws a line."""
    return run(commands.SetBoundary(child=child, **body))


@blueprint.post(f"{CHILD}/assents")
@allow(*STAFF)
@blueprint.arguments(evidence.NewAssent)
@blueprint.response(201, answers.AssentReference)
def record_assent(body: dict[str, Any], child: str) -> dict[str, Any]:
    """What the child has said in session."""
    return run(commands.RecordAssent(child=child, **body))
