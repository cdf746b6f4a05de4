"""What goes wrong, how often, decided by the seed. Each seed has its own weather: some kinds often, some never."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields

from simulation.dice import Dice
from simulation.scheduler import Crash

QUIET_SHARE = 0.3  # of the kinds of trouble are absent under a seed, so that the others are seen alone as well
SKEW_SECONDS_MAX = 2.0  # between any two clocks; the tokens allow five
CLIENT = "client"  # the world outside: it never crashes


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """The probability of each kind of trouble per call at which it can happen."""

    crash: float = 0.004  # the process dies at this call
    store_away: float = 0.01  # nothing was done
    commit_unknown_undone: float = 0.01
    commit_unknown_done: float = 0.02
    bus_away: float = 0.02
    send_partial: float = 0.05  # the first few were taken, the rest not
    send_unacknowledged: float = 0.05  # all were taken, the answer is lost
    offset_unacknowledged: float = 0.03  # the offset may or may not be committed
    rebalance: float = 0.01  # another member takes partitions and goes again without doing anything
    gateway_away: float = 0.02  # another service does not answer and has done nothing
    answer_lost: float = 0.02  # it has done what was asked
    provider_away: float = 0.1
    provider_refuses: float = 0.05
    provider_unsure: float = 0.1
    provider_slow: float = 0.1
    stall: float = 0.0005  # the process stops for longer than a consumer group waits

    @classmethod
    def drawn(cls, dice: Dice) -> "Weather":
        """Some kinds absent, the others between a third and three times their usual rate."""
        rates = {}
        for item in fields(cls):
            quiet, factor = dice.happens(QUIET_SHARE), dice.between(-1, 1)
            rates[item.name] = 0.0 if quiet else float(str(item.default)) * 3.0**factor
        return cls(**rates)


CALM = Weather(**{item.name: 0.0 for item in fields(Weather)})


class Faults:
    """Trouble at the simulated calls, while it is active."""

    def __init__(self, weather: Weather, dice: Dice, told: Callable[[str], None]) -> None:
        self.weather, self._dice, self._told = weather, dice, told
        self.active = False
        self.counts: Counter[str] = Counter()

    def happens(self, kind: str, process: str) -> bool:
        """Whether this kind of trouble strikes here and now."""
        if not self.active or not self._dice.happens(getattr(self.weather, kind)):
            return False
        self.counts[kind] += 1
        self._told(f"! {kind} {process}")
        return True

    def maybe_crash(self, process: str) -> None:
        """Die here."""
        if process != CLIENT and self.happens("crash", process):
            raise Crash(process)

    def below(self, count: int) -> int:
        """How much of something got through."""
        return self._dice.below(count)

    def between(self, least: float, most: float) -> float:
        """How long something takes."""
        return self._dice.between(least, most)
