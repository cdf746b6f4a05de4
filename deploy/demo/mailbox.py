"""The demo's mailbox and phone: takes mail by SMTP and text messages by HTTP, keeps them, shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.controller import Controller

from deploy.demo.guard import require_loopback
from deploy.demo.letters import Letters
from deploy.demo.mailbox_pages import mailbox_app
from deploy.demo.mailbox_smtp import smtp_server
from kernel.clock import Clock
from kernel.web.serve import Served, serve_in_thread

THREADS = 4  # one reader and a provider endpoint


@dataclass
class Mailbox:
    """Listens on loopback only; NotThisMachine for any other host."""

    data_dir: Path
    smtp_port: int
    http_port: int
    token: str
    clock: Clock
    owners: Mapping[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"
    letters: Letters = field(init=False)
    _smtp: Controller | None = field(default=None, init=False)
    _pages: Served | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        require_loopback("the demo's mailbox", self.host)
        self.letters = Letters(self.data_dir / "mailbox.jsonl", self.clock)

    @property
    def url(self) -> str:
        """Where people read what was sent."""
        return f"http://{self.host}:{self.http_port}/mailbox"

    @property
    def sms_url(self) -> str:
        """Where the platform hands over text messages."""
        return f"http://{self.host}:{self.http_port}/sms"

    def start(self) -> None:
        """Both ports answer when it returns; OSError when one is taken."""
        app = mailbox_app(self.letters, self.token, self.owners)
        self._pages = serve_in_thread(app, self.host, self.http_port, THREADS)
        self._smtp = smtp_server(self.letters, self.host, self.smtp_port)
        self._smtp.start()

    def stop(self) -> None:
        """What was acknowledged is on disk."""
        if self._smtp is not None:
            self._smtp.stop()
        if self._pages is not None:
            self._pages.stop()
        self.letters.close()
