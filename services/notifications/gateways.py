"""Questions to consent. A readable permit permits; a refusal withholds; no answer is an error of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from contracts.codes import DisclosureClass, Outcome
from kernel.auth.principal import SYSTEM, Principal
from kernel.clock import to_text
from kernel.errors import Forbidden, GatewayUnavailable, Gone, NotFound, Refusal
from kernel.work import Call
from services.notifications.decisions.reconciling import Decided
from services.notifications.model import Child, Notice, Verdict

CONSENT = "consent"
OWN = SYSTEM("notifications")
T = TypeVar("T")
WITHHELD = Verdict(outcome=Outcome.WITHHOLD, rules=("unknown-to-consent",))
FROZEN = Verdict(outcome=Outcome.WITHHOLD, rules=("not-my-child",))
"""Our own no, whatever consent says: they told us that it is not their child."""


def verdict_of(call: Call, child: str, disclosure: str, person: str, basis: int) -> Verdict:
    """May this person know of it now. Asked in the service's own name, because consent tells a guardian no rules.

    GatewayUnavailable also for an answer from before `basis`, the newest change of facts we have heard of.
    """
    path = f"/children/{child}/disclosures/{disclosure}/decision"
    verdict = _readable(lambda: _verdict(call.get(CONSENT, path, OWN, {"person": person})), WITHHELD)
    if verdict is not WITHHELD and verdict.position < basis:
        raise GatewayUnavailable("consent answers from before a change that is known here")
    return verdict


def verdict_now(call: Call, child: Child | None, of: tuple[str, str], person: str) -> Verdict:
    """The same behind our own incident and our own fence. `of`: the child and the disclosure."""
    if child is not None and person in child.frozen:
        return FROZEN
    return verdict_of(call, *of, person, 0 if child is None else child.basis)


@dataclass(frozen=True, slots=True)
class Asked:
    """What consent says of a notice's person now, and the language that they read."""

    verdict: Verdict
    language: str | None


def asked_about(call: Call, notices: Sequence[Notice], key: str) -> list[Asked]:
    """The same for the persons of several notices in one question; whoever uses them holds the fence.

    A question that is refused as a whole says nothing about anybody: GatewayUnavailable.
    """
    asked = [{"child": item.child, "disclosure": item.disclosure, "person": item.person} for item in notices]

    def ask() -> list[Asked]:
        found = call.post(CONSENT, "/disclosures/decisions", OWN, {"questions": asked}, key)["decisions"]
        if len(found) != len(asked):
            raise ValueError("another number of answers than of questions")
        return [Asked(WITHHELD, None) if one is None else Asked(_verdict(one), _language(one)) for one in found]

    refused: list[Asked] = []
    answers = _readable(ask, refused)
    if len(answers) != len(notices):
        raise GatewayUnavailable("consent refused the question")
    return answers


def _language(found: Mapping[str, Any]) -> str | None:
    return None if found["language"] is None else str(found["language"])


def verdicts_where_known(
    call: Call, child: str, disclosure: str, persons: Sequence[str], basis: int
) -> dict[str, Verdict]:
    """For a rung: without those about whom consent did not answer, so that a silent consent never stops the climb."""
    found: dict[str, Verdict] = {}
    for person in persons:
        try:
            found[person] = verdict_of(call, child, disclosure, person, basis)
        except GatewayUnavailable:
            return found  # it would not answer about the next either, and each try costs a timeout
    return found


def clinics(call: Call) -> list[dict[str, str]]:
    """Every clinic with its network and zone."""
    nothing: list[dict[str, str]] = []

    def ask() -> list[dict[str, str]]:
        found = call.get(CONSENT, "/clinics", OWN)["clinics"]
        return [{name: str(item[name]) for name in ("clinic", "network", "zone")} for item in found]

    return _readable(ask, nothing)


