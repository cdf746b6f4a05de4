"""What happens around a child, each step a request to a public interface, and what can be read of it afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kernel.chance import derived_id
from kernel.clock import to_text
from tests.stories.household import CHILD, ON_CALL, Answer, Household

LEVELS = ["Not yet", "Seldom", "Sometimes", "Often", "Always"]


@dataclass
class Family(Household):
    """A household in care."""

    goals: dict[str, str] = field(default_factory=dict, init=False)

    def shares_progress(self, name: str, child: str = CHILD) -> str:
        """A step towards the child's goal, made for those who may know; the goal is agreed at the first step."""
        path, tess = f"/children/{self.id(child)}/goals", self.who("tess")
        if child not in self.goals:
            body = {"clinic": self.clinic, "statement": "Says what she needs", "baseline": -2, "levels": LEVELS}
            self.goals[child] = self.keep("goal", child, self.stage.do("goals", path, tess, body)["goal"])
            self.stage.do("goals", f"{path}/{self.goals[child]}/agreement", tess)
        step = {"level": 1, "words": f"A step: {name}.", "rater": "therapist", "share": True}
        update = self.stage.do("goals", f"{path}/{self.goals[child]}/updates", tess, step)["update"]
        self.keep("disclosure", name, derived_id("disclosure", "goals", update))
        return self.keep("update", name, update)

    def plans_session(self, name: str, child: str = CHILD, days: float = 3) -> str:
        """An appointment that lies ahead."""
        at = to_text(self.stage.now + timedelta(days=days))
        body = {"clinic": self.clinic, "practitioner": self.id("tess"), "starts_at": at, "minutes": 50}
        session = self.stage.do("notes", f"/children/{self.id(child)}/sessions", self.who("tess"), body)["session"]
        return self.keep("session", name, session)

    def signs_note(
        self, name: str, child: str = CHILD, *, shared_with: Sequence[str] = (), aside: str = "",
        session: str | None = None, concern: Answer | None = None,
    ) -> str:  # fmt: skip
        """A note, its plan for the adults named. `aside`: what is written down for the team alone.

        With a concern: raised in the same commit.
        """
        path, tess = f"/children/{self.id(child)}/notes", self.who("tess")
        readers = [self.id(role) for role in shared_with]
        shown: Answer = {"visibility": "persons", "persons": readers} if readers else {}
        sections = [{"kind": "assessment", "text": "Steady."}, {"kind": "plan", "text": f"Plan: {name}.", **shown}]
        sections += [{"kind": "subjective", "text": aside, "visibility": "care-team"}] if aside else []
        of = self.ids["session"][session] if session else None
        draft = {"clinic": self.clinic, "template": "soap", "session": of, "sections": sections}
        note = self.stage.do("notes", path, tess, draft)
        signature = {"revision": note["revision"], "concern": concern}
        signed = self.stage.do("notes", f"{path}/{note['note']}/signature", tess, signature)
        if signed["concern"]:
            self.keep("concern", name, signed["concern"])
            self.keep("disclosure", name, derived_id("disclosure", "notes", signed["concern"]))
        return self.keep("note", name, note["note"])

    def raises(self, name: str, kind: str, *, about: Sequence[str] = (), child: str = CHILD, **more: Any) -> str:
        """A concern in a signed note: serious, and the child knows, unless the story says otherwise."""
        concern = {
            "kind": kind, "severity": "serious", "about": [self.id(role) for role in about], "child_told": "told",
            "wording": f"Please read this today: {name}.", **more,
        }  # fmt: skip
        self.signs_note(name, child, concern=concern)
        return self.ids["concern"][name]

    def closes(self, name: str, reason: str = "resolved", child: str = CHILD) -> None:
        """A concern is dealt with."""
        path = f"/children/{self.id(child)}/concerns/{self.ids['concern'][name]}/closure"
        self.stage.do("notes", path, self.who("tess"), {"reason": reason, "words": "Dealt with."})

    def records(self, what: str, body: Mapping[str, Any] | None = None, child: str = CHILD, by: str = "tess") -> Answer:
        """A fact about the child: authorities, restrictions, dangers, consents, assents, boundaries, ..."""
        return self.stage.do("consent", f"/children/{self.id(child)}/{what}", self.who(by), body)

    def order_against(self, role: str, since: datetime) -> Answer:
        """A protective order comes in; it may be dated back."""
        order = {"person": self.id(role), "kind": "protective-order", "source": "protective-order", "until": None}
        return self.records("restrictions", {**order, "since": to_text(since)})

    def consents(self, grantor: str, grantee: str, *classes: str, **more: Any) -> str:
        """A form on which a guardian, or the child (`child`), permits or refuses; its id."""
        body = {
            "grantor": grantor if grantor == "child" else self.id(grantor), "grantee": self.id(grantee),
            "classes": list(classes), "verified": True, "since": to_text(self.stage.now), "until": None, **more,
        }  # fmt: skip
        return str(self.records("consents", body)["consent"])

    def refuses(self, *classes: str) -> Answer:
        """What the child says in session: no adult is to be told."""
        return self.records("assents", {"person": None, "classes": list(classes), "agrees": False})

    def on_record(self, role: str, child: str = CHILD) -> Answer:
        """What staff find about an adult: authorities, danger, restrictions, consents."""
        found = self.stage.read("consent", f"/children/{self.id(child)}", self.who("sue"))
        return next(adult for adult in found["adults"] if adult["person"] == self.id(role))

    def ruling(self, role: str, disclosure_class: str, child: str = CHILD) -> Answer:
        """What staff are told of an adult and a class."""
        asked = {"disclosure_class": disclosure_class, "person": self.id(role)}
        return self.stage.read("consent", f"/children/{self.id(child)}/decision", self.who("tess"), **asked)

    def ledger(self, name: str, role: str, child: str = CHILD) -> Answer:
        """What was done about a disclosure towards one adult."""
        path = f"/children/{self.id(child)}/disclosures/{self.ids['disclosure'][name]}/ledger"
        adults = self.stage.read("notifications", path, self.who("sue"))["adults"]
        return next(adult for adult in adults if adult["person"] == self.id(role))

    def notices(self, name: str, role: str, child: str = CHILD) -> list[tuple[str, str | None]]:
        """State and reason of each message about a disclosure that was meant for an adult."""
        return [(notice["state"], notice["reason"]) for notice in self.ledger(name, role, child)["notices"]]

    def tasks(self, role: str = ON_CALL) -> list[str]:
        """The codes of what a member of staff has to do."""
        found = self.stage.read("notifications", "/tasks", self.who(role))["tasks"]
        return sorted(task["code"] for task in found if task["clinic"] == self.clinic)

    def inbox(self, role: str, child: str = CHILD) -> list[str]:
        """The items of a child that an adult is told of now."""
        answer = self.stage.read("notifications", f"/children/{self.id(child)}/inbox", self.who(role))
        return [item["item"] for item in answer["items"]]

    def mails(self, role: str) -> list[bytes]:
        """What lies in an adult's mailbox, as it came."""
        return [content for _, to, content in self.stage.post.letters if to == self.mail(role)]

    def texts(self, role: str) -> list[str]:
        """What came to an adult's telephone."""
        return [str(one["text"]) for one in self.stage.phones.messages if one["to"] == self.phone(role)]
