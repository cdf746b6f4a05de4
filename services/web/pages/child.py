"""One child: what happened, who may see it, and the family with the law around it."""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.web.access import allow
from services.web import queries
from services.web.browser.identity import asker, door, reader
from services.web.browser.render import page
from services.web.browser.times import use_zone
from services.web.browser.words.record import CLASS, TIMELINE
from services.web.gateways import consent, notes
from services.web.gateways.door import Answer, Door
from services.web.model.record import ChildCard, TimelineItem
from services.web.pages.names import clinic_zone, names

child_pages = Blueprint("child", __name__)
STAFF = (Role.THERAPIST, Role.SUPERVISOR, Role.FRONT_DESK, Role.CLINIC_ADMIN)
AGAINST = ("protective-order", "rights-terminated", "supervised-contact")  # authority that warns
OWNERS = {"concern": "notes", "update": "goals", "message": "notifications"}  # whose item a line of the timeline is
SHARING = ("fact-of-treatment", "attendance-billing", "goals-progress", "session-detail", "safety-concern")
CLINICAL = frozenset({Role.THERAPIST, Role.SUPERVISOR})


def opened(child: str) -> tuple[ChildCard, Answer]:
    """The child for a page about it: our card, and what consent says of it to the asker. Times are the clinic's."""
    card = queries.child(reader(), child)
    use_zone(clinic_zone(consent.clinics(door()), queries.home_clinic(reader(), card)))
    return card, consent.child(door(), child)


def is_clinical() -> bool:
    """May read and write notes somewhere."""
    return any(asker().has(role) for role in CLINICAL)


def warnings(about: Answer) -> list[dict[str, Any]]:
    """Orders against and dangers from adults, for the banner that does not go away."""
    found: list[dict[str, Any]] = []
    for adult in about["adults"]:
        found += [{"person": adult["name"], "table": "restriction", "code": order["kind"], "until": order["until"],
                   "classes": order["classes"]} for order in adult["restrictions"] if _is_in_force(order)]  # fmt: skip
        orders = [item for item in adult["authorities"] if item["kind"] in AGAINST and _is_in_force(item)]
        found += [{"person": adult["name"], "table": "authority", "code": item["kind"], "until": item["until"],
                   "classes": []} for item in orders]  # fmt: skip
        danger = adult["danger"]
        if danger is not None and danger["state"] != "unfounded":
            found.append({"person": adult["name"], "table": "danger", "code": danger["state"], "until": None,
                          "classes": []})  # fmt: skip
    return found


def _is_in_force(item: Answer) -> bool:
    now = to_text(reader().now)
    return bool(item["since"] <= now and (item["until"] is None or now < item["until"]))


@child_pages.get("/children/<id:child>")
@allow(*STAFF)
def show(child: str) -> Response:
    """The timeline, with a filter."""
    _, about = opened(child)
    kind = request.args.get("show", "")
    items = queries.items(reader(), child, kind if kind in TIMELINE else None)
    cases = queries.child_cases(reader(), child)
    drafts = [draft for draft in notes.unsigned(door()) if draft["child"] == child] if is_clinical() else []
    return page(
        "staff/child.html",
        here="caseload",
        tab="timeline",
        about=about,
        warnings=warnings(about),
        items=items,
        visible=_visible(door(), about, items, cases),
        shown=kind,
        now=reader().now,
        name=names(door(), [item.person for item in items]),
        drafts=drafts,
        clinical=is_clinical(),
        safety=queries.sees_safety(asker()),
        open_cases=[view for view in cases if view.case.is_open and view.case.kind],
    )


@child_pages.get("/children/<id:child>/family")
@allow(*STAFF)
def family(child: str) -> Response:
    """The adults, what they may decide and know, and for one question the reasons."""
    _, about = opened(child)
    person, disclosure_class = request.args.get("person", ""), request.args.get("class", "")
    known = {adult["person"] for adult in about["adults"]}
    explained = None
    if person or disclosure_class:
        if person not in known or disclosure_class not in CLASS:
            raise NotFound("no-such-person")
        explained = consent.decision(door(), child, disclosure_class, person)
    matrix = {
        adult["person"]: {code: _outcome(door(), child, code, adult["person"]) for code in SHARING}
        for adult in about["adults"]
    }
    return page(
        "staff/family.html",
        here="caseload",
        tab="family",
        about=about,
        warnings=warnings(about),
        classes=CLASS,
        sharing=SHARING,
        matrix=matrix,
        explained=explained,
        people=[(adult["person"], adult["name"]) for adult in about["adults"]],
        person=person,
        chosen=disclosure_class,
        name=names(door(), _involved(about)),
        clinical=is_clinical(),
    )


def _outcome(way: Door, child: str, code: str, person: str) -> str:
    return str(consent.decision(way, child, code, person)["outcome"])


def _involved(about: Answer) -> set[str]:
    found = set(about["care_team"]) | {adult["person"] for adult in about["adults"]}
    for adult in about["adults"]:
        found |= {item["grantor"] for item in adult["consents"]}
        found |= {item["verifier"] for item in adult["authorities"] if item["verifier"]}
    return found


def _visible(
    way: Door, about: Answer, items: list[TimelineItem], cases: list[queries.CaseView]
) -> dict[str, list[str]]:
    """For each item the names of the adults who may know it now; what was decided for this very item counts first."""
    called = {adult["person"]: str(adult["name"]) for adult in about["adults"]}
    decided = {view.case.id: view.case.adults for view in cases if view.case.adults}
    classes: dict[str, list[str]] = {}
    found: dict[str, list[str]] = {}
    for item in items:
        outcomes = decided.get(f"{OWNERS.get(item.kind, '')}:{item.subject}")
        if outcomes is not None:
            permitted = [adult.person for adult in outcomes if _may(adult.outcome)]
            found[item.id] = [called[person] for person in permitted if person in called]
        elif item.visible_class is not None and item.kind != "note":
            if item.visible_class not in classes:
                classes[item.visible_class] = _class_readers(way, about["id"], called, item.visible_class)
            found[item.id] = classes[item.visible_class]
    return found


def _class_readers(way: Door, child: str, called: dict[str, str], code: str) -> list[str]:
    return [name for person, name in called.items() if _may(_outcome(way, child, code, person))]


def _may(outcome: str) -> bool:
    return outcome == "permit"
