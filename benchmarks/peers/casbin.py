"""casbin: attribute rules evaluated by one matcher, a deny overriding an allow."""

import logging
from collections.abc import Sequence
from typing import Any

import casbin

from benchmarks.peers.flags import Flags

MODEL = """
[request_definition]
r = f

[policy_definition]
p = rule, eft

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = eval(p.rule)
"""
COVERT = "r.f.item_class in ('safety-concern', 'session-detail', 'contact-data', 'report-existence')"
GUARDIANS = (
    "r.f.item_class in ('fact-of-treatment', 'attendance-billing', 'goals-progress', 'home-practice', 'safety-concern')"
)
HARM = "(r.f.grave and r.f.item_class == 'safety-concern' and r.f.standing >= 2)"
UNSAID = "(r.f.child_yes != 2 or r.f.child_no)"
BELOW_HARM = f"not ({HARM} and not r.f.grown and (not r.f.alone or {UNSAID}))"
UNSPOKEN = "(r.f.alone and not r.f.grown and r.f.child_yes == 0)"
BY_LAW = f"{UNSPOKEN} and r.f.law_verified and r.f.recognised"
SPEAKING = (
    "(r.f.guardians_yes > 0 and not r.f.alone and r.f.standing < 2 and "
    f"({GUARDIANS} or (r.f.item_class == 'session-detail' and r.f.child_yes == 2)))"
)

DENIED = (
    "r.f.item_class in ('psychotherapy-note', 'third-party')",
    "r.f.protective or r.f.restricted or r.f.terminated or r.f.named or r.f.danger == 'substantiated'",
    f"r.f.danger == 'alleged' and {COVERT}",
    (
        f"not r.f.law_known or r.f.contradictory or (r.f.with_accused and {COVERT}) "
        "or (r.f.standing >= 2 and not r.f.verified)"
    ),
    (
        f"{HARM} and {UNSAID} and (r.f.grown or (r.f.alone and r.f.notice != 'shall' "
        "and not (r.f.notice == 'incapable' and r.f.incapable)))"
    ),
    (
        f"{BELOW_HARM} and ((r.f.grown and r.f.child_yes != 2) "
        f"or ({BY_LAW} and r.f.information == 'forbidden') "
        f"or ({BY_LAW} and r.f.information == 'discretion' and (r.f.standing >= 2 or not ({GUARDIANS}))) "
        f"or ({UNSPOKEN} and r.f.standing >= 2 "
        "and (not r.f.law_verified or r.f.information == 'unknown')) "
        f"or ({UNSPOKEN} and r.f.standing >= 2 and r.f.law_verified and not r.f.recognised) "
        "or (r.f.alone and not r.f.grown and r.f.child_yes == 1 and not r.f.child_no))"
    ),
    f"r.f.bounded and {BELOW_HARM}",
    (
        f"{BELOW_HARM} and ((r.f.child_no and (r.f.alone or r.f.grown or r.f.standing < 2 "
        "or r.f.item_class not in ('fact-of-treatment', 'attendance-billing'))) "
        "or (r.f.item_class == 'session-detail' and ((r.f.agreement and r.f.child_yes == 0) "
        "or (r.f.child_yes == 1 and r.f.standing >= 2))) "
        f"or (r.f.refused and (r.f.standing >= 2 or {SPEAKING})) "
        f"or ({SPEAKING} and (r.f.joint_missing or r.f.guardians_yes == 1)))"
    ),
)
ALLOWED = (
    (
        f"{HARM} and not r.f.grown and (not r.f.alone or ({UNSAID} and (r.f.notice == 'shall' "
        "or (r.f.notice == 'incapable' and r.f.incapable))))"
    ),
    (
        "r.f.child_yes == 2 and (r.f.standing >= 2 or r.f.alone or r.f.grown) and "
        f"({GUARDIANS} or r.f.item_class == 'session-detail')"
    ),
    SPEAKING,
    f"r.f.standing >= 2 and {GUARDIANS} and (r.f.item_class == 'safety-concern' or not r.f.clinic_withholds)",
    (
        "r.f.item_class == 'session-detail' and r.f.standing == 3 "
        "and not r.f.agreement and not r.f.detail_age and not r.f.clinic_withholds"
    ),
)


class Casbin:
    """The rules above, decided by Python code. The denying ones come first: casbin stops at the first deny."""

    name = "casbin"

    def __init__(self) -> None:
        model = casbin.Model()
        model.load_model_from_text(MODEL)
        self._enforcer = casbin.Enforcer(model)
        logging.getLogger("casbin").setLevel(logging.CRITICAL)
        for effect, rules in (("deny", DENIED), ("allow", ALLOWED)):
            for rule in rules:
                self._enforcer.add_policy(rule, effect)

    def request(self, flags: Flags) -> object:
        return dict(flags)

    def permits(self, requests: Sequence[Any]) -> list[bool]:
        return [bool(self._enforcer.enforce(request)) for request in requests]
