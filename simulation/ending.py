"""What must hold when everything has come to rest: nothing lost, nothing left over, every chain whole."""

from collections import Counter
from datetime import datetime, timedelta

from contracts.codes import DeliveryState, LadderState, MessageClass
from kernel.audit import AUDIT
from kernel.chain import chain_broken_at
from kernel.clock import to_text
from kernel.outbox import OUTBOX
from kernel.parking import HELD, PARKED
from kernel.store.port import Not, Span, Where
from kernel.stream import STREAMS
from kernel.work import TIMERS
from services.consent.decisions.disclosures import disclosure_id
from services.consent.repository import DISCLOSURES as DECIDED
from services.notes.model.concern import Concern, ConcernState
from services.notes.repository import CONCERNS
from services.notifications.decisions import resolving
from services.notifications.decisions.ladder import due_of
from services.notifications.model import Disclosure, Entitlement, Ladder, PointerState, Task
from services.notifications.repository import DISCLOSURES, NOTICES, POINTERS, TASKS
from simulation.invariants import Watch
from simulation.matters import called_by_the_rota, in_human_hands
from simulation.reconciled import agreed
from simulation.world import World

ALL = 10_000
SOON = timedelta(hours=25)  # timers due by then are waited for: the longest hold of a ladder is a day
LATE = timedelta(seconds=60)  # no timer may still wait when its time has been over for so long
PROMPT = timedelta(seconds=15)  # what a rung may be late when nothing fails: a look of the timer loop and a conflict
ENDED = frozenset({LadderState.ACKNOWLEDGED, LadderState.EXHAUSTED, LadderState.TAKEN_OVER, LadderState.CLOSED})


def at_rest(world: World) -> bool:
    """Nothing waits to be published, heard, sent, settled or climbed."""
    stores = world.stores
    if any(store.count(OUTBOX, {"state": "pending"}) for store in stores.values()):
        return False
    notifications = stores["notifications"]
    soon = to_text(world.scheduler.now() + SOON)
    # An open concern is asked about again and again, without end.
    where: Where = {"state": "waiting", "due": Span(below=soon), "name": Not(resolving.TIMER)}
    waiting = any(store.count(TIMERS, where) for store in stores.values())
    sending = any(notifications.count(NOTICES.collection, {"state": state}) for state in ("accepted", "dispatched"))
    return not (waiting or sending or _lag(world))


def at_the_end(watch: Watch, answered: set[str], healed_at: datetime) -> None:
    """All of it. `answered` are the concerns that people were told of as raised."""
    _nothing_left(watch)
    raised = {concern.id for concern in watch.truth.notes.find(CONCERNS, {}, (), ALL)}
    watch.require("requests", raised == answered, f"answered {sorted(answered)}, on record {sorted(raised)}")
    _chains(watch)
    _effects_once(watch)
    agreed(watch)
    for concern in watch.truth.notes.find(CONCERNS, {}, (), ALL):
        _decided(watch, concern)
    for disclosure in watch.truth.notifications.find(DISCLOSURES, {}, (), ALL):
        in_human_hands(watch, disclosure)
        _carried(watch, disclosure)
        _prompt(watch, disclosure, healed_at)
    _links(watch)


def _links(watch: Watch) -> None:
    """The fence holds for open links: none is good for somebody who may no longer know."""
    now = watch.world.scheduler.now()
    for pointer in watch.truth.notifications.find(POINTERS, {"state": PointerState.VALID.value}, (), ALL):
        good = any(watch.allows(pointer, at) for at in (now, now - LATE))
        watch.require("links", good or pointer.expires <= now, f"{pointer.person} of {pointer.disclosure}")


def _prompt(watch: Watch, disclosure: Disclosure, healed_at: datetime) -> None:
    """When nothing fails the timer takes each rung; the sweeper, half a minute later, is for the day when it does."""
    ladder = disclosure.ladder
    for step in ladder.climbed if ladder is not None else ():
        due = due_of(ladder, step.rung) if ladder is not None else step.at
        if due > healed_at:
            watch.require("prompt", step.at <= due + PROMPT, f"rung {step.rung} of {disclosure.id} at {step.at}")


