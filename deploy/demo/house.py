"""The demo as a whole on the embedded pair: mailbox, all services in one process, the invented families."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from contracts.topics import SERVICES
from deploy.demo.guard import require_demo, require_loopback
from deploy.demo.load import Loader, Report
from deploy.demo.mailbox import Mailbox
from deploy.demo.network import demo
from deploy.demo.places import Places, announce, withdraw
from deploy.engines.ports import require_free
from deploy.onebox import OneBox
from kernel.chance import SystemChance
from kernel.clock import SystemClock
from kernel.telemetry import logs

HOST = "127.0.0.1"
OWNER_ONLY = 0o600
PASSED_ON = ("ALLIANCE_LOG_LEVEL", "ALLIANCE_OTLP_URL")  # everything else the demo decides by itself
Step = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Ports:
    """Four in a row: pages, APIs, mailbox, mail server."""

    first: int

    @property
    def all(self) -> tuple[int, int, int, int]:
        """In that order."""
        return (self.first, self.first + 1, self.first + 2, self.first + 3)

    @property
    def mailbox(self) -> int:
        """The mailbox's pages and the text-message provider."""
        return self.first + 2

    @property
    def smtp(self) -> int:
        """The mail server."""
        return self.first + 3


def demo_environment(data_dir: Path, ports: Ports, environ: Mapping[str, str]) -> dict[str, str]:
    """What turns services into a demo's services. The guard checks all that is set, most of it goes no further."""
    own = {
        "ALLIANCE_MODE": "demo",
        "ALLIANCE_BIND_HOST": HOST,
        "ALLIANCE_SMTP_HOST": HOST,
        "ALLIANCE_SMTP_PORT": str(ports.smtp),
        "ALLIANCE_SMS_URL": f"http://{HOST}:{ports.mailbox}/sms",
        "ALLIANCE_SMS_TOKEN_FILE": str(data_dir / "keys" / "sms.token"),
    }
    given = {name: value for name, value in environ.items() if name.startswith("ALLIANCE_")}
    require_demo({**given, **own})
    return {**{name: given[name] for name in PASSED_ON if name in given}, **own}


def sms_token(data_dir: Path) -> str:
    """The token of the demo's text-message provider, made at the first start."""
    file = data_dir / "keys" / "sms.token"
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as fresh:
            fresh.write(SystemChance().new_id())
    return file.read_text("ascii")


def mailbox_for(data_dir: Path, ports: Ports) -> Mailbox:
    """Not started yet."""
    return Mailbox(data_dir, ports.smtp, ports.mailbox, sms_token(data_dir), SystemClock(), demo().owners())


@dataclass
class House:
    """One folder, four ports. `step` says what is being done and how long it took."""

    data_dir: Path
    ports: Ports
    environ: Mapping[str, str]
    step: Step
    report: Report
    host: str = HOST
    mailbox: Mailbox | None = field(default=None, init=False)
    box: OneBox | None = field(default=None, init=False)

    def start(self) -> Places:
        """Everything answers and the families are there when it returns; what was started is stopped on a failure."""
        require_loopback("the demo", self.host)
        settings = demo_environment(self.data_dir, self.ports, self.environ)
        require_free(self.ports.all)
        try:
            return self._started(settings)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> bool:
        """Requests are answered, turns finished, files closed. True when all of it ended in time."""
        withdraw(self.data_dir)
        clean = self.box.stop() if self.box is not None else True
        if self.mailbox is not None:
            self.mailbox.stop()
        self.box = self.mailbox = None
        return clean

    def _started(self, settings: Mapping[str, str]) -> Places:
        with self.step("Mailbox and telephone listen"):
            self.mailbox = mailbox_for(self.data_dir, self.ports)
            self.mailbox.start()
        with self.step("Five services with their stores and the log between them"):
            self._logs(settings)
            self.box = OneBox(self.data_dir, self.ports.first, settings)
            self.box.prepare()
        with self.step("Pages, APIs and background work have begun"):
            self.box.start()
        with self.step("Two networks, four clinics, some twenty families"):
            self._loaded(self.box)
        places = Places(
            os.getpid(), self.box.url, {name: f"{self.box.api_url}/{name}" for name in SERVICES if name != "web"},
            self.mailbox.url, str(self.data_dir.resolve()),
        )  # fmt: skip
        announce(self.data_dir, places)
        return places

    def _loaded(self, box: OneBox) -> None:
        web = box.platform.nodes["web"]  # speaks for people, because it is where they sign in
        loader = Loader(
            demo=demo(), client=web.call, accounts=web.dispatcher, clock=SystemClock(), data_dir=self.data_dir
        )
        loader.run(self.report)

    def _logs(self, settings: Mapping[str, str]) -> None:
        """Into a file: the terminal belongs to the person."""
        folder = self.data_dir / "logs"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stream = (folder / "demo.log").open("a", encoding="utf-8")
        logs.configure("demo", level=settings.get("ALLIANCE_LOG_LEVEL", "info"), stream=stream)
