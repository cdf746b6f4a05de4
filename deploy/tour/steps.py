"""The steps, in order. Each says in plain words what it shows, does it, and checks that it is so."""

from collections.abc import Callable

from deploy.demo.network import address_of, demo_id
from deploy.tour.walk import Answer, StepFailed, Walk, child, code_in, link_in
from kernel.errors import NotFound, Refusal

MAYA = child("maya-lindqvist")
OBSERVED = "Came in silent; drew for twenty minutes, then talked while drawing."
WORDING = "Maya told me that she has hurt herself this week. Please call me today; until then do not leave her alone."
CONCERN = {"kind": "self-harm", "severity": "serious", "about": [], "child_told": "told"}
NAMES_NOBODY_MAY_READ = ("Maya", "Lindqvist", "self-harm", "hurt", "Harbour")

HAVE_NEWS = ("elena-lindqvist", "grace-abara", "felix-abara")  # whom the demo's own shared updates are sent to

Step = tuple[str, Callable[[Walk], None]]


def write(walk: Walk) -> None:
    for slug in HAVE_NEWS:
        walk.letter_to(slug, "email", 0)  # a letter says nothing: one that is still on its way would pass for ours
    sections = [
        {"kind": "data", "text": OBSERVED, "visibility": "care-team"},
        {"kind": "assessment", "text": "Fresh marks on the forearm. Safety plan made with her."},
    ]
    body = {"clinic": demo_id("denver"), "template": "dap", "session": None, "sections": sections}
    written = walk.post(walk.staff("sofia-reyes"), "notes", f"/children/{MAYA}/notes", body)
    walk.seen |= {"note": written["note"], "revision": str(written["revision"])}


def preview(walk: Walk) -> None:
    question = {"disclosure_class": "safety-concern", "concern_kind": CONCERN["kind"], "severity": CONCERN["severity"]}
    asked = {**question, "about": [], "child_told": CONCERN["child_told"]}
    answer = walk.post(walk.staff("sofia-reyes"), "consent", f"/children/{MAYA}/previews", asked)
    outcomes = {adult["person"]: adult for adult in answer["adults"]}
    walk.need(outcomes[demo_id("elena-lindqvist")]["outcome"] == "permit", "the mother would not be told")
    walk.need(outcomes[demo_id("tomas-lindqvist")]["outcome"] == "withhold", "the father would be told")
    for adult in answer["adults"]:
        walk.remark(f"{walk.demo.name_of(adult['person']):<17} {adult['outcome']:<9} {_why(adult)}")
    for duty in answer["duties"]:
        names = ", ".join(walk.demo.name_of(person) for person in duty["persons"]) or duty["bearer"]
        walk.remark(f"duty to {duty['kind']}: {names}, by {duty['due'][:16].replace('T', ' ')} UTC")


def sign(walk: Walk) -> None:
    walk.seen["before"] = str(walk.newest())
    body = {"revision": int(walk.seen["revision"]), "concern": {**CONCERN, "wording": WORDING}}
    path = f"/children/{MAYA}/notes/{walk.seen['note']}/signature"
    signed = walk.post(walk.staff("sofia-reyes"), "notes", path, body)
    walk.need(bool(signed["concern"]), "no concern was raised")
    walk.seen["concern"] = signed["concern"]


def mail(walk: Walk) -> None:
    letter = walk.letter_to("elena-lindqvist", "email", int(walk.seen["before"]))
    told = [word for word in NAMES_NOBODY_MAY_READ if word.lower() in (letter["subject"] + letter["text"]).lower()]
    walk.need(not told, f"the message says {told}")
    walk.seen["link"] = link_in(letter)
    walk.remark(f"to {letter['to']}, subject: {letter['subject']!r}; no name, no reason, only a link")


def look(walk: Walk) -> None:
    """As a mail scanner would, twice."""
    walk.mother.open(walk.seen["link"]).open(walk.seen["link"])
    walk.need(not walk.mother.shows("Maya"), "the page names the child before anybody has proved anything")


def code(walk: Walk) -> None:
    before = walk.newest()
    walk.mother.send("/code", way="message")
    letter = walk.letter_to("elena-lindqvist", "sms", before)
    walk.mother.send("/proof", code=code_in(letter))
    walk.need(walk.mother.shows(WORDING), "the page does not show what is to be said")
    walk.remark(f"code on {walk.phone_of('elena-lindqvist')}, then the words of the therapist on the secure page")


