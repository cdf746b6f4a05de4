"""E-mail over a kept SMTP connection (RFC 5321), TLS by setting.

The header block is built once as bytes; per message a few fields are filled in and the body is made quoted-printable:
building an `EmailMessage` takes 1.6 ms, this a few hundredths. The envelope sender carries the notice id
(`bounce+<id>@...`), so that a bounce finds its notice; the Message-ID is that of the notice at every attempt, so that a
mailbox can tell a duplicate.
"""

import binascii
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache

from kernel.clock import Clock
from kernel.telemetry.logs import logger
from services.notifications.model import Answered, Receipt
from services.notifications.providers.port import Message
from services.notifications.settings import SMTP_TIMEOUT_SECONDS

HEADERS = (
    "From: {sender}\r\n"
    "To: <{to}>\r\n"
    "Subject: {subject}\r\n"
    "Date: {date}\r\n"
    "Message-ID: <{reference}@{domain}>\r\n"
    "Auto-Submitted: auto-generated\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "\r\n"
)
PERMANENT = 500
BAD_ADDRESS = frozenset({550, 551, 553, 510, 511, 512, 513})  # about this mailbox, not about us or the moment

log = logger("smtp")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mail leaves and in whose name. `tls` is none, starttls or implicit; a certificate is always checked."""

    host: str
    port: int
    tls: str
    sender: str
    user: str | None = None
    password: str | None = None
    context: ssl.SSLContext | None = None
    timeout_seconds: float = SMTP_TIMEOUT_SECONDS

    @property
    def domain(self) -> str:
        """Of the sender."""
        return self.sender.rpartition("@")[2]


class SmtpProvider:
    """One connection, opened on first use and after every trouble."""

    def __init__(self, server: SmtpServer, clock: Clock) -> None:
        self._server, self._clock = server, clock
        self._connection: smtplib.SMTP | None = None

    def send(self, message: Message) -> Receipt:
        """Envelope, then content. Only a break after the content began is unsure."""
        try:
            connection = self._envelope(message)
        except _Answer as answer:
            return answer.receipt
        except (OSError, smtplib.SMTPException) as error:
            return self._away("connection", error)
        try:
            code, _ = connection.data(self._content(message))
        except smtplib.SMTPDataError as error:
            return self._after_content(error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            self._drop(error)
            return Receipt(answered=Answered.UNSURE, code="broke-after-content")
        return self._after_content(code, message.reference)

    def close(self) -> None:
        if self._connection is not None:
            try:
                self._connection.quit()
            except (OSError, smtplib.SMTPException):
                self._connection.close()
        self._connection = None

    def _envelope(self, message: Message) -> smtplib.SMTP:
        connection, kept = self._open()
        try:
            self._sender(connection, message.reference)
        except (OSError, smtplib.SMTPServerDisconnected):
            # A kept connection that the server has let go meanwhile: nothing was said on it yet.
            if not kept:
                raise
            self._connection = None
            connection, _ = self._open()
            self._sender(connection, message.reference)
        code, _ = connection.rcpt(message.to)
        if code >= PERMANENT:
            self._reset(connection)
            raise _Answer(Receipt(answered=Answered.REFUSED, code=f"smtp-{code}", address_unfit=code in BAD_ADDRESS))
        if code not in (250, 251):
            self._reset(connection)
            raise _Answer(Receipt(answered=Answered.UNAVAILABLE, code=f"smtp-{code}"))
        return connection

    def _sender(self, connection: smtplib.SMTP, reference: str) -> None:
        code, _ = connection.mail(f"bounce+{reference}@{self._server.domain}")
        if code != 250:
            # Whatever they hold against the sender is ours to mend, and no fault of the address.
            self._reset(connection)
            raise _Answer(Receipt(answered=Answered.UNAVAILABLE, code=f"smtp-{code}"))

    def _after_content(self, code: int, reference: str | None = None) -> Receipt:
        if code == 250:
            return Receipt(answered=Answered.ACCEPTED, code="", reference=reference)
        if code >= PERMANENT:
            return Receipt(answered=Answered.REFUSED, code=f"smtp-{code}", address_unfit=code in BAD_ADDRESS)
        return Receipt(answered=Answered.UNAVAILABLE, code=f"smtp-{code}")

    def _content(self, message: Message) -> bytes:
        server = self._server
        head = HEADERS.format(
            sender=server.sender,
            to=message.to,
            subject=_subject(message.text.subject),
            date=format_datetime(self._clock.now()),
            reference=message.reference,
            domain=server.domain,
        )
        body = binascii.b2a_qp(message.text.body.encode(), istext=True)
        return head.encode("ascii") + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

    def _open(self) -> tuple[smtplib.SMTP, bool]:
        if self._connection is not None:
            return self._connection, True
        server = self._server
        make: Callable[..., smtplib.SMTP] = smtplib.SMTP
        options: dict[str, object] = {"timeout": server.timeout_seconds}
        if server.tls == "implicit":
            make, options["context"] = smtplib.SMTP_SSL, server.context or ssl.create_default_context()
        connection = make(server.host, server.port, **options)
        connection.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            connection.starttls(context=server.context or ssl.create_default_context())
            connection.ehlo()
        if server.user:
            connection.login(server.user, server.password or "")
        self._connection = connection
        return connection, False

    def _reset(self, connection: smtplib.SMTP) -> None:
        """Ready for the next message; what the server answered before stays the answer even if it hangs up now."""
        try:
            connection.rset()
        except (OSError, smtplib.SMTPException) as error:
            self._drop(error)

    def _away(self, code: str, error: Exception) -> Receipt:
        self._drop(error)
        return Receipt(answered=Answered.UNAVAILABLE, code=code)

    def _drop(self, error: Exception) -> None:
        log.event("smtp.broke", level="warning", error_type=type(error).__name__)
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


class _Answer(Exception):
    """The server has answered before the content."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt.code)
        self.receipt = receipt


@lru_cache(maxsize=64)
def _subject(text: str) -> str:
    """There are as many subjects as templates: encoded once each."""
    return text if text.isascii() else Header(text, "utf-8").encode()
