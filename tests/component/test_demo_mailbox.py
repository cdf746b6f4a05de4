"""The demo's mailbox takes real mail and real requests, keeps them over a kill, and shows them to this machine only."""

import json
import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from deploy.demo.guard import NotThisMachine
from deploy.demo.letters import Letters
from deploy.demo.mailbox import Mailbox
from deploy.demo.mailbox_pages import linked
from deploy.engines.ports import claim
from kernel.clock import SystemClock

TOKEN = "token-of-the-test"
OWNERS = {"elena@example.org": "Elena <Lindqvist>", "+13035550120": "Elena <Lindqvist>"}


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    ports = claim(tmp_path, ("smtp", "http"))
    box = Mailbox(tmp_path / "data", ports["smtp"], ports["http"], TOKEN, SystemClock(), OWNERS)
    box.start()
    yield box
    box.stop()


def send(box: Mailbox, *recipients: str, subject: str = "Eine Nachricht für Sie") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "care@example.org", recipients[0], subject
    message["Message-ID"] = "<notice-1@example.org>"
    message.set_content("Öffnen Sie bitte http://127.0.0.1:8080/p/abc?mac=1&x=2. Danke.")
    with smtplib.SMTP("127.0.0.1", box.smtp_port, timeout=5) as client:
        client.send_message(message, to_addrs=list(recipients))


def text(box: Mailbox, body: object, token: str = TOKEN) -> httpx.Response:
    return httpx.post(box.sms_url, json=body, headers={"Authorization": f"Bearer {token}"})


def test_a_mail_is_kept_for_each_recipient_apart(mailbox: Mailbox) -> None:
    send(mailbox, "elena@example.org", "Somebody.Else@example.org")
    assert [letter.to for letter in mailbox.letters.after(0)] == ["elena@example.org", "somebody.else@example.org"]
    first = mailbox.letters.after(0)[0]
    assert (first.subject, first.sender) == ("Eine Nachricht für Sie", "care@example.org")
    assert first.reference == "notice-1@example.org"
    assert "Öffnen Sie bitte http://127.0.0.1:8080/p/abc?mac=1&x=2" in first.text


def test_a_text_message_needs_the_token_and_all_fields(mailbox: Mailbox) -> None:
    good = {"to": "+13035550120", "text": "Your code is 123456.", "reference": "code-1"}
    assert text(mailbox, good, token="another").status_code == 401
    assert text(mailbox, good | {"extra": "x"}).status_code == 400
    assert text(mailbox, good | {"text": 5}).status_code == 400
    assert text(mailbox, ["no", "object"]).status_code == 400
    assert mailbox.letters.after(0) == []
    taken = text(mailbox, good)
    assert (taken.status_code, taken.json()) == (202, {"id": "sms-1"})
    assert mailbox.letters.after(0)[0].reference == "code-1"
    assert text(mailbox, good).json() == {"id": "sms-1"}
    assert len(mailbox.letters.after(0)) == 1


def test_the_page_lists_newest_first_with_clickable_links_and_no_script(mailbox: Mailbox) -> None:
    send(mailbox, "elena@example.org", subject="First")
    text(mailbox, {"to": "+13035550120", "text": "Second <script>alert(1)</script>", "reference": "r"})
    page = httpx.get(mailbox.url)
    assert page.text.index("Second") < page.text.index("First")
    assert '<a href="http://127.0.0.1:8080/p/abc?mac=1&amp;x=2">' in page.text
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert 'http-equiv="refresh"' in page.text


def test_one_person_s_messages_can_be_looked_at_alone(mailbox: Mailbox) -> None:
    send(mailbox, "elena@example.org", subject="Hers")
    send(mailbox, "tomas@example.org", subject="His")
    page = httpx.get(mailbox.url, params={"to": "elena@example.org"}).text
    assert "Hers" in page
    assert "His" not in page.replace("This", "")
    assert "Elena &lt;Lindqvist&gt;" in page


def test_a_foreign_host_name_gets_nothing(mailbox: Mailbox) -> None:
    assert httpx.get(mailbox.url, headers={"Host": "rebound.example.net"}).status_code == 421
    assert httpx.post(mailbox.sms_url, headers={"Host": "10.0.0.1:80"}, json={}).status_code == 421


def test_messages_can_be_followed_by_number(mailbox: Mailbox) -> None:
    send(mailbox, "elena@example.org", subject="One")
    send(mailbox, "elena@example.org", subject="Two")
    answer = httpx.get(mailbox.url + ".json", params={"after": 1}).json()
    assert [letter["subject"] for letter in answer["letters"]] == ["Two"]
    assert httpx.get(mailbox.url + ".json", params={"after": "-1"}).status_code == 400


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "mail.example.net"])
def test_no_other_interface_is_opened(tmp_path: Path, host: str) -> None:
    with pytest.raises(NotThisMachine):
        Mailbox(tmp_path, 1, 2, TOKEN, SystemClock(), host=host)


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from deploy.demo.letters import Letters; from kernel.clock import SystemClock\n"
        "box = Letters(Path(sys.argv[1]), SystemClock())\n"
        "for number in range(10_000):\n"
        "    box.keep(channel='sms', to='+1', sender='', subject='', text='x' * 500, reference=str(number))\n"
        "    print(number, flush=True)\n"
    )
    path = tmp_path / "mailbox.jsonl"
    process = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline() for _ in range(20)]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    kept = {letter.reference for letter in Letters(path, SystemClock()).after(0)}
    assert {line.strip() for line in acknowledged} <= kept


def test_a_half_written_line_is_cut_off_and_writing_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "mailbox.jsonl"
    box = Letters(path, SystemClock())
    box.keep(channel="sms", to="+1", sender="", subject="", text="whole", reference="1")
    box.close()
    with path.open("ab") as file:
        file.write(b'{"number": 2, "at": "20')
    again = Letters(path, SystemClock())
    assert again.keep(channel="sms", to="+1", sender="", subject="", text="next", reference="2").number == 2
    again.close()
    assert [json.loads(line)["text"] for line in path.read_text().splitlines()] == ["whole", "next"]
    assert path.stat().st_mode & 0o077 == 0


def test_only_web_addresses_become_links() -> None:
    assert str(linked('javascript:alert(1) <b> http://a.test/"x')) == (
        'javascript:alert(1) &lt;b&gt; <a href="http://a.test/">http://a.test/</a>&#34;x'
    )
