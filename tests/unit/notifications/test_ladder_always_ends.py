"""Whatever happens, in any order and at any time: each rung once, and a reader or a human's task at the end."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.codes import Channel, LadderState, Outcome
from kernel.decision import NOTHING, Decision
from services.notifications.decisions import disclosures, engagement, ladder
from services.notifications.decisions.limits import default_policy
from services.notifications.model import Disclosure, Verdict
from tests.unit.notifications.world import NOON, PERMIT, adult, audience, decided, fresh_ids, made, point, tasks

POLICY = default_policy("clinic-hill")


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["tick", "timer", "sweep", "bounce", "withhold", "permit", "open", "acknowledge", "restart"]),
        st.sampled_from(["mother", "father"]),
        st.integers(0, 40),
    ),
    max_size=25,
)


@given(EVENTS)
@settings(max_examples=200, deadline=None)
def test_whatever_happens_each_rung_is_taken_once_and_the_end_is_a_reader_or_a_humans_task(
    steps: list[tuple[str, str, int]],
) -> None:
    world = _World()
    for step, person, after in steps:
        world.step(step, person, after)
    world.wait_for_the_end()
    assert world.rungs == sorted(set(world.rungs))
    assert world.state.ladder is not None
    if world.state.ladder.state is LadderState.ACKNOWLEDGED:
        assert any(item.acknowledged_at for item in world.state.adults)
    else:
        assert world.state.ladder.state is LadderState.EXHAUSTED
        assert "ladder-exhausted" in world.tasks
    assert world.now <= NOON + timedelta(minutes=60 + 40 * len(steps) + 1)


class _World:
    """One ladder under two triggers, with restarts between them; what a person does is refused when it must be."""

    def __init__(self) -> None:
        self.now, self.fresh = NOON, fresh_ids()
        self.state: Disclosure
        self.verdicts = {"mother": PERMIT, "father": PERMIT}
        self.position = 1
        self.points = [point(name, channel) for name in self.verdicts for channel in (Channel.EMAIL, Channel.SMS)]
        self.tasks: list[str] = []
        self.rungs: list[int] = []
        event = decided(adult("mother"), adult("father"))
        self._take(disclosures.record(event, POLICY, audience(*self.points), self.fresh, self.now))

    def step(self, name: str, person: str, after: int) -> None:
        self.now += minutes(after)
        if name in ("timer", "sweep", "restart"):
            for _ in range(2):  # both triggers with the same rung in mind
                self._climb()
        elif name == "bounce":
            moved, _ = ladder.hastened(self.state, [], self.now)
            self.state = moved
        elif name in ("withhold", "permit"):
            self.position += 1
            outcome = Outcome.PERMIT if name == "permit" else Outcome.WITHHOLD
            self.verdicts[person] = Verdict(outcome=outcome, position=self.position)
        elif name in ("open", "acknowledge") and self.verdicts[person].permits:
            self._take(engagement.viewed(self.state, person, self.verdicts[person], self.now))
            if name == "acknowledge":
                self._take(engagement.acknowledged(self.state, person, self.verdicts[person], self.now))

    def wait_for_the_end(self) -> None:
        for _ in range(10):
            if self.state.next_due is not None:
                self.now = max(self.now, self.state.next_due)
                self._climb()

    def _climb(self) -> None:
        assert self.state.ladder is not None
        rung = self.state.ladder.rung + 1
        people = audience(*self.points, **self.verdicts)
        for _ in range(2):
            self._take(ladder.climb(self.state, rung, people, self.fresh, self.now))

    def _take(self, decision: Decision) -> None:
        for changed in made(decision, Disclosure):
            self.state = changed
        self.tasks += [item.code for item in tasks(decision)]
        if decision != NOTHING and self.state.ladder is not None:
            self.rungs += [step.rung for step in self.state.ladder.climbed[len(self.rungs) :]]
