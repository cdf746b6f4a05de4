"""E-mail over a kept SMTP connection (RFC 5321), TLS by setting and, where that leaves it open, by the message.

The header block is built once as bytes; per message a few fields are filled in and the body is made quoted-printable:
building an `EmailMessage` takes 1.6 ms, this a few hundredths. The headers are always the same ones in the same order,
so that whoever signs (DKIM is the relay's: it holds the key of the domain) can sign all of them; none carries content.

The envelope sender is the notice id with a proof that we wrote it (`bounce+<id>.<mac>@...`): a bounce finds its
notice, and nobody can make one up. The Message-ID is that of the notice at every attempt, so that a mailbox can tell a
duplicate.
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
from kernel.settings_checks import is_loopback
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
CLOSING = 421
BOUNCE = "bounce+"
TLS_REQUIRED = "tls-required"
BAD_ADDRESS = frozenset({550, 551, 553, 510, 511, 512, 513})  # about this mailbox, not about us or the moment

log = logger("smtp")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mail leaves and in whose name. A certificate is always checked.

    `tls` is none, starttls, implicit, or opportunistic: starttls if the server offers it, and without it only messages
    that may go so. A server on this machine needs none.
    """

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
            return Receipt(answered=Answered.UNSURE, code="broke-after-content", trouble=True)
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
            self._sender(connection, message)
        except (OSError, smtplib.SMTPServerDisconnected):
            # A kept connection that the server has let go meanwhile: nothing was said on it yet.
            if not kept:
                raise
            self._connection = None
            connection, _ = self._open()
            self._sender(connection, message)
        code, _ = connection.rcpt(message.to)
        if code >= PERMANENT:
            self._reset(connection)
            raise _Answer(Receipt(answered=Answered.REFUSED, code=f"smtp-{code}", address_unfit=code in BAD_ADDRESS))
        if code not in (250, 251):
            self._reset(connection)
            raise _Answer(_later(code))
        return connection

    def _sender(self, connection: smtplib.SMTP, message: Message) -> None:
        if message.tls and not self._is_private(connection):
            raise _Answer(Receipt(answered=Answered.REFUSED, code=TLS_REQUIRED))
        code, _ = connection.mail(f"{BOUNCE}{message.token or message.reference}@{self._server.domain}")
        if code != 250:
            # Whatever they hold against the sender is ours to mend, and no fault of the address.
            self._reset(connection)
            raise _Answer(Receipt(answered=Answered.UNAVAILABLE, code=f"smtp-{code}", trouble=True))

    def _is_private(self, connection: smtplib.SMTP) -> bool:
        return isinstance(connection.sock, ssl.SSLSocket) or is_loopback(self._server.host)

    def _after_content(self, code: int, reference: str | None = None) -> Receipt:
        if code == 250:
            return Receipt(answered=Answered.ACCEPTED, code="", reference=reference)
        if code >= PERMANENT:
            return Receipt(answered=Answered.REFUSED, code=f"smtp-{code}", address_unfit=code in BAD_ADDRESS)
        return _later(code)

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
        if server.tls == "starttls" or (server.tls == "opportunistic" and connection.has_extn("starttls")):
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
        return Receipt(answered=Answered.UNAVAILABLE, code=code, trouble=True)

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


def _later(code: int) -> Receipt:
    """A greylisted address is no trouble of theirs; 421 is: they are closing."""
    return Receipt(answered=Answered.UNAVAILABLE, code=f"smtp-{code}", trouble=code == CLOSING)


@lru_cache(maxsize=64)
def _subject(text: str) -> str:
    """There are as many subjects as templates: encoded once each."""
    return text if text.isascii() else Header(text, "utf-8").encode()
