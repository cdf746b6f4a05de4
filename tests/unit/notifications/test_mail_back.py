"""Mail that comes back is read for its status fields, and for nothing else."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.decisions.mail_back import read
from services.notifications.model import Reported


def report(kind: str, part: str, fields: str) -> bytes:
    """As mail servers write it."""
    text = (
        f"From: MAILER-DAEMON@mx.example\r\nTo: bounce@alliance.example\r\nSubject: Undelivered\r\n"
        f"MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        f"--b\r\nContent-Type: message/{part}\r\n\r\n{fields}\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: You have a new message\r\n--b--\r\n"
    )
    return text.encode()


def status(action: str, code: str) -> bytes:
    fields = (
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; mother@family.example\r\nAction: {action}\r\nStatus: {code}\r\n"
    )
    return report("delivery-status", "delivery-status", fields)


@pytest.mark.parametrize(
    ("action", "code", "told"),
    [
        ("failed", "5.1.1", Reported.UNFIT),
        ("failed", "5.1.10", Reported.UNFIT),
        ("failed", "5.2.1", Reported.UNFIT),
        ("failed", "5.2.2", Reported.FAILED),
        ("failed", "5.7.1", Reported.FAILED),
        ("failed", "4.4.7", Reported.FAILED),
        ("failed", "4.1.1", Reported.FAILED),
        ("Failed", "5.1.1 (no such user)", Reported.UNFIT),
        ("delayed", "4.4.1", Reported.DELAYED),
        ("delivered", "2.0.0", Reported.DELIVERED),
        ("relayed", "2.0.0", Reported.TAKEN),
        ("failed", "", Reported.FAILED),
    ],
)
def test_a_delivery_status(action: str, code: str, told: Reported) -> None:
    found = read(status(action, code))
    assert found is not None
    assert found[0] is told


def test_the_code_is_the_status_and_never_the_text() -> None:
    assert read(status("failed", "5.1.1 (Anna is not here)")) == (Reported.UNFIT, "dsn-5.1.1")


@pytest.mark.parametrize(
    ("kind", "found"),
    [("abuse", (Reported.COMPLAINED, "complaint")), ("fraud", (Reported.COMPLAINED, "complaint")), ("not-spam", None)],
)
def test_a_complaint(kind: str, found: object) -> None:
    assert read(report("feedback-report", "feedback-report", f"Feedback-Type: {kind}\r\nVersion: 1\r\n")) == found


def test_an_automatic_answer_says_nothing() -> None:
    answer = EmailMessage()
    answer["Auto-Submitted"] = "auto-replied"
    answer.set_content("I am away. Action: failed Status: 5.1.1")
    assert read(answer.as_bytes()) is None


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", status("failed", "5.1.1")[:150], b"Content-Type: multipart/report"]
)
def test_what_is_broken_says_nothing(content: bytes) -> None:
    assert read(content) is None


def test_a_status_buried_in_a_thousand_parts_is_not_looked_for() -> None:
    whole = status("failed", "5.1.1")
    assert read(whole) is not None
    part = b"--b\r\nContent-Type: text/plain\r\n\r\n"
    assert read(whole.replace(part, part * 1000, 1)) is None


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    assert read(content) is None
    read(b'Content-Type: multipart/report; report-type="delivery-status"; boundary=b\r\n\r\n--b\r\n' + content)
    read(status("failed", "5.1.1").replace(b"Sorry.", content))
