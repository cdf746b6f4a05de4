"""From notices to messages: whose address, which language, which link. Nothing of it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.codes import Channel
from kernel.command import person_stream
from kernel.errors import Gone, Refusal
from kernel.node import Node
from kernel.reader import Reader
from kernel.store.port import Wanted
from services.notifications.gateways import OWN
from services.notifications.messages import rendered, template_of
from services.notifications.messages.links import link, report_token
from services.notifications.model import Notice, NoticeKind, Template
from services.notifications.providers.port import Message
from services.notifications.repository import CONTACT_POINTS, POINTERS, PREFERENCES


@dataclass(frozen=True, slots=True)
class Written:
    """A notice with its message, or with the reason why there can be none."""

    notice: Notice
    message: Message | None
    obstacle: str | None

    @property
    def template(self) -> Template | None:
        """The words it is made of, where there is a message."""
        return None if self.message is None else self.message.text.template

    @property
    def ready(self) -> Message:
        """The message of one without obstacle."""
        if self.message is None:
            raise ValueError("a notice with an obstacle has no message")
        return self.message


@dataclass
class Letters:
    """Writes messages for the channels that are live."""

    node: Node
    public_url: str
    live: frozenset[Channel]

    def written(self, notices: Sequence[Notice], languages: Sequence[str | None]) -> list[Written]:
        """Each in its place and in its language; what they rest on is read in one round trip."""
        reader = self.node.reader(OWN).ahead(
            [
                Wanted(CONTACT_POINTS.collection, tuple(item.contact_point for item in notices if item.contact_point)),
                Wanted(POINTERS.collection, tuple(item.pointer for item in notices if item.pointer)),
                Wanted(PREFERENCES.collection, tuple(item.person for item in notices)),
            ]
        )
        self.node.dispatcher.vault.foresee(person_stream(notice.person) for notice in notices)
        pairs = zip(notices, languages, strict=True)
        return [self._written(reader, notice, language) for notice, language in pairs]

    def _written(self, reader: Reader, notice: Notice, language: str | None) -> Written:
        if notice.channel not in self.live:
            return Written(notice, None, "channel-off")
        point = reader.known(CONTACT_POINTS, notice.contact_point or "")
        if point is None:
            return Written(notice, None, "contact-point-unusable")
        try:
            address = reader.open(person_stream(notice.person), point.address)
            variable = self._variable(reader, notice)
        except Gone:
            return Written(notice, None, "erased")
        except Refusal:
            return Written(notice, None, "pointer-not-valid")
        own = reader.known(PREFERENCES, notice.person)
        wanted = own.language if own is not None and own.language else language
        text = rendered(template_of(notice), wanted, variable)
        message = Message(
            to=address,
            text=text,
            reference=notice.id,
            token=report_token(reader, notice.id),
            insistent=notice.insistent,
            tls=notice.tls,
        )
        return Written(notice, message, None)

    def _variable(self, reader: Reader, notice: Notice) -> str:
        if notice.kind is NoticeKind.CODE:
            if notice.code is None:
                raise Gone("erased")
            return reader.open(person_stream(notice.person), notice.code)
        return link(reader, self.public_url, reader.load(POINTERS, notice.pointer or ""))
