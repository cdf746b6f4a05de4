"""Accepted notices go out: intent, provider, answer. Each of the three is durable before the next begins.

A crash after the intent leaves the notice `dispatched`; the sweeper settles it by the rule of its class. Several
senders may run: the commit of the intent lets one of them through.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from zlib import crc32

from contracts.codes import Channel
from kernel.command import person_stream
from kernel.errors import Conflict, GatewayUnavailable, Gone, Refusal
from kernel.node import Node
from kernel.reader import Reader
from kernel.store.port import Collection
from kernel.telemetry.logs import logger
from services.notifications.commands import DispatchNotice, RecordReceipt
from services.notifications.gateways import OWN, language_of
from services.notifications.messages import rendered
from services.notifications.messages.links import link
from services.notifications.model import Notice, NoticeKind
from services.notifications.providers.port import Message, Provider
from services.notifications.repository import CONTACT_POINTS, NOTICES, POINTERS, due_notices
from services.notifications.settings import (
    LANGUAGE_CACHE_SECONDS,
    LANGUAGES_CACHED_MAX,
    SENDER_BATCH_MAX,
    SENDER_LOOK_MAX,
    SENDER_PAUSE_SECONDS,
    SENDER_UNANSWERED_MAX,
)

SENDERS = 2  # each waits for store, consent and provider most of the time; more only look for work more often

log = logger("sender")


@dataclass
class Sender:
    """One loop over what is due."""

    node: Node
    providers: Mapping[Channel, Provider]
    public_url: str
    lane: int = 0  # of `lanes`: which children are this sender's
    lanes: int = 1
    wakes_on: Collection = NOTICES.collection
    _languages: OrderedDict[str, tuple[str | None, float]] = field(default_factory=OrderedDict, init=False)
    _resting: dict[str, float] = field(default_factory=dict, init=False)  # child to when it is tried again

    def run_once(self) -> int:
        """Send a small batch, what somebody waits for first. How many left the queue or were tried."""
        reader = self.node.reader(OWN)
        tried = unanswered = 0
        for notice in self._due(reader):
            if notice.child in self._resting:
                continue
            try:
                self._sent(reader, notice)
            except GatewayUnavailable:
                # Perhaps of this child alone: its messages rest, and those of the others go.
                log.event("sender.waits", level="warning", error_type="GatewayUnavailable")
                self._resting[notice.child] = self.node.clock.monotonic() + SENDER_PAUSE_SECONDS
                unanswered += 1
                if unanswered == SENDER_UNANSWERED_MAX:
                    break
                continue
            except (Conflict, Refusal) as error:
                # A busy child comes again; a notice that cannot be decided must not hold up the others.
                log.event("sender.skips", level="warning", error_type=type(error).__name__)
                self._resting[notice.child] = self.node.clock.monotonic() + SENDER_PAUSE_SECONDS
                continue
            tried += 1
        if unanswered and not tried:
            self.node.clock.sleep(SENDER_PAUSE_SECONDS)
        return tried

    def _due(self, reader: Reader) -> list[Notice]:
        """The next batch: first lanes first, without the children at rest."""
        now = self.node.clock.monotonic()
        self._resting = {child: until for child, until in self._resting.items() if until > now}
        limit = SENDER_LOOK_MAX if self._resting else SENDER_BATCH_MAX * self.lanes
        due = due_notices(reader, reader.now, limit)
        if len(due) == limit < SENDER_LOOK_MAX and not any(self._is_mine(notice.child) for notice in due):
            due = due_notices(reader, reader.now, SENDER_LOOK_MAX)  # another lane's backlog stands in front of ours
        mine = [notice for notice in due if self._is_mine(notice.child)]
        return [notice for notice in mine if notice.child not in self._resting][:SENDER_BATCH_MAX]

    def _is_mine(self, child: str) -> bool:
        """All notices of one child are one sender's, so that their commits do not meet."""
        return crc32(child.encode()) % self.lanes == self.lane

    def close(self) -> None:
        """Let go of the providers' connections."""
        for provider in self.providers.values():
            provider.close()

    def _sent(self, reader: Reader, notice: Notice) -> None:
        message, obstacle = self._message(reader, notice)
        command = DispatchNotice(child=notice.child, notice=notice.id, obstacle=obstacle)
        go = self.node.dispatcher.run(command, OWN)
        if not go["go"] or message is None:
            return
        receipt = self.providers[notice.channel].send(message)
        self.node.dispatcher.run(RecordReceipt(child=notice.child, notice=notice.id, receipt=receipt), OWN)

    def _message(self, reader: Reader, notice: Notice) -> tuple[Message | None, str | None]:
        """The message, or the reason why there can be none."""
        if notice.channel not in self.providers:
            return None, "channel-off"
        point = reader.known(CONTACT_POINTS, notice.contact_point or "")
        if point is None:
            return None, "contact-point-unusable"
        try:
            address = reader.open(person_stream(notice.person), point.address)
            variable = self._variable(reader, notice)
        except Gone:
            return None, "erased"
        except Refusal:
            return None, "pointer-not-valid"
        text = rendered(notice.kind, notice.channel, self._language(notice.person), variable)
        return Message(to=address, text=text, reference=notice.id), None

    def _variable(self, reader: Reader, notice: Notice) -> str:
        if notice.kind is NoticeKind.CODE:
            if notice.code is None:
                raise Gone("erased")
            return reader.open(person_stream(notice.person), notice.code)
        return link(reader, self.public_url, reader.load(POINTERS, notice.pointer or ""))

    def _language(self, person: str) -> str | None:
        now = self.node.clock.monotonic()
        known = self._languages.get(person)
        if known is not None and known[1] > now:
            return known[0]
        language = language_of(self.node.call, person)
        self._languages[person] = (language, now + LANGUAGE_CACHE_SECONDS)
        while len(self._languages) > LANGUAGES_CACHED_MAX:
            self._languages.popitem(last=False)
        return language
