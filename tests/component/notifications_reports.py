"""What providers report, signed as they sign it, and the mail servers that send bounces back."""

import json
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from services.notifications.decisions.signatures import form_signature, signature
from tests.component.notifications_servers import Phones, Post
from tests.component.notifications_world import World, notifications

CALLBACKS = "https://alliance.example/notifications"
SECRET, TWILIO_TOKEN = "report-secret", "twilio-token"
FORM = "application/x-www-form-urlencoded"


@contextmanager
def reported_to(folder: Path) -> Iterator[World]:
    """The service with a secret for reports and an address for callbacks."""
    secret = folder / "reports.secret"
    secret.write_text(SECRET + "\n")

    def environ(post: Post, phones: Phones) -> dict[str, str]:
        return {"ALLIANCE_REPORT_SECRET_FILE": str(secret), "ALLIANCE_CALLBACK_URL": CALLBACKS}

    with notifications(folder, environ=environ) as made:
        yield made


def posted(world: World, path: str, content: bytes, headers: dict[str, str]) -> httpx.Response:
    """By somebody outside: no token of ours."""
    transport = httpx.WSGITransport(app=world.app, raise_app_exceptions=False)
    with httpx.Client(transport=transport, base_url="http://notifications") as client:
        return client.post(path, content=content, headers=headers)


def webhook(
    world: World, *reports: dict[str, Any], provider: str = "sms", secret: str = SECRET, late: int = 0
) -> httpx.Response:
    """Reports over our documented interface."""
    body = json.dumps({"reports": list(reports)}).encode()
    moment = str(int(world.clock.now().timestamp()) - late)
    headers = {"X-Alliance-Timestamp": moment, "X-Alliance-Signature": signature(secret, moment, body)}
    return posted(world, f"/provider-reports/{provider}", body, headers)


def callback(
    world: World, url: str, status: str, sid: str, error: int | None = None, token: str = TWILIO_TOKEN
) -> httpx.Response:
    """A status callback to the address that was given with the message."""
    form = {"MessageSid": sid, "MessageStatus": status, "To": "+15550100", "AccountSid": "AC1", "ApiVersion": "2010"}
    form |= {} if error is None else {"ErrorCode": str(error)}
    headers = {"X-Twilio-Signature": form_signature(token, url, list(form.items())), "Content-Type": FORM}
    return posted(world, url.removeprefix(CALLBACKS), urlencode(form).encode(), headers)


def sent_back(port: int, to: str, content: bytes) -> tuple[int, bytes]:
    """As the mail server of the domain passes a bounce on; the reply to whatever was refused first, else to the end."""
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.ehlo()
        server.mail("")
        answer = server.rcpt(to)
        return answer if answer[0] != 250 else server.data(content)
