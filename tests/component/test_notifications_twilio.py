"""A Twilio-compatible provider: what is sent to it, what its answers mean, and its signed status callbacks."""

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from contracts.codes import Channel, DeliveryState, MessageClass
from services.notifications.decisions.signatures import form_signature
from services.notifications.messages import Text
from services.notifications.model import Answered, Notice
from services.notifications.providers.port import Message
from services.notifications.repository import CONTACT_POINTS
from tests.component.notifications_family import disclosed, notices, settled_family
from tests.component.notifications_reports import CALLBACKS, FORM, TWILIO_TOKEN, callback, posted
from tests.component.notifications_servers import Phones, Post
from tests.component.notifications_world import World, notifications


class Twilio:
    """A real HTTP server that speaks the Messages resource."""

    def __init__(self) -> None:
        self.forms: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.status, self.error, self.hang_up = 201, 0, False
        twilio = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                twilio.took(self)

            def log_message(self, format: str, *args: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def took(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"])).decode()
        assert request.headers["Authorization"] == "Basic " + base64.b64encode(f"AC1:{TWILIO_TOKEN}".encode()).decode()
        assert request.headers["Content-Type"] == FORM
        self.paths.append(request.path)
        self.forms.append({name: values[0] for name, values in parse_qs(body).items()})
        if self.hang_up:
            request.connection.close()
            request.close_connection = True
            return
        answer = {"sid": f"SM{len(self.forms)}", "status": "queued"} if self.status == 201 else {"code": self.error}
        content = json.dumps(answer).encode()
        request.send_response(self.status)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    server = Twilio()
    yield server
    server.stop()


@pytest.fixture
def world(tmp_path: Path, twilio: Twilio) -> Iterator[World]:
    def environ(post: Post, phones: Phones) -> dict[str, str]:
        (tmp_path / "twilio.token").write_text(TWILIO_TOKEN + "\n")
        text = {"name": "twilio", "kind": "twilio", "account": "AC1", "token_file": str(tmp_path / "twilio.token"),
                "sender": "+15550000", "url": twilio.url}  # fmt: skip
        mail = {"name": "mail", "kind": "smtp", "host": "127.0.0.1", "port": post.port, "tls": "none"}
        (tmp_path / "providers.json").write_text(json.dumps({"email": [mail], "sms": [text]}))
        return {
            "ALLIANCE_PROVIDERS_FILE": str(tmp_path / "providers.json"), "ALLIANCE_CALLBACK_URL": CALLBACKS + "/"
        }  # fmt: skip

    with notifications(tmp_path, environ=environ) as made:
        yield made


def texted(world: World, **changes: Any) -> Notice:
    settled_family(world, "sms")
    disclosed(world, **changes)
    world.settle()
    return text(world)


def text(world: World) -> Notice:
    return next(item for item in notices(world) if item.channel is Channel.SMS)


def test_a_message_goes_as_a_form_with_a_callback_of_its_own(world: World, twilio: Twilio) -> None:
    notice = texted(world)
    [form] = twilio.forms
    assert twilio.paths == ["/2010-04-01/Accounts/AC1/Messages.json"]
    assert (form["To"], form["From"], sorted(form)) == (
        "+15550100", "+15550000", ["Body", "From", "StatusCallback", "To"]
    )  # fmt: skip
    assert form["StatusCallback"].startswith(f"{CALLBACKS}/provider-reports/twilio/status/{notice.id}.")
    assert (notice.state, notice.reference) == (DeliveryState.PROVIDER_ACCEPTED, "SM1")


def test_a_message_that_nobody_may_report_on_asks_for_no_callback(world: World, twilio: Twilio) -> None:
    message = Message(to="+15550100", text=Text("", "Hello"), reference="alert-1")
    assert world.sender.providers[Channel.SMS].send(message).answered is Answered.ACCEPTED
    assert "StatusCallback" not in twilio.forms[0]


@pytest.mark.parametrize(
    ("status", "error", "state", "usable"),
    [
        (400, 21211, "bounced", False),
        (400, 21610, "bounced", False),
        (400, 21602, "bounced", True),
        (429, 20429, "accepted", True),
        (401, 20003, "accepted", True),
        (503, 0, "accepted", True),
        (500, 0, "unknown", True),
    ],
)
def test_what_its_answers_mean(
    world: World, twilio: Twilio, status: int, error: int, state: str, usable: bool
) -> None:
    twilio.status, twilio.error = status, error
    settled_family(world, "email", "sms")
    disclosed(world, message_class=MessageClass.SAFETY)
    world.settle()
    world.later(minutes=16)
    notice = text(world)
    assert state in [step.state.value for step in notice.history[1:]]
    assert all(point.usable for point in world.all(CONTACT_POINTS)) is usable


def test_broken_off_it_is_unsure(world: World, twilio: Twilio) -> None:
    twilio.hang_up = True
    assert "unknown" in [step.state.value for step in texted(world).history]


@pytest.mark.parametrize(
    ("status", "error", "state", "usable"),
    [
        ("queued", None, DeliveryState.PROVIDER_ACCEPTED, True),
        ("sent", None, DeliveryState.PROVIDER_ACCEPTED, True),
        ("delivered", None, DeliveryState.HANDED_OVER, True),
        ("undelivered", 30003, DeliveryState.BOUNCED, False),
        ("failed", 30006, DeliveryState.BOUNCED, False),
        ("undelivered", 30008, DeliveryState.BOUNCED, True),
        ("failed", 30001, DeliveryState.BOUNCED, True),
        ("of-tomorrow", None, DeliveryState.PROVIDER_ACCEPTED, True),
    ],
)
def test_a_signed_status_callback_moves_the_notice(
    world: World, twilio: Twilio, status: str, error: int | None, state: DeliveryState, usable: bool
) -> None:
    texted(world)
    assert callback(world, twilio.forms[0]["StatusCallback"], status, "SM1", error).status_code == 204
    assert text(world).state is state
    assert all(point.usable for point in world.all(CONTACT_POINTS)) is usable


def test_statuses_out_of_order_never_go_back(world: World, twilio: Twilio) -> None:
    texted(world)
    for status in ("delivered", "sent", "queued", "failed", "delivered"):
        assert callback(world, twilio.forms[0]["StatusCallback"], status, "SM1").status_code == 204
    assert text(world).state is DeliveryState.HANDED_OVER


def test_a_callback_that_somebody_else_signed_changes_nothing(world: World, twilio: Twilio) -> None:
    texted(world)
    url = twilio.forms[0]["StatusCallback"]
    assert callback(world, url, "failed", "SM1", token="guessed").status_code == 401
    unsigned = posted(world, url.removeprefix(CALLBACKS), b"MessageSid=SM1&MessageStatus=failed",
                      {"Content-Type": FORM})  # fmt: skip
    assert unsigned.status_code == 401
    assert text(world).state is DeliveryState.PROVIDER_ACCEPTED


def test_the_callback_of_one_message_cannot_speak_of_another(world: World, twilio: Twilio) -> None:
    notice = texted(world)
    url = twilio.forms[0]["StatusCallback"]
    for other in (url.replace(notice.id, "0" * 32), url[:-1] + ("0" if url[-1] != "0" else "1")):
        assert callback(world, other, "failed", "SM1").status_code == 404  # signed well, for no message of ours
    assert text(world).state is DeliveryState.PROVIDER_ACCEPTED


def test_a_callback_without_its_fields_is_refused_by_name(world: World, twilio: Twilio) -> None:
    texted(world)
    url = twilio.forms[0]["StatusCallback"]
    headers = {"X-Twilio-Signature": form_signature(TWILIO_TOKEN, url, []), "Content-Type": FORM}
    answer = posted(world, url.removeprefix(CALLBACKS), b"", headers)
    assert answer.status_code == 422
    assert "MessageStatus" in answer.text


def test_the_signature_is_the_one_that_is_published() -> None:
    form = [("CallSid", "CA1234567890ABCDE"), ("Caller", "+12349013030"), ("Digits", "1234"),
            ("From", "+12349013030"), ("To", "+18005551212")]  # fmt: skip
    address = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert form_signature("12345", address, form) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
