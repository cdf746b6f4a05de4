"""One seed: trouble while people work, then everything heals, then it must come to rest in order."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulation.adapters import STALL_SECONDS
from simulation.casting import platform_cast
from simulation.dice import Dice
from simulation.ending import at_rest, at_the_end
from simulation.faults import Weather
from simulation.invariants import Violation, Watch
from simulation.mail import Mail, with_mailbox
from simulation.town import town
from simulation.workload import Workload
from simulation.world import World

BEGIN_SECONDS = 700.0  # by when the town was at rest
WORK_SECONDS = 600.0  # within which people begin what they do
CHAOS_SECONDS = (900.0, 2400.0)
SETTLE_SECONDS_MAX = 30 * 3600.0  # a ladder is held for a day at most and takes an hour, every silent second is in it

LOOK_SECONDS = 30.0  # between two looks at all databases


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one seed came to. `violation` None: every invariant held."""

    seed: int
    violation: str | None
    invariant: str | None
    held: Counter[str]
    faults: Counter[str]
    mails: int
    raced: int
    steps: int
    trace: list[str]


def run(seed: int) -> Outcome:
    """The same seed always gives the same outcome, trace included."""
    arrivals: list[Workload | Watch] = []

    def arrived(mail: Mail) -> None:
        for hearer in arrivals:
            hearer.arrived(mail)

    dice = Dice(seed, "run")
    stores = {name: store.copied() for name, store in town().items()}
    world = World(platform_cast(), seed, Weather.drawn(Dice(seed, "weather")), with_mailbox(arrived), stores=stores)
    world.scheduler.elapsed = BEGIN_SECONDS
    watch = Watch(world)
    workload = Workload(watch, seed, WORK_SECONDS)
    world.observers.append(watch)
    arrivals += [watch, workload]
    found: Violation | None = None
    try:
        healed_at = _play(world, workload, dice)
        at_the_end(watch, workload.concerns, healed_at)
    except Violation as violation:
        found = violation
    finally:
        world.close()
    return Outcome(
        seed=seed,
        violation=None if found is None else str(found),
        invariant=None if found is None else found.invariant,
        held=watch.held,
        faults=world.faults.counts,
        mails=len(watch.mails),
        raced=watch.raced,
        steps=world.scheduler.steps,
        trace=world.scheduler.lines,
    )


def _play(world: World, workload: Workload, dice: Dice) -> datetime:
    """When the last trouble was over: a stalled process comes to itself long after the weather has cleared."""
    for service in world.stores:
        world.start(service)
        if dice.happens(0.3):
            world.start(service, number=2)
    workload.start()
    world.faults.active = True
    world.scheduler.run(lambda: False, dice.between(*CHAOS_SECONDS))
    world.faults.active = False
    healed_at = world.scheduler.now() + timedelta(seconds=STALL_SECONDS[1])
    looked = [0.0]

    def rested() -> bool:
        """Looked at once in a while: it asks every database."""
        if workload.busy or world.scheduler.elapsed < looked[0] + LOOK_SECONDS:
            return False
        looked[0] = world.scheduler.elapsed
        return at_rest(world)

    if not world.scheduler.run(rested, SETTLE_SECONDS_MAX):
        raise Violation("rest", f"still at work after {SETTLE_SECONDS_MAX} s without trouble")
    return healed_at
