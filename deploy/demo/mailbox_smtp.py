"""A real SMTP server on loopback that keeps what it is given and passes nothing on."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.demo.guard import require_loopback
from deploy.demo.letters import Letters

BYTES_MAX = 256 * 1024  # our messages have a few lines
READY_SECONDS = 10.0


class _Keeper:
    """Answers 250 only when the letter is on disk."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.get_running_loop().run_in_executor(None, self._keep, envelope)
        return "250 kept"

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        message = message_from_bytes(raw, policy=policy.default)
        for recipient in envelope.rcpt_tos:
            self._letters.keep(
                channel="email",
                to=recipient.lower(),
                sender=str(message.get("From", envelope.mail_from or "")),
                subject=str(message.get("Subject", "")),
                text=_text(message),
                reference=str(message.get("Message-ID", "")).strip("<>"),
            )


def smtp_server(letters: Letters, host: str, port: int) -> Controller:
    """Not started yet; `start()` returns when the port answers, `stop()` when it is closed."""
    require_loopback("the demo's mail server", host)
    return Controller(
        _Keeper(letters), hostname=host, port=port, ready_timeout=READY_SECONDS, data_size_limit=BYTES_MAX,
        enable_SMTPUTF8=True, ident="mailbox of a demo",
    )  # fmt: skip


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    return str(body.get_content()).strip() if body is not None else ""
