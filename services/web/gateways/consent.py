"""Names, the family, and who may know what: from consent."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.web.gateways.door import Answer, Door

OUTCOMES = ("permit", "escalate", "withhold")
IDS_PER_QUESTION = 100  # an address line stays under 4,000 characters


def people(door: Door, ids: Iterable[str | None]) -> dict[str, Answer]:
    """Those of them whose name the asker may see, by id."""
    return _by_id(door, "/people", "people", ids)


def children(door: Door, ids: Iterable[str]) -> dict[str, Answer]:
    """Those of them the asker may see, by id: a child that is missing here must not be shown."""
    return _by_id(door, "/children", "children", ids)


def own_children(door: Door) -> list[Answer]:
    """Those of whose treatment the asking adult may know now."""
    return list(door.get("consent", "/children")["children"])


def _by_id(door: Door, path: str, field: str, ids: Iterable[str | None]) -> dict[str, Answer]:
    wanted = sorted({id for id in ids if id})
    found: dict[str, Answer] = {}
    for start in range(0, len(wanted), IDS_PER_QUESTION):
        answer = door.get("consent", path, ids=",".join(wanted[start : start + IDS_PER_QUESTION]))
        found |= {item["id"]: item for item in answer[field]}
    return found


def caseload(door: Door, clinic: str) -> list[Answer]:
    """The children of a clinic whom the asker may see."""
    return list(door.get("consent", "/caseload", clinic=clinic)["children"])


def clinics(door: Door) -> dict[str, Answer]:
    """The clinics of the network, by id."""
    return {clinic["clinic"]: clinic for clinic in door.get("consent", "/clinics")["clinics"]}


def child(door: Door, id: str) -> Answer:
    """The child with the adults around it, their dated authority, restrictions and consents."""
    return door.get("consent", f"/children/{id}")


def decision(door: Door, child: str, disclosure_class: str, person: str) -> Answer:
    """What the rules say of one adult and one class of thing now, with the reasons in plain words."""
    return door.get("consent", f"/children/{child}/decision", disclosure_class=disclosure_class, person=person)


def preview(door: Door, child: str, question: Mapping[str, Any], key: str) -> Answer:
    """Who would be told, who not, why, and which duties follow, the told ones first; nothing happens."""
    answer = door.post("consent", f"/children/{child}/previews", question, key)
    return {**answer, "adults": sorted(answer["adults"], key=lambda adult: OUTCOMES.index(adult["outcome"]))}


def disclosure(door: Door, child: str, id: str) -> Answer:
    """The recorded decision with its explanations."""
    return door.get("consent", f"/children/{child}/disclosures/{id}")


def rota(door: Door, clinic: str) -> Answer:
    """Who is on call in a clinic now and later, and when nobody is."""
    return door.get("consent", f"/clinics/{clinic}/rota")


def enter_shift(door: Door, clinic: str, shift: Mapping[str, str], key: str) -> Answer:
    """Somebody is on call, in wall times of the clinic."""
    return door.post("consent", f"/clinics/{clinic}/rota/shifts", shift, key)


def end_shift(door: Door, clinic: str, shift: str, key: str) -> Answer:
    """Not theirs any more."""
    return door.post("consent", f"/clinics/{clinic}/rota/shifts/{shift}/end", {}, key)


def fhir_patients(door: Door, ids: str = "", clinic: str = "") -> list[Answer]:
    """The children whom the asker may see as Patients: the named one, those of a clinic, or the asker's own."""
    return _resources(door.get("consent", "/fhir/patients", ids=ids, clinic=clinic))


def fhir_related_persons(door: Door, child: str) -> list[Answer]:
    """The adults of a child whom the asker may see."""
    return _resources(door.get("consent", f"/children/{child}/fhir/related-persons"))


def fhir_consents(door: Door, child: str) -> list[Answer]:
    """The consents about a child that the asker may see, in R4."""
    return _resources(door.get("consent", f"/children/{child}/fhir/consents", release="R4"))


def _resources(bundle: Answer) -> list[Answer]:
    return [entry["resource"] for entry in bundle["entry"]]