def _nothing_left(watch: Watch) -> None:
    for service, store in watch.world.stores.items():
        late = to_text(watch.world.scheduler.now() - LATE)
        watch.require("published", not store.count(OUTBOX, {"state": "pending"}), service)
        watch.require("timers", not store.count(TIMERS, {"state": "stuck"}), f"{service}: stuck")
        watch.require("timers", not store.count(TIMERS, {"due": Span(below=late)}), f"{service}: late")
        codes = [document["code"] for document in store.find(HELD, {"state": "dead"}, (), ALL)]
        watch.require("parked", not store.count(PARKED, {}) and not codes, f"{service}: {codes}")
    watch.require("heard", not _lag(watch.world), "records without an effect")


def _chains(watch: Watch) -> None:
    for service, store in watch.world.stores.items():
        for stream in store.find(STREAMS, {}, (), ALL):
            watch.require("audit", chain_broken_at(store, stream["_id"]) is None, f"{service} {stream['_id']}")


def _effects_once(watch: Watch) -> None:
    """No service acted more often on a kind of event than there were events of it."""
    published = Counter(
        (row["stream"], row["type"])
        for store in watch.world.stores.values()
        for row in store.find(OUTBOX, {}, (), ALL)
    )
    for service, store in watch.world.stores.items():
        acted = Counter(
            (row["stream"], row["action"]) for row in store.find(AUDIT, {"outcome": "done"}, (), ALL)
        )
        for place, often in acted.items():
            if "." in place[1]:
                watch.require("effects", often <= published[place], f"{service} {place} {often}")


def _decided(watch: Watch, concern: Concern) -> None:
    id = disclosure_id("notes", concern.id)
    made = watch.truth.consent.known(DECIDED, id)
    watch.require("decided", made is not None, f"concern {concern.id} of {concern.child}")
    if made is not None:
        called_by_the_rota(watch, made)
    carried = watch.truth.notifications.known(DISCLOSURES, id)
    watch.require("carried", carried is not None, f"concern {concern.id} of {concern.child}")


def _carried(watch: Watch, disclosure: Disclosure) -> None:
    tasks = watch.truth.notifications.find(TASKS, {"disclosure": disclosure.id}, (), ALL)
    if disclosure.message_class is not MessageClass.SAFETY:
        return
    concern = watch.truth.notes.known(CONCERNS, disclosure.item)
    dealt_with = concern is not None and concern.state is ConcernState.CLOSED  # perhaps before anybody could be told
    heard = dealt_with or disclosure.ladder is not None or bool(tasks)
    watch.require("silence", heard, f"nobody was told of {disclosure.id}")
    for adult in disclosure.adults:
        if adult.asked and not dealt_with:
            watch.require("told", _told(watch, disclosure, adult), f"{adult.person} of {disclosure.id}")
    if disclosure.ladder is not None:
        _climbed(watch, disclosure, disclosure.ladder, tasks)


def _climbed(watch: Watch, disclosure: Disclosure, ladder: Ladder, tasks: list[Task]) -> None:
    watch.require("ladder", ladder.state in ENDED, f"{disclosure.id} is {ladder.state}")
    handed = ladder.state is not LadderState.EXHAUSTED or any(task.code == "ladder-exhausted" for task in tasks)
    watch.require("ladder", handed, f"{disclosure.id} is exhausted without a task")
    rungs = [step.rung for step in ladder.climbed]
    watch.require("rungs", rungs == list(range(1, len(rungs) + 1)), f"{disclosure.id} {rungs}")


def _told(watch: Watch, disclosure: Disclosure, adult: Entitlement) -> bool:
    """A message, or a reason on record, or somebody else ended it first."""
    if any(notice.disclosure == disclosure.id and notice.person == adult.person for _, notice in watch.mails):
        return True
    where = {"disclosure": disclosure.id}
    own = [item for item in watch.truth.notifications.find(NOTICES, where, (), ALL) if item.person == adult.person]
    if any(item.reason is not None or item.state is DeliveryState.UNKNOWN for item in own):
        return True
    ladder = disclosure.ladder
    return ladder is not None and ladder.ended_at is not None and ladder.state in ENDED


def _lag(world: World) -> int:
    return sum(
        lag.end - lag.committed
        for service, program in world.cast.programs.items()
        for lag in world.bus.lag(f"alliance.{service}", program.channels.heard)
    )
