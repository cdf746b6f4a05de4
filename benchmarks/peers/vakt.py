"""vakt: policies in memory, the flags as attributes of the subject, the library's own rules."""

import logging
from collections.abc import Sequence
from typing import Any

from vakt import ALLOW_ACCESS, DENY_ACCESS, Guard, Inquiry, MemoryStorage, Policy, RulesChecker
from vakt.rules import And, Eq, Greater, GreaterOrEqual, In, Less, NotEq, NotIn

from benchmarks.peers.flags import Flags

Alternative = dict[str, Any]
YES, NO = Eq(True), Eq(False)
VERIFIED, UNVERIFIED, NOTHING = Eq(2), Eq(1), Eq(0)
CARER, NO_CARER, LEGAL = GreaterOrEqual(2), Less(2), Eq(3)
SAFETY, DETAIL = Eq("safety-concern"), Eq("session-detail")
EVERYDAY = ("fact-of-treatment", "attendance-billing", "goals-progress", "home-practice")
GUARDIANS = (*EVERYDAY, "safety-concern")
COVERT = ("safety-concern", "session-detail", "contact-data", "report-existence")

HARM: Alternative = {"item_class": SAFETY, "grave": YES, "standing": CARER}
# Where harm has not decided already: vakt knows no exception, so each rule below harm holds in one of these.
BELOW_HARM: tuple[Alternative, ...] = (
    {"item_class": NotEq("safety-concern")},
    {"grave": NO},
    {"standing": NO_CARER},
    {"grown": YES},
    {"alone": YES, "child_yes": VERIFIED, "child_no": NO},
)
UNSPOKEN: Alternative = {"alone": YES, "grown": NO, "child_yes": NOTHING}
SPEAKING: Alternative = {"alone": NO, "standing": NO_CARER}


def below_harm(*alternatives: Alternative) -> list[Alternative]:
    """Each alternative with each way of being below harm."""
    return [_both(one, other) for one in alternatives for other in BELOW_HARM]


def _both(one: Alternative, other: Alternative) -> Alternative:
    shared = {key: And(one[key], other[key]) for key in one.keys() & other.keys()}
    return {**one, **other, **shared}


DENIED: dict[str, list[Alternative]] = {
    "never-given": [{"item_class": In("psychotherapy-note", "third-party")}],
    "against": [{flag: YES} for flag in ("protective", "restricted", "terminated", "named")],
    "abuse": [{"danger": Eq("substantiated")}, {"danger": Eq("alleged"), "item_class": In(*COVERT)}],
    "doubt": [
        {"law_known": NO},
        {"contradictory": YES},
        {"with_accused": YES, "item_class": In(*COVERT)},
        {"standing": CARER, "verified": NO},
    ],
    "harm-decided-otherwise": [
        {**HARM, **unsaid, **law}
        for unsaid in ({"child_yes": NotEq(2)}, {"child_no": YES})
        for law in (
            {"grown": YES},
            {"alone": YES, "notice": In("may", "unknown")},
            {"alone": YES, "notice": Eq("incapable"), "incapable": NO},
        )
    ],
    "minors": below_harm(
        {"grown": YES, "child_yes": NotEq(2)},
        {**UNSPOKEN, "law_verified": YES, "recognised": YES, "information": Eq("forbidden")},
        {**UNSPOKEN, "law_verified": YES, "recognised": YES, "information": Eq("discretion"), "standing": CARER},
        {
            **UNSPOKEN,
            "law_verified": YES,
            "recognised": YES,
            "information": Eq("discretion"),
            "item_class": NotIn(*GUARDIANS),
        },
        {**UNSPOKEN, "standing": CARER, "law_verified": NO},
        {**UNSPOKEN, "standing": CARER, "information": Eq("unknown")},
        {**UNSPOKEN, "standing": CARER, "law_verified": YES, "recognised": NO},
        {"alone": YES, "grown": NO, "child_yes": UNVERIFIED, "child_no": NO},
    ),
    "boundary": below_harm({"bounded": YES}),
    "wishes-against": below_harm(
        {"child_no": YES, "alone": YES},
        {"child_no": YES, "grown": YES},
        {"child_no": YES, "standing": NO_CARER},
        {"child_no": YES, "item_class": NotIn("fact-of-treatment", "attendance-billing")},
        {"item_class": DETAIL, "agreement": YES, "child_yes": NOTHING},
        {"item_class": DETAIL, "child_yes": UNVERIFIED, "standing": CARER},
        {"refused": YES, "standing": CARER},
        *(
            {**SPEAKING, **doubt, **matter}
            for doubt in (
                {"guardians_yes": Greater(0), "refused": YES},
                {"guardians_yes": Greater(0), "joint_missing": YES},
                {"guardians_yes": UNVERIFIED},
            )
            for matter in ({"item_class": In(*GUARDIANS)}, {"item_class": DETAIL, "child_yes": VERIFIED})
        ),
    ),
}
ALLOWED: dict[str, list[Alternative]] = {
    "harm": [
        {**HARM, "grown": NO, "alone": NO},
        {**HARM, "grown": NO, "notice": Eq("shall")},
        {**HARM, "grown": NO, "notice": Eq("incapable"), "incapable": YES},
    ],
    "child-agrees": [
        {"child_yes": VERIFIED, "item_class": In(*GUARDIANS, "session-detail"), **who}
        for who in ({"standing": CARER}, {"alone": YES}, {"grown": YES})
    ],
    "guardians-consent": [
        {**SPEAKING, "guardians_yes": VERIFIED, **matter}
        for matter in ({"item_class": In(*GUARDIANS)}, {"item_class": DETAIL, "child_yes": VERIFIED})
    ],
    "carers": [
        {"standing": CARER, "item_class": SAFETY},
        {"standing": CARER, "item_class": In(*EVERYDAY), "clinic_withholds": NO},
    ],
    "detail-young-child": [
        {"item_class": DETAIL, "standing": LEGAL, "agreement": NO, "detail_age": NO, "clinic_withholds": NO}
    ],
}


class Vakt:
    """The policies above, decided by Python code."""

    name = "vakt"

    def __init__(self) -> None:
        logging.getLogger("vakt").setLevel(logging.CRITICAL)
        storage = MemoryStorage()
        for effect, policies in ((DENY_ACCESS, DENIED), (ALLOW_ACCESS, ALLOWED)):
            for uid, subjects in policies.items():
                storage.add(
                    Policy(
                        f"{effect}-{uid}",
                        subjects=subjects,
                        effect=effect,
                        actions=[Eq("know")],
                        resources=[Eq("item")],
                    )
                )
        self._guard = Guard(storage, RulesChecker())

    def request(self, flags: Flags) -> object:
        return Inquiry(subject=dict(flags), action="know", resource="item")

    def permits(self, requests: Sequence[Any]) -> list[bool]:
        return [bool(self._guard.is_allowed_check(request)) for request in requests]
