"""A clinic's policy: its ladders, how long a concern may stay open, and going live, which takes two people."""

from dataclasses import dataclass, replace

from kernel.decision import Decision
from kernel.errors import Invalid
from services.notifications.decisions.limits import RUNG_MINUTES_MAX, RUNGS_MAX
from services.notifications.model import TASK_CHANNELS, ClinicPolicy, Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """What somebody asks for; None leaves what holds."""

    live: bool
    rungs: tuple[Rung, ...] | None = None
    rungs_imminent: tuple[Rung, ...] | None = None
    resolve_hours: int | None = None
    resolve_hours_imminent: int | None = None
    mail_tls: bool | None = None


def policy_set(known: ClinicPolicy, wished: Wished, by: str) -> Decision:
    """A new version. Ladders that climb keep theirs."""
    after = replace(
        _living(known, wished.live, by),
        version=known.version + 1,
        rungs=_checked(wished.rungs, known.rungs, "rungs"),
        rungs_imminent=_checked(wished.rungs_imminent, known.rungs_imminent, "rungs_imminent"),
        resolve_hours=wished.resolve_hours or known.resolve_hours,
        resolve_hours_imminent=wished.resolve_hours_imminent or known.resolve_hours_imminent,
        mail_tls=known.mail_tls if wished.mail_tls is None else wished.mail_tls,
    )
    waits = wished.live and not after.live
    return Decision(
        changes=(after,),
        reply={
            "clinic": after.id, "policy": after.code, "version": after.version, "live": after.live,
            "awaits_second_person": waits,
        },
        facts={"policy": after.code, "live": str(after.live), "by": ",".join(after.live_by or (by,))},
    )  # fmt: skip


def _living(known: ClinicPolicy, live: bool, by: str) -> ClinicPolicy:
    """Back to trial at once; live when a second person says so too, because from then on families are written to."""
    if not live:
        return replace(known, live=False, live_proposed_by=None, live_by=())
    if known.live:
        return known
    if known.live_proposed_by in (None, by):
        return replace(known, live_proposed_by=by)
    return replace(known, live=True, live_proposed_by=None, live_by=(known.live_proposed_by or by, by))


def _checked(rungs: tuple[Rung, ...] | None, known: tuple[Rung, ...], field: str) -> tuple[Rung, ...]:
    if rungs is None:
        return known
    minutes = [rung.after_minutes for rung in rungs]
    if not 1 <= len(rungs) <= RUNGS_MAX:
        raise Invalid("ladder", {field: ["length"]})
    if minutes[0] != 0 or sorted(set(minutes)) != minutes or minutes[-1] > RUNG_MINUTES_MAX:
        raise Invalid("ladder", {field: ["minutes-from-zero-rising-within-a-day"]})
    if rungs[-1].channel not in TASK_CHANNELS:
        raise Invalid("ladder", {field: ["last-rung-must-be-a-human"]})
    return rungs
