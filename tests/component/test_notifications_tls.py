"""Mail over TLS: taken with a certificate that holds, never sent with one that does not."""

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kernel.clock import SteppedClock, SystemClock
from services.notifications.messages import Text
from services.notifications.model import Answered
from services.notifications.providers.port import Message
from services.notifications.providers.smtp import SmtpProvider, SmtpServer
from tests.component.notifications_servers import AnyPort, Post
from tests.component.notifications_world import MORNING

MESSAGE = Message(to="a@family.example", text=Text("You have a new message", "Hello"), reference="notice-1")


class TlsPort(AnyPort):
    """A mail server that takes nothing before STARTTLS."""

    def __init__(self, post: Post, context: ssl.SSLContext) -> None:
        super().__init__(post, hostname="127.0.0.1", port=0)
        self._context = context

    def factory(self) -> SMTP:
        return SMTP(self.handler, tls_context=self._context, require_starttls=True)


def certificate(folder: Path) -> Path:
    """Key and certificate for 127.0.0.1 in one file, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now, day = SystemClock().now(), datetime.timedelta(days=1)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file = folder / "mail.pem"
    file.write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()) + made.public_bytes(encoding))
    return file


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Post, int, Path]]:
    file = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    post = Post()
    door = TlsPort(post, context)
    door.start()
    yield post, int(door.port), file
    door.stop()


def sent(port: int, tls: str, context: ssl.SSLContext | None) -> Answered:
    place = SmtpServer(host="127.0.0.1", port=port, tls=tls, sender="no-reply@alliance.example", context=context)
    provider = SmtpProvider(place, SteppedClock(MORNING))
    receipt = provider.send(MESSAGE)
    provider.close()
    return receipt.answered


def test_mail_goes_over_tls_when_the_certificate_holds(server: tuple[Post, int, Path]) -> None:
    post, port, file = server
    assert sent(port, "starttls", ssl.create_default_context(cafile=str(file))) is Answered.ACCEPTED
    assert len(post.letters) == 1


@pytest.mark.parametrize("tls", ["starttls", "none"])
def test_an_unknown_certificate_or_no_tls_at_all_sends_nothing(server: tuple[Post, int, Path], tls: str) -> None:
    post, port, _ = server
    assert sent(port, tls, None) is Answered.UNAVAILABLE
    assert post.letters == []
