"""Accepted notices go out in waves: intents, providers, answers. Each of the three is durable before the next begins.

A crash after the intents leaves notices `dispatched`; the sweeper settles them by the rule of their class. Several
senders may run: the commit of the intents lets one of them through.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.codes import Channel
from kernel.errors import Conflict, GatewayUnavailable, Refusal
from kernel.node import Node
from kernel.reader import Reader
from kernel.store.port import Collection, Span
from kernel.telemetry.logs import logger
from kernel.together import RefusedTogether, run_together
from services.notifications.commands import DispatchNotices, Going, RecordReceipts, Replied
from services.notifications.decisions.turns import Bounds, by_clinic, in_turn, wave_size
from services.notifications.gateways import OWN, asked_about
from services.notifications.messages.letters import Letters, Written
from services.notifications.model import Answered, Notice, Receipt
from services.notifications.providers.port import Provider
from services.notifications.repository import NOTICES, due_notices, due_notices_of_next
from services.notifications.settings import (
    SENDER_LOOK_MAX,
    SENDER_PAUSE_SECONDS,
    SENDER_UNANSWERED_MAX,
    WAVE_LEAST,
    WAVE_MAX,
    WAVE_SECONDS,
    WAVE_TARGET_SECONDS,
)

Calls = Callable[[Callable[[Written], Receipt], Sequence[Written]], Iterable[Receipt]]
BOUNDS = Bounds(WAVE_TARGET_SECONDS, WAVE_LEAST, WAVE_MAX[0])
BEHIND = " "  # sorts before every character of an identifier: behind this clinic and before the next
LATE = Receipt(answered=Answered.UNAVAILABLE, code="late")

log = logger("sender")


@dataclass
class Sender:
    """One loop over what is due on some channels."""

    node: Node
    providers: Mapping[Channel, Provider]
    letters: Letters
    channels: tuple[Channel, ...] = tuple(Channel)
    calls: Calls = map  # one after another, or several at once
    wakes_on: Collection = NOTICES.collection
    _size: int = field(default=WAVE_MAX[0], init=False)
    _turn: str = field(default="", init=False)  # the clinic that was served last
    _resting: dict[str, float] = field(default_factory=dict, init=False)  # child to when it is tried again

    def run_once(self) -> int:
        """Send a wave, what somebody waits for first. How many left the queue or were tried."""
        wave = self._due()
        if not wave:
            return 0
        began = self.node.clock.monotonic()
        try:
            self._carried(wave)
            self._size = wave_size(self._size, len(wave), self.node.clock.monotonic() - began, BOUNDS)
        except (GatewayUnavailable, Conflict, Refusal, RefusedTogether) as error:
            log.event("sender.apart", error_type=type(error).__name__)
            return self._apart(wave)
        return len(wave)

    def close(self) -> None:
        """Let go of the providers' connections."""
        for provider in self.providers.values():
            provider.close()

    def _due(self) -> list[Notice]:
        """The next wave, all of one lane, without the children at rest."""
        now, reader = self.node.clock.monotonic(), self.node.reader(OWN)
        self._resting = {child: until for child, until in self._resting.items() if until > now}
        limit = SENDER_LOOK_MAX if self._resting else max(WAVE_MAX.values()) + 1
        due = due_notices(reader, reader.now, self.channels, limit)
        ready = [notice for notice in due if notice.child not in self._resting]
        if not ready:
            return []
        lane = ready[0].lane
        if len(due) == limit:
            queues = self._queues(reader, lane, limit)
        else:  # that is all there is: no need to ask for each clinic
            queues = by_clinic([notice for notice in ready if notice.lane == lane], self._turn)
        wave = in_turn(queues, min(self._size, WAVE_MAX[lane]))
        self._turn = wave[-1].clinic if wave else self._turn
        return wave

    def _queues(self, reader: Reader, lane: int, limit: int) -> list[list[Notice]]:
        """The heads of the clinics' queues in this lane, each by a question of its own, beginning behind the last turn.

        As many as a wave can hold; the others come first in the next.
        """
        queues: list[list[Notice]] = []
        for begin, end in ((f"{self._turn}{BEHIND}", None), ("", f"{self._turn}{BEHIND}")):
            after = begin
            while len(queues) < WAVE_MAX[lane]:
                span = Span(at_least=after, below=end)
                found = due_notices_of_next(reader, reader.now, self.channels, lane, span, limit)
                if not found:
                    break
                queues.append([notice for notice in found if notice.child not in self._resting])
                after = f"{found[0].clinic}{BEHIND}"
        return queues

    def _apart(self, wave: Sequence[Notice]) -> int:
        """Each child alone: one that cannot be decided must not hold up the others. It rests, and comes again."""
        tried = unanswered = 0
        for child, notices in _by_child(wave).items():
            try:
                self._carried(notices)
            except (GatewayUnavailable, Conflict, Refusal, RefusedTogether) as error:
                log.event("sender.waits", level="warning", error_type=type(error).__name__)
                self._resting[child] = self.node.clock.monotonic() + SENDER_PAUSE_SECONDS
                unanswered += isinstance(error, GatewayUnavailable)
                if unanswered == SENDER_UNANSWERED_MAX:
                    break
                continue
            tried += len(notices)
        if unanswered and not tried:
            self.node.clock.sleep(SENDER_PAUSE_SECONDS)
        return tried

    def _carried(self, notices: Sequence[Notice]) -> None:
        answers = asked_about(self.node.call, notices, self.node.chance.new_id())
        written = self.letters.written(notices, [answer.language for answer in answers])
        going = [
            Going(
                notice=letter.notice,
                verdict=answer.verdict,
                obstacle=letter.obstacle,
                zone=answer.zone,
                template=letter.template,
            )
            for letter, answer in zip(written, answers, strict=True)
        ]
        by_child: dict[str, list[Going]] = defaultdict(list)
        for item in going:
            by_child[item.notice.child].append(item)
        live = self.letters.live
        commands = [DispatchNotices(child=child, going=tuple(items), live=live) for child, items in by_child.items()]
        go = {id for done in run_together(self.node.dispatcher, commands, OWN) for id in done.reply["go"]}
        self._sent([letter for letter in written if letter.notice.id in go])

    def _sent(self, letters: Sequence[Written]) -> None:
        """Call the providers and write down every answer that came, also when a later call fails as none should."""
        began, replies = self.node.clock.monotonic(), list[Replied]()

        def call(letter: Written) -> Receipt:
            late = self.node.clock.monotonic() - began > WAVE_SECONDS
            return LATE if late else self.providers[letter.notice.channel].send(letter.ready)

        try:
            for letter, receipt in zip(letters, self.calls(call, letters), strict=True):
                replies.append(Replied(notice=letter.notice, receipt=receipt))
        except Exception:
            self._answered(replies)
            raise
        self._answered(replies)

    def _answered(self, replies: Sequence[Replied]) -> None:
        by_child: dict[str, list[Replied]] = defaultdict(list)
        for reply in replies:
            by_child[reply.notice.child].append(reply)
        commands = [RecordReceipts(child=child, replies=tuple(items)) for child, items in by_child.items()]
        try:
            run_together(self.node.dispatcher, commands, OWN)
        except (Conflict, RefusedTogether):
            for command in commands:
                self.node.dispatcher.run(command, OWN)


def _by_child(notices: Sequence[Notice]) -> dict[str, list[Notice]]:
    found: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        found[notice.child].append(notice)
    return found
