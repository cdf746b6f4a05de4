"""What providers and mail servers tell of a message afterwards: delivery only moves forward.

| the report                               | what follows                                                             |
|------------------------------------------|--------------------------------------------------------------------------|
| before the provider's own answer is kept | it is kept, and applied right after that answer                          |
| twice                                    | the second changes nothing                                               |
| late, after a later or a final state     | the state stays; an unfit address is unusable all the same               |
| of an attempt that another one followed  | delivered counts (somebody has it), anything else does not               |
| of a provider that was not asked         | nothing: it is somebody else's, or made up                               |
| of a message that never left             | nothing: nobody can know of it                                           |
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from contracts.codes import DeliveryState
from kernel.decision import NOTHING, Decision
from services.notifications.decisions import tasks
from services.notifications.decisions.delivery import Around, bounced
from services.notifications.decisions.merging import merged
from services.notifications.decisions.notices import Fresh, moved, told
from services.notifications.decisions.points import spoilt
from services.notifications.model import Notice, Report, Reported

EARLY_MAX = 10  # reports kept on one notice until its answer comes: providers tell of four states
FORWARD: Mapping[tuple[DeliveryState, Reported], DeliveryState] = {
    # Waiting to be sent again because an attempt was unsure: that attempt did get through.
    (DeliveryState.ACCEPTED, Reported.TAKEN): DeliveryState.PROVIDER_ACCEPTED,
    (DeliveryState.ACCEPTED, Reported.DELIVERED): DeliveryState.HANDED_OVER,
    (DeliveryState.ACCEPTED, Reported.UNFIT): DeliveryState.BOUNCED,
    (DeliveryState.UNKNOWN, Reported.TAKEN): DeliveryState.PROVIDER_ACCEPTED,
    (DeliveryState.UNKNOWN, Reported.DELIVERED): DeliveryState.HANDED_OVER,
    (DeliveryState.UNKNOWN, Reported.FAILED): DeliveryState.BOUNCED,
    (DeliveryState.UNKNOWN, Reported.UNFIT): DeliveryState.BOUNCED,
    (DeliveryState.PROVIDER_ACCEPTED, Reported.DELIVERED): DeliveryState.HANDED_OVER,
    (DeliveryState.PROVIDER_ACCEPTED, Reported.FAILED): DeliveryState.BOUNCED,
    (DeliveryState.PROVIDER_ACCEPTED, Reported.UNFIT): DeliveryState.BOUNCED,
}
"""Every move that a report makes; what is not in it is no move. Handed over, bounced, expired, suppressed are final."""


def reported(notice: Notice, around: Around, report: Report, fresh: Fresh, now: datetime) -> Decision:
    """The table above. `reply["outcome"]` names what became of it, for the metrics."""
    if notice.attempts == 0:
        return _nothing("never-sent")
    if report.provider is not None and notice.providers and report.provider not in notice.providers:
        return _nothing("not-theirs")
    if notice.state is DeliveryState.DISPATCHED:
        return _kept(notice, report)
    if report.told is Reported.COMPLAINED:
        return _complained(notice, around, fresh, now)
    if _is_of_another_attempt(notice, report) and report.told is not Reported.DELIVERED:
        return _nothing("another-attempt")
    return _moved(notice, around, report, now)


def _nothing(outcome: str) -> Decision:
    return replace(NOTHING, reply={"outcome": outcome})


def _kept(notice: Notice, report: Report) -> Decision:
    known = any((one.told, one.reference) == (report.told, report.reference) for one in notice.early)
    if known or len(notice.early) >= EARLY_MAX:
        return _nothing("known")
    return Decision(changes=(replace(notice, early=(*notice.early, report)),), reply={"outcome": "early"})


def _is_of_another_attempt(notice: Notice, report: Report) -> bool:
    return None not in (notice.reference, report.reference) and notice.reference != report.reference


def _moved(notice: Notice, around: Around, report: Report, now: datetime) -> Decision:
    state = FORWARD.get((notice.state, report.told))
    unfit = report.told is Reported.UNFIT
    if state is None:
        return _unfit_all_the_same(around, now) if unfit else _nothing("no-move")
    after = replace(moved(notice, state, report.code or None, now), code=None)
    after = replace(after, reference=notice.reference or report.reference)
    if state is not DeliveryState.BOUNCED:
        return Decision(changes=(after,), events=told(after), reply={"outcome": "moved"}, facts={"notice": notice.id})
    failed = bounced(after, around, unfit, now)
    return merged(failed, Decision(reply={"outcome": "moved"}, facts={"notice": notice.id}))


def _unfit_all_the_same(around: Around, now: datetime) -> Decision:
    point = around.point
    if point is None or not point.usable:
        return _nothing("known")
    unfit = spoilt(point, "bounced", now)
    return Decision(changes=(unfit,), reply={"outcome": "address"}, facts={"contact_point": point.id})


def _complained(notice: Notice, around: Around, fresh: Fresh, now: datetime) -> Decision:
    """No more routine messages there; safety goes on, and a human asks the person, once."""
    point = around.point
    if point is None or point.complained_at is not None:
        return _nothing("known")
    restricted = replace(point, complained_at=now)
    asked = tasks.opened(around.disclosure, tasks.COMPLAINED, fresh, now, person=notice.person)
    return merged(
        Decision(changes=(restricted,), reply={"outcome": "complaint"}, facts={"contact_point": point.id}), asked
    )

