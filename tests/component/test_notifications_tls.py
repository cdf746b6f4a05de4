"""Mail over TLS: taken with a certificate that holds, never sent with one that does not."""

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from dataclasses import replace
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


@pytest.fixture
def plain() -> Iterator[Post]:
    """A mail server without TLS, which nobody takes for one on this machine: 0.0.0.0 is not its name."""
    post = Post()
    post.start()
    yield post
    post.stop()


@pytest.mark.parametrize("tls", ["none", "opportunistic"])
def test_without_tls_only_mail_goes_whose_clinic_allows_it(plain: Post, tls: str) -> None:
    place = SmtpServer(host="0.0.0.0", port=plain.port, tls=tls, sender="no-reply@alliance.example")
    provider = SmtpProvider(place, SteppedClock(MORNING))
    refused = provider.send(MESSAGE)
    assert (refused.answered, refused.code, refused.address_unfit) == (Answered.REFUSED, "tls-required", False)
    assert plain.letters == []
    assert provider.send(replace(MESSAGE, tls=False)).answered is Answered.ACCEPTED
    provider.close()


def test_where_the_server_offers_tls_opportunistic_takes_it(server: tuple[Post, int, Path]) -> None:
    post, port, file = server
    assert sent(port, "opportunistic", ssl.create_default_context(cafile=str(file))) is Answered.ACCEPTED
    assert sent(port, "opportunistic", None) is Answered.UNAVAILABLE  # a certificate that does not hold
    assert len(post.letters) == 1


def test_headers_are_always_the_same_and_carry_no_content(plain: Post) -> None:
    place = SmtpServer(host="127.0.0.1", port=plain.port, tls="none", sender="no-reply@alliance.example")
    provider = SmtpProvider(place, SteppedClock(MORNING))
    for to, reference in (("a@family.example", "notice-1"), ("b@family.example", "notice-2")):
        provider.send(replace(MESSAGE, to=to, reference=reference))
    provider.close()
    heads = [content.split(b"\r\n\r\n")[0].decode().split("\r\n") for _, _, content in plain.letters]
    names = [[line.partition(":")[0] for line in head if not line.startswith("X-")] for head in heads]
    assert names[0] == names[1] == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    ]  # fmt: skip
    assert "Message-ID: <notice-1@alliance.example>" in heads[0]
    assert "Auto-Submitted: auto-generated" in heads[0]
