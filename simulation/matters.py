"""What must hold of matters in human hands: an open concern is never forgotten, and moves only when it is accepted."""

from datetime import timedelta

from contracts.codes import LadderState
from services.consent.model import Disclosure as Decided
from services.consent.repository import ROTAS
from services.notes.model.concern import ConcernState
from services.notes.repository import CONCERNS
from services.notifications.decisions.resolving import CLOSABLE, UNRESOLVED
from services.notifications.model import Disclosure, HandOverState, Task, TaskState
from services.notifications.repository import TASKS
from simulation.invariants import Watch

ALL = 10_000
LATE = timedelta(seconds=60)  # a timer that is due for longer has not fired
UNDER_WAY = frozenset({LadderState.HELD, LadderState.CLIMBING})


def in_human_hands(watch: Watch, disclosure: Disclosure) -> None:
    """Both, for one disclosure."""
    tasks = watch.truth.notifications.find(TASKS, {"disclosure": disclosure.id}, (), ALL)
    if disclosure.item_service == CLOSABLE:
        _not_forgotten(watch, disclosure, tasks)
    _handed_over(watch, disclosure, tasks)


def called_by_the_rota(watch: Watch, made: Decided) -> None:
    """Whose shift it was when it was decided, and nobody else: also in the minute in which one takes over."""
    rota = watch.truth.consent.load(ROTAS, made.clinic)
    on_shift = {shift.person for shift in rota.shifts if shift.since <= made.decided_at < shift.until}
    watch.require("rota", set(made.on_call) == on_shift, f"{made.id} calls {made.on_call}, on shift {on_shift}")


def _not_forgotten(watch: Watch, disclosure: Disclosure, tasks: list[Task]) -> None:
    concern = watch.truth.notes.known(CONCERNS, disclosure.item)
    if concern is None or concern.state is ConcernState.CLOSED:
        watch.require("forgotten", disclosure.unresolved_due is None, f"{disclosure.id} is closed and comes again")
        return
    ladder = disclosure.ladder
    if ladder is not None and ladder.state in UNDER_WAY:
        return
    now, due = watch.world.scheduler.now(), disclosure.unresolved_due
    watch.require("forgotten", due is not None and due > now - LATE, f"{disclosure.id} never comes again")
    began = disclosure.decided_at if ladder is None or ladder.ended_at is None else ladder.ended_at
    if began + timedelta(hours=disclosure.resolve_hours) < now - LATE:
        asked = any(task.code == UNRESOLVED for task in tasks)
        watch.require("forgotten", asked, f"nobody was asked again about {disclosure.id}")


def _handed_over(watch: Watch, disclosure: Disclosure, tasks: list[Task]) -> None:
    """Nobody takes anything over here but by accepting it; the colleague's task is open as long as the offer."""
    ladder = disclosure.ladder
    if ladder is not None and ladder.state is LadderState.TAKEN_OVER:
        theirs = disclosure.accepted_by[:1] == (ladder.ended_by,)
        watch.require("handed", theirs, f"{disclosure.id} moved to {ladder.ended_by} without their word")
    states = {task.id: task.state for task in tasks}
    for offer in disclosure.hand_overs:
        open_offer = offer.state is HandOverState.OFFERED
        agree = open_offer == (states.get(offer.id) is TaskState.OPEN)
        watch.require("handed", agree, f"offer {offer.id} is {offer.state}, its task {states.get(offer.id)}")
