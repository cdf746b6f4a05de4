"""People at work: each a task with its own dice, starting at an awkward moment and repeating what was not answered."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import count

import httpx

from contracts.codes import ConcernKind, Severity
from kernel.auth.principal import Principal
from kernel.clock import to_text
from services.consent.decisions.disclosures import disclosure_id
from services.notifications.model import Notice, NoticeKind
from simulation.dice import Dice
from simulation.families import CANARY, CLINIC, DESK, SHAPES, SUPERVISOR, THERAPIST, WEB, Adult, Shape, guardian
from simulation.faults import CLIENT
from simulation.invariants import Watch
from simulation.mail import Mail

FAMILIES_MIN, FAMILIES_MAX = 1, 2
MORE_SHARE = 0.3  # of the families have two worries, two goals or two papers
AWKWARD_SHARE = 0.4  # of the concerns are followed by an order while the first messages are on their way
AWKWARD_SECONDS = 0.5
HANDED_SHARE = 0.4  # of the concerns are offered to a colleague
REPLAY_SHARE = 0.2  # of the answered requests are sent once more, as browsers and impatient people do
READ_SHARE = 0.6  # of the messages that arrive are opened
CODE_SECONDS_MAX = 180.0  # how long somebody waits for a code before giving up
LINK = re.compile(r"/m/([0-9a-f]{32})\.([0-9a-f]{32})")
CODE = re.compile(r"\b([0-9]{6})\b")
ABUSE = ("abuse-physical", "abuse-emotional", "neglect")


class Workload:
    """Starts everybody; `busy` says how many are still at it."""

    def __init__(self, watch: Watch, seed: int | str, span_seconds: float) -> None:
        self._watch, self._world, self._seed, self._span = watch, watch.world, seed, span_seconds
        self._names: Iterator[int] = count(1)
        self.busy = 0
        self.concerns: set[str] = set()  # answered: each must be in the record, and no other

    def start(self) -> None:
        """Every family's people."""
        dice = Dice(self._seed, "families")
        shapes = list(SHAPES)
        for _ in range(FAMILIES_MIN + dice.below(FAMILIES_MAX - FAMILIES_MIN + 1)):
            shape = shapes.pop(dice.below(len(shapes)))
            for role in (self._worry, self._progress, self._paperwork):
                for _ in range(1 + dice.happens(MORE_SHARE)):
                    self._begin(partial(role, shape), dice.between(0, self._span))

    def arrived(self, mail: Mail) -> None:
        """Somebody may open what came."""
        notice = self._watch.mails[-1][1]
        if notice.kind is NoticeKind.POINTER:
            dice = Dice(self._seed, f"reader {mail.reference}")
            if dice.happens(READ_SHARE):
                self._begin(lambda own: self._read(mail, notice, own), dice.between(5, 1500))

    def _begin(self, act: Callable[[Dice], None], delay: float) -> None:
        name = f"person{next(self._names):03d}"
        self.busy += 1

        def run() -> None:
            act(Dice(self._seed, name))
            self.busy -= 1

        self._world.scheduler.spawn(name, CLIENT, run, delay)

    def _worry(self, shape: Shape, dice: Dice) -> None:
        """A therapist signs a note with a concern, or raises one without; perhaps somebody deals with it later."""
        concern = self._concern(shape, dice)
        if dice.happens(0.5):
            path = f"/children/{shape.child}/concerns"
            found = self._post(dice, "notes", path, THERAPIST, {"clinic": CLINIC, **concern})
        else:
            found = self._signed(shape, concern, dice)
        self.concerns.add(found["concern"])
        if dice.happens(AWKWARD_SHARE):
            self._pause(dice, AWKWARD_SECONDS)
            self._order(shape, dice.pick(shape.adults), dice)
        if dice.happens(HANDED_SHARE):
            self._hand_over(shape, disclosure_id("notes", found["concern"]), dice)
        if dice.happens(0.3):
            self._pause(dice, 1800)
            words = {"reason": "safety-plan", "words": CANARY}
            self._post(dice, "notes", f"/children/{shape.child}/concerns/{found['concern']}/closure", SUPERVISOR, words)

    def _hand_over(self, shape: Shape, disclosure: str, dice: Dice) -> None:
        """Offered to the supervisor, who may take it; all of it in vain when the matter has ended meanwhile."""
        self._pause(dice, 900)
        path = f"/children/{shape.child}/disclosures/{disclosure}/hand-overs"
        body = {"colleague": SUPERVISOR.person}
        offered = self._ask(dice, "POST", "notifications", path, THERAPIST, body)
        if offered.is_success and dice.happens(0.8):
            self._pause(dice, 900)
            answer = {"accepts": dice.happens(0.7)}
            path = f"{path}/{offered.json()['hand_over']}/answer"
            self._ask(dice, "POST", "notifications", path, SUPERVISOR, answer)

    def _signed(self, shape: Shape, concern: Mapping[str, object], dice: Dice) -> Mapping[str, str]:
        sections = [{"kind": "assessment", "text": CANARY}, {"kind": "plan", "text": CANARY}]
        path = f"/children/{shape.child}/notes"
        note = self._post(dice, "notes", path, THERAPIST, {"clinic": CLINIC, "template": "soap", "sections": sections})
        self._pause(dice, 60)
        signature = {"revision": note["revision"], "concern": concern}
        return self._post(dice, "notes", f"{path}/{note['note']}/signature", THERAPIST, signature)

    def _concern(self, shape: Shape, dice: Dice) -> dict[str, object]:
        about = list(shape.accused)
        kinds = ABUSE if about else tuple(kind.value for kind in ConcernKind if not kind.value.startswith("abuse"))
        severity = dice.pick([Severity.MODERATE, Severity.SERIOUS, Severity.SERIOUS, Severity.IMMINENT]).value
        told = dice.pick(["told", "not-yet"])
        return {"kind": dice.pick(kinds), "severity": severity, "about": about, "child_told": told, "wording": CANARY}

    def _progress(self, shape: Shape, dice: Dice) -> None:
        """A goal is agreed and progress shared."""
        path = f"/children/{shape.child}/goals"
        body = {"clinic": CLINIC, "statement": CANARY, "levels": [f"{CANARY} {n}" for n in range(5)], "baseline": -1}
        goal = self._post(dice, "goals", path, THERAPIST, body)["goal"]
        self._post(dice, "goals", f"{path}/{goal}/agreement", THERAPIST, {})
        self._pause(dice, 300)
        update = {"level": 1, "words": CANARY, "rater": "therapist", "share": True}
        self._post(dice, "goals", f"{path}/{goal}/updates", THERAPIST, update)

    def _paperwork(self, shape: Shape, dice: Dice) -> None:
        """The facts change: an order, a consent, a suspicion; often they change back."""
        adult = dice.pick(shape.adults)
        dice.pick([self._order, self._order, self._consent, self._suspicion])(shape, adult, dice)

    def _order(self, shape: Shape, adult: Adult, dice: Dice) -> None:
        path = f"/children/{shape.child}/restrictions"
        since = self._world.scheduler.now() + timedelta(seconds=dice.pick([-86_400.0, 0.0, dice.between(10, 1200)]))
        body = {"person": adult.person, "kind": "court-order", "since": to_text(since), "source": "court"}
        placed = self._post(dice, "consent", path, DESK, body)
        if dice.happens(0.4) and "restriction" in placed:
            self._pause(dice, 1200)
            until = {"until": to_text(max(since, self._world.scheduler.now()))}
            self._post(dice, "consent", f"{path}/{placed['restriction']}/end", DESK, until)

    def _consent(self, shape: Shape, adult: Adult, dice: Dice) -> None:
        path = f"/children/{shape.child}/consents"
        body = {
            "grantor": "child", "grantee": adult.person, "classes": ["goals-progress", "safety-concern"],
            "provision": dice.pick(["permit", "deny"]), "verified": True, "since": to_text(self._world.scheduler.now()),
        }  # fmt: skip
        given = self._post(dice, "consent", path, DESK, body)
        if dice.happens(0.7) and "consent" in given:
            self._pause(dice, 600)
            self._post(dice, "consent", f"{path}/{given['consent']}/revocation", DESK, {})

    def _suspicion(self, shape: Shape, adult: Adult, dice: Dice) -> None:
        body = {"person": adult.person, "state": "alleged"}
        self._post(dice, "consent", f"/children/{shape.child}/dangers", SUPERVISOR, body)

    def _read(self, mail: Mail, notice: Notice, dice: Dice) -> None:
        """Open the link, wait for the code on the other channel, read, perhaps acknowledge."""
        link = LINK.search(mail.text)
        if link is None:
            raise RuntimeError("a message without link")
        pointer, mac = link.groups()
        asked_at = self._world.scheduler.now()
        sent = self._ask(dice, "POST", "notifications", f"/pointers/{pointer}/codes", WEB, {"mac": mac})
        code = self._code(notice.person, asked_at) if sent.is_success else None
        if code is None:
            return
        typed = {"mac": mac, "code": code}
        proof = self._ask(dice, "POST", "notifications", f"/pointers/{pointer}/proofs", WEB, typed)
        if proof.is_success:
            self._engage(notice, dice)

    def _engage(self, notice: Notice, dice: Dice) -> None:
        path, reader = f"/children/{notice.child}/disclosures/{notice.disclosure}", guardian(notice.person)
        self._ask(dice, "POST", "notifications", f"{path}/views", reader, {})
        if dice.happens(0.7):
            self._pause(dice, 300)
            self._ask(dice, "POST", "notifications", f"{path}/acknowledgements", reader, {})
        elif dice.happens(0.3):
            self._ask(dice, "POST", "notifications", f"{path}/not-my-child", reader, {})

    def _code(self, person: str, after: datetime) -> str | None:
        """The newest code on their other channel."""
        waited = 0.0
        while waited < CODE_SECONDS_MAX:
            for mail, notice in reversed(self._watch.mails):
                if notice.kind is NoticeKind.CODE and notice.person == person and mail.at >= after:
                    found = CODE.search(mail.text)
                    return found[1] if found else None
            self._world.scheduler.sleep(5.0)
            waited += 5.0
        return None

    def _pause(self, dice: Dice, seconds_max: float) -> None:
        self._world.scheduler.sleep(dice.between(0, seconds_max))

    def _post(
        self, dice: Dice, service: str, path: str, who: Principal, body: Mapping[str, object]
    ) -> Mapping[str, str]:
        response = self._ask(dice, "POST", service, path, who, body)
        self._watch.require("answered", response.is_success, f"{path}: {response.status_code} {response.text}")
        return dict(response.json())

    def _ask(
        self, dice: Dice, method: str, service: str, path: str, who: Principal, body: Mapping[str, object]
    ) -> httpx.Response:
        """Asked until answered; sometimes asked again after that, under the same key: the answer must be the same."""
        key = f"request-{self._seed}-{next(self._names):06d}"
        response = self._world.ask(method, service, path, who, body, key)
        if response.is_success and dice.happens(REPLAY_SHARE):
            again = self._world.ask(method, service, path, who, body, key)
            self._watch.require("replay", again.json() == response.json(), f"{path} answered differently")
        return response
