"""Mail that comes back: an SMTP server of the worker for bounces and complaints at the addresses we made.

The mail server of the domain passes on what comes to `bounce+...@`. Only addresses with our proof are taken; 250 is
answered when what the mail says is durable, and 451 when it cannot be, so that the other side keeps it.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from kernel.errors import AllianceError, Refusal
from kernel.node import Node
from kernel.telemetry import metrics
from kernel.telemetry.logs import logger
from services.notifications.commands import RecordReport
from services.notifications.decisions.mail_back import read
from services.notifications.gateways import OWN
from services.notifications.model import Report
from services.notifications.providers.smtp import BOUNCE
from services.notifications.queries.reports import notice_of_token
from services.notifications.settings import INTAKE_READY_SECONDS, REPORT_BYTES_MAX

WAY = "mail"
UNKNOWN = "550 5.1.1 no such address"
LATER = "451 4.3.0 try again later"
log = logger("intake")


@dataclass
class Intake:
    """Listens from its first turn on; there is nothing to do in the turns after it."""

    node: Node
    host: str
    port: int
    domain: str
    _server: Controller | None = field(default=None, init=False)

    def run_once(self) -> int:
        """Listen, if it does not yet."""
        if self._server is None:
            server = Controller(
                self, hostname=self.host, port=self.port, ready_timeout=INTAKE_READY_SECONDS,
                data_size_limit=REPORT_BYTES_MAX, ident="bounces",
            )  # fmt: skip
            server.start()
            self._server = server
        return 0

    def close(self) -> None:
        """Whatever was answered with 250 is kept."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """One of ours, or unknown."""
        token = self._token(address)
        reply = UNKNOWN if token is None else await _aside(self._known, token)
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Read, applied, answered."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        return await _aside(self._taken, raw, *envelope.rcpt_tos)

    def _token(self, address: str) -> str | None:
        local, _, domain = address.lower().rpartition("@")
        ours = local.startswith(BOUNCE) and domain == self.domain.lower()
        return local.removeprefix(BOUNCE) if ours else None

    def _known(self, token: str) -> str:
        try:
            notice_of_token(self.node.reader(OWN), token)
        except Refusal:
            metrics.report(WAY, "unknown")
            return UNKNOWN
        except AllianceError:
            return LATER
        return "250 2.1.5 known"

    def _taken(self, raw: bytes, *addresses: str) -> str:
        told = read(raw)
        if told is None:
            metrics.report(WAY, "no-report")
            return "250 2.0.0 no report"
        report = Report(told=told[0], code=told[1], at=self.node.clock.now())
        try:
            for address in addresses:
                notice = notice_of_token(self.node.reader(OWN), self._token(address) or "")
                command = RecordReport(child=notice.child, notice=notice.id, report=report)
                metrics.report(WAY, self.node.dispatcher.run(command, OWN)["outcome"])
        except AllianceError as error:
            log.event("intake.later", level="warning", error_type=type(error).__name__)
            return LATER
        return "250 2.0.0 taken"


async def _aside(work: Callable[..., str], *words: str | bytes) -> str:
    """In a thread: the store may make us wait, other connections must not."""
    return await asyncio.get_running_loop().run_in_executor(None, work, *words)
