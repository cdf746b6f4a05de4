"""One thread, many greenlets, one seed: who goes on next and what time it is.

A task goes on until it calls an adapter; there it hands over, and the seed chooses who is next among those who are
ready. Time moves a little at each step and jumps to the next sleeper when nobody is ready.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from greenlet import getcurrent, greenlet

from simulation.dice import Dice

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday, no daylight-saving change near
STEP_SECONDS_MAX = 0.002  # what a call to a store or log takes; time never stands still, so no two moments are equal
TIME_EPSILON = 0.000002  # microseconds are the platform's resolution


class Crash(BaseException):
    """The named process has died here. No production code can catch it: it is no `Exception`."""

    def __init__(self, process: str) -> None:
        super().__init__(process)
        self.process = process


class Killed(BaseException):
    """What the other tasks of a process that died are unwound with."""


class Stuck(RuntimeError):
    """The platform does not come to rest."""


@dataclass(eq=False)
class Task:
    """One line of execution that belongs to a process."""

    name: str
    process: str
    body: greenlet
    dying: bool = False
    waiting: bool = False  # parked: may be woken before its time
    ticket: int = 0  # the newest entry in the heap of sleepers; older ones are void
    asked: dict[str, tuple[int, datetime]] = field(default_factory=dict)  # step and moment of its last call per path


class Scheduler:
    """Everything that runs. `on_end` hears of each task that ended and, if it crashed, of the process that died."""

    def __init__(self, dice: Dice) -> None:
        self.elapsed = 0.0
        self.steps = 0
        self.lines: list[str] = []
        self._dice = dice
        self._hub = getcurrent()
        self._ready: list[Task] = []
        self._sleepers: list[tuple[float, int, int, Task]] = []
        self._tasks: dict[greenlet, Task] = {}
        self._given = 0
        self._ended: list[tuple[Task, str]] = []
        self.on_end: Callable[[Task, str], None] = lambda task, died: None

    def now(self) -> datetime:
        """The moment by the true clock."""
        return START + timedelta(seconds=self.elapsed)

    def current(self) -> Task | None:
        """The task that is running, None outside of all tasks."""
        return self._tasks.get(getcurrent())

    def spawn(self, name: str, process: str, run: Callable[[], None], delay: float = 0.0) -> Task:
        """A new task, first run after `delay` seconds."""
        task = Task(name, process, greenlet(parent=self._hub))
        task.body.run = lambda: self._body(task, run)
        self._tasks[task.body] = task
        self._at(task, self.elapsed + delay)
        return task

    def hand_over(self, label: str) -> None:
        """Let somebody else go on; outside of tasks time moves and nothing else happens."""
        self._tick()
        task = self.current()
        if task is None:
            return
        self.trace(label)
        if task.dying:
            raise Killed
        self._ready.append(task)
        self._yield(task)

    def sleep(self, seconds: float) -> None:
        """Go on after that time."""
        task = self.current()
        if task is None:
            self.elapsed += max(seconds, 0.0)
            return
        if task.dying:
            raise Killed
        self._at(task, self.elapsed + max(seconds, 0.0))
        self._yield(task)

    def park(self, seconds: float) -> None:
        """Go on after that time, or when woken."""
        task = self.current()
        if task is not None:
            task.waiting = True
        self.sleep(seconds)

    def wake(self, task: Task) -> None:
        """End the parking of a task."""
        if task.waiting:
            task.waiting = False
            task.ticket = 0
            self._ready.append(task)

    def kill(self, process: str) -> int:
        """Unwind every task of a process. Call it from outside of tasks. How many there were."""
        doomed = [task for task in self._tasks.values() if task.process == process]
        for task in doomed:
            self.trace(f"killed {task.name}")
            task.dying = True
            if task.body:  # one that never ran has nothing to unwind
                task.body.throw(Killed)
            else:
                del self._tasks[task.body]
        self._ready = [task for task in self._ready if not task.dying]
        return len(doomed)

    def close(self) -> None:
        """Unwind everything."""
        for process in sorted({task.process for task in self._tasks.values()}):
            self.kill(process)

    def run(self, finished: Callable[[], bool], seconds_max: float) -> bool:
        """Until `finished`, asked whenever all are at rest and time would jump; False when the time is over first."""
        ends = self.elapsed + seconds_max
        while self.elapsed < ends:
            self._wake_sleepers()
            if not self._ready:
                if finished():
                    return True
                if not self._jump():
                    return finished()
                continue
            self._go(self._ready.pop(self._dice.below(len(self._ready))))
        return False

    def trace(self, label: str) -> None:
        """One line of what happened, the same for the same seed."""
        task = self.current()
        self.lines.append(f"{self.elapsed:.6f} {task.name if task else '-'} {label}")

    def _go(self, task: Task) -> None:
        self.steps += 1
        task.body.switch()
        while self._ended:
            self.on_end(*self._ended.pop())

    def _yield(self, task: Task) -> None:
        self._hub.switch()
        if task.dying:
            raise Killed

    def _body(self, task: Task, run: Callable[[], None]) -> None:
        died = ""
        try:
            run()
        except Crash as crash:
            died = crash.process
        except Killed:
            pass
        finally:
            del self._tasks[task.body]
        if not task.dying:
            self._ended.append((task, died))

    def _tick(self) -> None:
        self.elapsed += TIME_EPSILON + self._dice.between(0, STEP_SECONDS_MAX)

    def _at(self, task: Task, moment: float) -> None:
        self._given += 1
        task.ticket = self._given
        heapq.heappush(self._sleepers, (moment, self._given, self._given, task))

    def _wake_sleepers(self) -> None:
        while self._sleepers and self._sleepers[0][0] <= self.elapsed:
            _, _, ticket, task = heapq.heappop(self._sleepers)
            if task.ticket == ticket and not task.dying:
                task.ticket, task.waiting = 0, False
                self._ready.append(task)

    def _jump(self) -> bool:
        while self._sleepers and (self._sleepers[0][3].ticket != self._sleepers[0][2] or self._sleepers[0][3].dying):
            heapq.heappop(self._sleepers)
        if not self._sleepers:
            return False
        self.elapsed = max(self.elapsed, self._sleepers[0][0])
        return True
