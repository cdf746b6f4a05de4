"""Words to people about their own account go out one by one: intent, provider, answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.codes import Channel
from kernel.command import person_stream
from kernel.errors import Conflict, GatewayUnavailable, Refusal
from kernel.node import Node
from kernel.store.port import Collection
from kernel.telemetry.logs import logger
from services.notifications.commands import DispatchAlert, RecordAlert
from services.notifications.gateways import OWN, language_of
from services.notifications.messages import alert_text
from services.notifications.model import Alert
from services.notifications.providers.port import Message, Provider
from services.notifications.repository import ALERTS, CONTACT_POINTS, due_alerts
from services.notifications.settings import HERALD_BATCH_MAX

log = logger("herald")


@dataclass
class Herald:
    """One loop over what is due on the live channels. It asks consent for the language alone."""

    node: Node
    providers: Mapping[Channel, Provider]
    wakes_on: Collection = ALERTS.collection

    def run_once(self) -> int:
        """How many left or were given up."""
        reader = self.node.reader(OWN)
        return sum(map(self._carried, due_alerts(reader, reader.now, tuple(self.providers), HERALD_BATCH_MAX)))

    def close(self) -> None:
        """Let go of the providers' connections."""
        for provider in self.providers.values():
            provider.close()

    def _carried(self, alert: Alert) -> int:
        try:
            message = self._written(alert)
            intent = DispatchAlert(person=alert.person, alert=alert.id, template=message.text.template)
            if not self.node.dispatcher.run(intent, OWN)["go"]:
                return 1
        except (GatewayUnavailable, Conflict, Refusal) as error:
            log.event("herald.waits", level="warning", error_type=type(error).__name__)
            return 0
        receipt = self.providers[alert.channel].send(message)
        self.node.dispatcher.run(RecordAlert(person=alert.person, alert=alert.id, receipt=receipt), OWN)
        return 1

    def _written(self, alert: Alert) -> Message:
        reader = self.node.reader(OWN)
        point = reader.load(CONTACT_POINTS, alert.contact_point)
        code = None if alert.code is None else reader.open(person_stream(alert.person), alert.code)
        text = alert_text(alert.kind, alert.channel, language_of(self.node.call, alert.person), code)
        return Message(to=reader.open(person_stream(alert.person), point.address), text=text, reference=alert.id)