def decided_between(call: Call, clinic: str, since: datetime, until: datetime) -> Iterator[Decided]:
    """Consent's own list of what it decided, page by page; a refusal is no empty list but no answer."""
    cursor: str | None = None
    while True:
        page = _readable(lambda cursor=cursor: _decided(call, clinic, since, until, cursor), None)  # type: ignore[misc]
        if page is None:
            raise GatewayUnavailable("consent refused the question")
        yield from page[0]
        cursor = page[1]
        if cursor is None:
            return


def _decided(
    call: Call, clinic: str, since: datetime, until: datetime, cursor: str | None
) -> tuple[list[Decided], str | None]:
    params = {"since": to_text(since), "until": to_text(until), **({"cursor": cursor} if cursor else {})}
    found = call.get(CONSENT, f"/clinics/{clinic}/decided", OWN, params)
    return [decided_row(row) for row in found["decided"]], found["next_cursor"]


def decided_row(row: Mapping[str, Any]) -> Decided:
    """One of consent's rows."""
    return Decided(
        disclosure=str(row["disclosure"]),
        child=str(row["child"]),
        network=str(row["network"]),
        clinic=str(row["clinic"]),
        about=tuple(row["about"]),
        permitted=tuple(row["permitted"]),
    )


def language_of(call: Call, person: str) -> str | None:
    """What they read, as consent knows it; None for whoever it does not know any more."""

    def ask() -> str | None:
        found = call.get(CONSENT, "/people", OWN, {"ids": person})["people"]
        return _language(found[0]) if found else None

    return _readable(ask, None)


def is_person_of_asker(call: Call, person: str, asker: Principal) -> bool:
    """Whether consent shows this person to the asker: the same network."""

    def ask() -> list[str]:
        return [str(item["id"]) for item in call.get(CONSENT, "/people", asker, {"ids": person})["people"]]

    nobody: list[str] = []
    return person in _readable(ask, nobody)


def class_verdict(call: Call, child: str, disclosure_class: DisclosureClass, person: str, basis: int) -> Verdict:
    """May this person know this class of thing about the child now; the fence as in `verdict_of`."""
    params = {"disclosure_class": disclosure_class.value, "person": person}
    path = f"/children/{child}/decision"
    verdict = _readable(lambda: _verdict(call.get(CONSENT, path, OWN, params)), WITHHELD)
    if verdict is not WITHHELD and verdict.position < basis:
        raise GatewayUnavailable("consent answers from before a change that is known here")
    return verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """What promises and crisis lines rest on. One that consent does not know has the world's clock and no country."""

    name: str = ""
    zone: str = "UTC"
    jurisdiction: str = ""
    on_call: tuple[str, ...] = ()


def clinic_of(call: Call, id: str) -> Clinic:
    """As consent has it now."""

    def ask() -> Clinic:
        found = [one for one in call.get(CONSENT, "/clinics", OWN, {"clinic": id})["clinics"] if one["clinic"] == id]
        if not found:
            return Clinic()
        on_call = tuple(str(person) for person in found[0]["on_call"])
        name, zone, jurisdiction = (str(found[0][field]) for field in ("name", "zone", "jurisdiction"))
        return Clinic(name=name, zone=zone, jurisdiction=jurisdiction, on_call=on_call)

    return _readable(ask, Clinic())


def _verdict(found: Mapping[str, Any]) -> Verdict:
    return Verdict(
        outcome=Outcome(found["outcome"]),
        obligations=tuple(str(code) for code in found["obligations"]),
        rules=tuple(str(code) for code in found["rules"]),
        position=int(found["position"]),
    )


def _readable(ask: Callable[[], T], refused: T) -> T:
    try:
        return ask()
    except (NotFound, Forbidden, Gone):
        return refused
    except Refusal as refusal:
        # An expired token, say: that is between the services and no answer about the person.
        raise GatewayUnavailable("consent refused the question") from refusal
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GatewayUnavailable("consent gave an unreadable answer") from error
