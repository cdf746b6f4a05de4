"""The rules of the asker's network: read, checked, proposed, approved, activated."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow, principal
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.consent.commands.packs import ActivatePacks, ApprovePacks, ProposePacks
from services.consent.queries import packs as kept
from services.consent.routes.doors import STAFF
from services.consent.schemas import packs as schemas

packs = Blueprint("packs", __name__, description="What the law says where: the network's jurisdiction packs")

TRUSTED = (Role.PRIVACY_OFFICER, Role.CLINIC_ADMIN)
VERSION = "/pack-versions/<string:version>"


@packs.get("/packs")
@allow(*STAFF, Role.PRIVACY_OFFICER)
@packs.response(200, schemas.PacksInForce)
def list_packs() -> dict[str, Any]:
    """What is in force today, by jurisdiction."""
    return kept.jurisdictions(reader(), _network())


@packs.get("/packs/<string:jurisdiction>")
@allow(*STAFF, Role.PRIVACY_OFFICER)
@packs.response(200, schemas.Jurisdiction)
def read_pack(jurisdiction: str) -> dict[str, Any]:
    """Every period of one jurisdiction, in plain words."""
    return kept.jurisdiction(reader(), _network(), jurisdiction)


@packs.post("/pack-checks")
@allow(*TRUSTED)
@packs.arguments(schemas.NewPacks)
@packs.response(200, schemas.Differences)
def check_packs(body: dict[str, Any]) -> dict[str, Any]:
    """Are these packs sound, and what would they change? Changes nothing."""
    return kept.checked(reader(), _network(), body["packs"])


@packs.get("/pack-versions")
@allow(*TRUSTED)
@packs.response(200, schemas.PackVersions)
def list_versions() -> dict[str, Any]:
    """The network's own versions, and when which counts."""
    return kept.versions(reader(), _network())


@packs.post("/pack-versions")
@allow(*TRUSTED)
@packs.arguments(schemas.NewPacks)
@packs.response(201, schemas.PackState)
def propose_packs(body: dict[str, Any]) -> dict[str, Any]:
    """These packs shall replace those of their jurisdictions; a second person approves."""
    return run(ProposePacks(network=_network(), packs=body["packs"]))


@packs.get(VERSION)
@allow(*TRUSTED)
@packs.arguments(schemas.Against, location="query")
@packs.response(200, schemas.PackVersion)
def read_version(query: dict[str, Any], version: str) -> dict[str, Any]:
    """A version in full, and what differs from another."""
    return kept.version(reader(), _network(), version, query["against"])


@packs.post(f"{VERSION}/approval")
@allow(Role.PRIVACY_OFFICER)
@packs.response(200, schemas.PackState)
def approve_packs(version: str) -> dict[str, Any]:
    """A second person has read it."""
    return run(ApprovePacks(network=_network(), version=version))


@packs.post(f"{VERSION}/activation")
@allow(Role.PRIVACY_OFFICER)
@packs.arguments(schemas.NewActivation)
@packs.response(200, schemas.Activated)
def activate_packs(body: dict[str, Any], version: str) -> dict[str, Any]:
    """An approved version counts from a moment on; never from one that has passed."""
    return run(ActivatePacks(network=_network(), version=version, since=body["since"]))


def _network() -> str:
    """Every role is held in a network."""
    return principal().network or ""
