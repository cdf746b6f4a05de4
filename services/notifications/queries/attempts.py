"""The attempts at reaching somebody, as the ledger shows them: each step with its reason and the words that left."""

from collections.abc import Sequence
from typing import Any

from kernel.clock import to_text
from services.notifications.model import Disclosure, Notice, Template

MOMENTS = ("told_at", "opened_at", "acknowledged_at", "answered_at", "disowned_at")


def for_desk(disclosure: Disclosure, notices: Sequence[Notice]) -> dict[str, Any]:
    """Who was written to, how, and with which end. Whoever was not told is not named: that alone would be a reason."""
    told_of = [adult for adult in disclosure.adults if any(notice.person == adult.person for notice in notices)]
    return {
        "disclosure": disclosure.id,
        "adults": [
            {
                "person": adult.person,
                "engagement": adult.engagement.value,
                **{name: to_text(at) if (at := getattr(adult, name)) is not None else None for name in MOMENTS},
                "notices": [_without_reason(attempted(notice)) for notice in notices if notice.person == adult.person],
                "answers": [],
            }
            for adult in told_of
        ],
    }


def _without_reason(notice: dict[str, Any]) -> dict[str, Any]:
    return {**notice, "reason": None, "steps": [{**step, "reason": None} for step in notice["steps"]]}


def attempted(notice: Notice) -> dict[str, Any]:
    """One message, step by step."""
    return {
        "notice": notice.id,
        "kind": notice.kind.value,
        "channel": notice.channel.value,
        "rung": notice.rung,
        "state": notice.state.value,
        "reason": notice.reason,
        "attempts": notice.attempts,
        "steps": [
            {
                "at": to_text(step.at),
                "state": step.state.value,
                "reason": step.reason,
                "template": _template(step.template),
            }
            for step in notice.history
        ],
    }


def _template(used: Template | None) -> dict[str, Any] | None:
    return None if used is None else {"template": used.id, "version": used.version, "language": used.language}
