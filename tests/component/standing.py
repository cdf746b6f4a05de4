"""A small platform on files that the operator's tools can be pointed at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contracts.codes import ConsentBasis
from deploy.onebox import OneBox
from deploy.operator.stations import Station, stations
from kernel.auth.principal import Kind, Principal
from services.consent.commands import RegisterChild, RegisterClinic, RegisterPerson
from services.consent.rules.case import ClinicPolicy

NETWORK = "net-1"
CLINIC = "clinic-1"
OPERATOR = Principal("operator:test", Kind.OPERATOR, NETWORK, via="operator")


def environment(folder: Path) -> dict[str, str]:
    return {"ALLIANCE_DATA_DIR": str(folder), "ALLIANCE_MODE": "development"}


def stand(folder: Path, children: int = 2) -> None:
    """Files with a clinic and some children whose registration every service has heard of. Nothing runs afterwards."""
    box = OneBox(folder, 1, {})
    box.prepare()
    consent = box.platform.nodes["consent"].dispatcher
    consent.run(clinic(), OPERATOR)
    for number in range(children):
        consent.run(child(f"child-{number}"), OPERATOR)
    box.platform.settle()
    box.platform.close()


def clinic() -> RegisterClinic:
    return RegisterClinic(
        clinic=CLINIC, network=NETWORK, jurisdiction="US-CO", zone="America/Denver", name="Harbour Denver",
        languages=("en",), on_call=("p-1",), agency_name="Agency", policy=ClinicPolicy(),
    )  # fmt: skip


def person(id: str) -> RegisterPerson:
    return RegisterPerson(person=id, network=NETWORK, name="Somebody", language="en", zone="America/Denver")


def child(id: str, name: str = "A Child") -> RegisterChild:
    return RegisterChild(
        child=id, network=NETWORK, clinic=CLINIC, jurisdiction="US-CO", name=name, birth_day="2015-05-05",
        basis=ConsentBasis.GUARDIAN, confidentiality_agreement=False, child_incapable=False, care_team=(), adults=(),
        agency=None,
    )  # fmt: skip


@contextmanager
def looked_at(folder: Path) -> Iterator[dict[str, Station]]:
    """As an operator opens them."""
    with stations(environment(folder)) as found:
        yield found
