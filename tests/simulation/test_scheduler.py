"""One thread, many tasks, one seed."""

from simulation.dice import Dice
from simulation.scheduler import Crash, Scheduler, Task


def _scheduler(seed: int = 1) -> Scheduler:
    return Scheduler(Dice(seed, "schedule"))


def _racing(seed: int) -> list[str]:
    scheduler, order = _scheduler(seed), []

    def runner(name: str) -> None:
        for lap in range(5):
            scheduler.hand_over("lap")
            order.append(f"{name}{lap}")

    for name in "abc":
        scheduler.spawn(name, name, lambda name=name: runner(name))  # type: ignore[misc]
    scheduler.run(lambda: True, 60)
    return order


def test_the_seed_alone_decides_who_goes_on() -> None:
    assert _racing(1) == _racing(1)
    assert len({tuple(_racing(seed)) for seed in range(10)}) > 5


def test_sleepers_wake_in_the_order_of_their_times_and_time_jumps_to_them() -> None:
    scheduler, woken = _scheduler(), []

    def sleeper(seconds: float) -> None:
        scheduler.sleep(seconds)
        woken.append((seconds, round(scheduler.elapsed)))

    for seconds in (300.0, 5.0, 60.0):
        scheduler.spawn("sleeper", "sleeper", lambda seconds=seconds: sleeper(seconds))  # type: ignore[misc]
    scheduler.run(lambda: False, 1000)
    assert woken == [(5.0, 5), (60.0, 60), (300.0, 300)]


def test_a_crash_takes_every_task_of_its_process_and_no_other() -> None:
    scheduler, finished, ended = _scheduler(), [], []

    def victim() -> None:
        try:
            scheduler.sleep(10)
            finished.append("victim")
        except Exception:  # noqa: BLE001 - production code that catches everything must not survive a crash
            finished.append("survivor")

    def crasher() -> None:
        scheduler.sleep(1)
        raise Crash("p")

    def bystander() -> None:
        scheduler.sleep(20)
        finished.append("bystander")

    def on_end(task: Task, died: str) -> None:
        ended.append((task.name, died))
        if died:
            scheduler.kill(died)

    scheduler.on_end = on_end
    scheduler.spawn("victim", "p", victim)
    scheduler.spawn("crasher", "p", crasher)
    scheduler.spawn("bystander", "q", bystander)
    scheduler.run(lambda: False, 100)
    assert finished == ["bystander"]
    assert ended == [("crasher", "p"), ("bystander", "")]


def test_a_parked_task_goes_on_when_it_is_woken_and_only_once() -> None:
    scheduler, times = _scheduler(), []

    def sleeper() -> None:
        scheduler.park(100)
        times.append(round(scheduler.elapsed))
        scheduler.sleep(200)
        times.append(round(scheduler.elapsed))

    task = scheduler.spawn("sleeper", "sleeper", sleeper)

    def waker() -> None:
        scheduler.sleep(7)
        scheduler.wake(task)

    scheduler.spawn("waker", "waker", waker)
    scheduler.run(lambda: False, 1000)
    assert times == [7, 207]