def acknowledge(walk: Walk) -> None:
    walk.mother.send("/acknowledgement")
    mother, inbox = walk.guardian("elena-lindqvist"), f"/children/{MAYA}/inbox"
    items = walk.get(mother, "notifications", inbox)["items"]
    mine = next((item for item in items if item["item"] == walk.seen["concern"]), None)
    walk.need(mine is not None and mine["engagement"] == "acknowledged", "the acknowledgement is not there")
    walk.seen["disclosure"] = mine["disclosure"] if mine else ""


def board(walk: Walk) -> None:
    path = f"/children/{MAYA}/disclosures/{walk.seen['disclosure']}/ledger"
    ledger = walk.get(walk.staff("ingrid-halloran"), "notifications", path)
    walk.need(ledger["ladder"]["state"] == "acknowledged", f"the ladder is {ledger['ladder']['state']}")
    for adult in ledger["adults"]:
        told = f"{adult['outcome']:<9} {adult['engagement']}"
        walk.remark(f"{walk.demo.name_of(adult['person']):<17} {told}")


def father(walk: Walk) -> None:
    path = f"/children/{MAYA}/disclosures/{walk.seen['disclosure']}"
    recorded = walk.get(walk.staff("ingrid-halloran"), "consent", path)
    his = next(adult for adult in recorded["adults"] if adult["person"] == demo_id("tomas-lindqvist"))
    walk.need(his["outcome"] == "withhold", "it was not withheld")
    walk.remark(f"staff see: {his['outcome']}, {_why(his)}")
    real, invented = _refusal(walk, f"{path}/mine"), _refusal(walk, f"/children/{MAYA}/disclosures/nothing-here/mine")
    walk.need(real == invented, "his answer differs from that for a thing that does not exist")
    theirs = {address_of("tomas-lindqvist"), walk.phone_of("tomas-lindqvist")}
    after = walk.letters(after=int(walk.seen["before"]))
    walk.need(not any(letter["to"] in theirs for letter in after), "a message went to him")
    walk.remark(f"he sees: {real}, word for word the answer for a thing that never was; no message to him")


def update(walk: Walk) -> None:
    therapist, jonah = walk.staff("sofia-reyes"), child("jonah-abara")
    before, goals = walk.newest(), walk.get(therapist, "goals", f"/children/{jonah}/goals")["goals"]
    body = {"level": 1, "words": "Twice this week, and nobody reminded him.", "rater": "therapist", "share": True}
    walk.post(therapist, "goals", f"/children/{jonah}/goals/{goals[0]['goal']}/updates", body)
    for parent in ("grace-abara", "felix-abara"):
        walk.letter_to(parent, "email", before)
    expected = {address_of("grace-abara"), address_of("felix-abara")}
    others = {letter["to"] for letter in walk.letters(after=before)} - expected
    walk.need(not others, "somebody else was written to")
    walk.remark("joint custody: one message to each parent, none to anybody else")


def audit(walk: Walk) -> None:
    for service in ("notes", "consent", "notifications"):
        path = f"/audit/{MAYA}/verification"
        answer = walk.get(walk.staff("helen-marchetti"), service, path)
        walk.need(answer["holds"] is True, f"the chain of {service} breaks at {answer['broken_at']}")
    rows = walk.get(walk.staff("helen-marchetti"), "consent", "/audit", stream=MAYA)["rows"]
    walk.remark(f"three chains hold from first row to head; {len(rows)} rows about this child in consent alone")


STEPS: tuple[Step, ...] = (
    ("Sofia, therapist, writes a session note about Maya, 13", write),
    ("Before signing she sees who would be told, who not, and why", preview),
    ("She signs; the note raises a concern: self-harm, serious", sign),
    ("Maya's mother gets an e-mail that says nothing", mail),
    ("Opening the link changes nothing and tells nothing", look),
    ("A code on her telephone proves her; she reads the words", code),
    ("She acknowledges", acknowledge),
    ("The supervisor sees it: told, read, acknowledged", board),
    ("The father, under a protective order, can see no trace", father),
    ("A shared step towards Jonah's goal reaches his parents alone", update),
    ("The privacy officer verifies the audit chains", audit),
)


def _why(adult: Answer) -> str:
    return "; ".join(adult["why"])


def _refusal(walk: Walk, path: str) -> str:
    try:
        walk.get(walk.guardian("tomas-lindqvist"), "notifications", path)
    except NotFound as refusal:
        return f"404 {refusal.code}"
    except Refusal as refusal:
        return f"{refusal.status} {refusal.code}"
    raise StepFailed("he was shown something")
