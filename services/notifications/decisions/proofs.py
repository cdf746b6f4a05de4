"""Whoever opened a link proves who they are, in one of several ways; a wrong try counts, over all of them.

No way rests on the channel by which the link came: a code goes over another (`pointers.second_ways`), the others are
things that the person holds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kernel.auth.factors import Factors, with_code_used, with_passkey_used, without_recovery_code
from kernel.auth.passkeys import Passkey
from kernel.decision import Decision
from kernel.errors import Invalid, TooMany
from services.notifications.decisions import tallies, tasks
from services.notifications.decisions.engagement import entitled, viewed
from services.notifications.decisions.limits import CODE_TRIES_MAX, IDENTIFY_DUE, TRIES_PAUSE_SECONDS
from services.notifications.decisions.merging import merged
from services.notifications.decisions.notices import Fresh
from services.notifications.decisions.pointers import usable
from services.notifications.model import (
    Disclosure,
    Pointer,
    PointerState,
    Proof,
    Recovery,
    Tally,
    Task,
    TaskState,
    Verdict,
    Way,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A try in one way, and what it leaves behind when it is right (the thing used up) or wrong (a count)."""

    way: Way
    matches: bool
    right: tuple[object, ...] = ()
    wrong: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The link, what it leads to, and what stands between."""

    pointer: Pointer
    disclosure: Disclosure
    verdict: Verdict
    tally: Tally
    known: Sequence[Task] = ()


def code_tried(proof: Proof | None, fits: Callable[[Proof], bool], now: datetime) -> Tried:
    """The code that was sent, once, within its time, five times at most."""
    if proof is None or proof.passed or now >= proof.expires:
        raise Invalid("code-expired", {"code": ["expired"]})
    if proof.tries >= CODE_TRIES_MAX:
        raise TooMany("too-many-tries", TRIES_PAUSE_SECONDS)
    tried = replace(proof, tries=proof.tries + 1)
    return Tried(way=Way.MESSAGE, matches=fits(proof), right=(replace(tried, passed=True),), wrong=(tried,))


def app_tried(factors: Factors | None, step: int | None) -> Tried:
    """A code of their app; `step` names it, None when none of those good now was typed."""
    if factors is None or factors.authenticator is None or step is None:
        return Tried(way=Way.AUTHENTICATOR, matches=False)
    return Tried(way=Way.AUTHENTICATOR, matches=True, right=(with_code_used(factors, step),))


def passkey_tried(factors: Factors | None, shown: Passkey | None) -> Tried:
    """The passkey as it now is, None when none of theirs answered."""
    if factors is None or shown is None:
        return Tried(way=Way.PASSKEY, matches=False)
    return Tried(way=Way.PASSKEY, matches=True, right=(with_passkey_used(factors, shown),))


def recovery_tried(factors: Factors | None, index: int | None) -> Tried:
    """One of the codes on their strip of paper; it goes."""
    if factors is None or index is None:
        return Tried(way=Way.RECOVERY_CODE, matches=False)
    return Tried(way=Way.RECOVERY_CODE, matches=True, right=(without_recovery_code(factors, index),))


def identified(recovery: Recovery, now: datetime) -> Tried:
    """The code that staff told them. It opens a locked door too: that is what it is for."""
    return Tried(way=Way.IDENTIFIED, matches=True, right=(replace(recovery, used_at=now),))


def admitted(behind: Behind, now: datetime) -> None:
    """A link still good, an adult still entitled; else the answer that each of them gives."""
    usable(behind.pointer, now)
    entitled(behind.disclosure, behind.pointer.person, behind.verdict, now)


def decided(behind: Behind, tried: Tried, fresh: Fresh, now: datetime) -> Decision:
    """Right: the door opens once and the tally is empty. Wrong: counted, and `reply["proved"]` tells."""
    if tried.way is not Way.IDENTIFIED:
        tallies.admitted(behind.tally, now)
    return _entered(behind, tried, now) if tried.matches else _refused(behind, tried, fresh, now)


def _entered(behind: Behind, tried: Tried, now: datetime) -> Decision:
    pointer, disclosure = behind.pointer, behind.disclosure
    tally = () if behind.tally == Tally(id=pointer.person) else (Tally(id=pointer.person),)
    opened = viewed(disclosure, pointer.person, behind.verdict, now)
    entry = Decision(
        changes=(*tried.right, replace(pointer, state=PointerState.USED), *tally),
        reply={
            "proved": True,
            "person": pointer.person,
            "network": disclosure.network,
            "child": disclosure.child,
            "disclosure": disclosure.id,
            "item_service": disclosure.item_service,
            "item": disclosure.item,
            "disclosure_class": disclosure.disclosure_class.value,
            "way": tried.way.value,
        },
        facts={"pointer": pointer.id, "way": tried.way.value},
    )
    return merged(opened, entry)


def _refused(behind: Behind, tried: Tried, fresh: Fresh, now: datetime) -> Decision:
    tally = tallies.wrong(behind.tally, now)
    wrong = Decision(
        changes=(*tried.wrong, tally),
        reply={"proved": False, "rests": tallies.is_at_rest(tally, now)},
        facts={"pointer": behind.pointer.id, "way": tried.way.value, "code": "wrong"},
    )
    if tally.locked_at is None:
        return wrong
    return merged(wrong, asked_to_identify(behind, tasks.LOCKED_OUT, fresh, now))


def asked_to_identify(behind: Behind, code: str, fresh: Fresh, now: datetime) -> Decision:
    """Staff are asked once, however often the page is opened."""
    person = behind.pointer.person
    if any(task.code == code and task.person == person and task.state is TaskState.OPEN for task in behind.known):
        return Decision()
    return tasks.opened(behind.disclosure, code, fresh, now, due=now + IDENTIFY_DUE, person=person)
