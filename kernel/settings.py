"""Everything that differs between machines, read once from the environment, checked wholly before anything starts.

`VARIABLES` is the one table: documentation and deployment checks are derived from it. A secret is never a variable's
value but the name of a file; an address of MongoDB with a password in it may come from a file too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from kernel.settings_checks import LEVELS, Problems, check, without_credentials
from kernel.settings_table import PREFIX, SERVICES, VARIABLES, Variable

__all__ = ["VARIABLES", "Mode", "Settings", "SettingsWrong", "SmtpTls", "StaffFactor", "Variable", "secret"]

T = TypeVar("T", bound=StrEnum)
DEFAULTS = {variable.name: variable.default for variable in VARIABLES}
REPLICATION_IN_PRODUCTION = 3  # with two in-sync replicas: one broker may be down without a loss or a stop


class Mode(StrEnum):
    """How much is forgiven."""

    DEMO = "demo"
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class SmtpTls(StrEnum):
    """How mail leaves."""

    NONE = "none"
    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    OPPORTUNISTIC = "opportunistic"


class StaffFactor(StrEnum):
    """Whether staff may come in by a password alone."""

    REQUIRED = "required"
    OFFERED = "offered"


class SettingsWrong(Exception):
    """Every problem at once, by variable. Holds names and reasons, no values."""

    def __init__(self, problems: Problems) -> None:
        self.problems = {name: list(reasons) for name, reasons in sorted(problems.items())}
        lines = [f"{name}: {reason}" for name, reasons in self.problems.items() for reason in reasons]
        super().__init__("\n".join(["The settings do not fit:", *lines]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One service's settings; made by `from_environment` only, so that an instance is a checked one."""

    service: str
    mode: Mode
    data_dir: Path
    key_dir: Path
    master_key_file: Path
    public_url: str
    bind_host: str
    port: int
    mongo_url: str | None = field(default=None, repr=False)  # None: SQLite; repr stays silent about a password in it
    mongo_url_file: Path | None = None
    kafka_bootstrap: str | None = None  # None: the embedded log
    urls: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    otlp_url: str | None = None
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_tls: SmtpTls = SmtpTls.NONE
    smtp_user: str | None = None
    smtp_password_file: Path | None = None
    mail_sender: str | None = None
    sms_url: str | None = None
    sms_token_file: Path | None = None
    providers_file: Path | None = None
    callback_url: str | None = None
    report_secret_file: Path | None = None
    bounce_port: int | None = None
    log_level: str = "info"
    replication: int = 1
    proxies: int = 0
    staff_factor: StaffFactor = StaffFactor.REQUIRED
    oidc_file: Path | None = None

    @classmethod
    def from_environment(cls, service: str, environ: Mapping[str, str]) -> "Settings":
        """Read, convert and check everything; SettingsWrong lists every problem."""
        reading = _Reading(environ)
        settings = reading.settings(service)
        if settings is not None:
            check(settings, reading.problems)
        if settings is None or reading.problems:
            raise SettingsWrong(reading.problems)
        return settings

    def describe(self) -> dict[str, str]:
        """Every setting as text for a person, without a password in any address."""
        told = {
            name: without_credentials(str(getattr(self, name))) for name in self.__dataclass_fields__ if name != "urls"
        }
        return told | {f"url_{name}": without_credentials(url) for name, url in self.urls.items()}


def secret(path: Path) -> str:
    """The content of a secret's file without the line end that editors add."""
    return path.read_text(encoding="utf-8").rstrip("\r\n")


class _Reading:
    """Converts text to values and collects what cannot be converted."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: Problems = {}

    def settings(self, service: str) -> Settings | None:
        mode = self._choice("MODE", Mode)
        data_dir, key_dir = self._folders()
        smtp_tls = self._choice("SMTP_TLS", SmtpTls)
        replication = self._number("REPLICATION", 1, 9, REPLICATION_IN_PRODUCTION if mode is Mode.PRODUCTION else 1)
        if self._text("LOG_LEVEL") not in LEVELS:
            self._wrong("LOG_LEVEL", f"one of {', '.join(LEVELS)}")
        if mode is None or smtp_tls is None:
            return None
        return Settings(
            service=service,
            mode=mode,
            data_dir=data_dir,
            key_dir=key_dir,
            master_key_file=Path(self._text("MASTER_KEY_FILE") or key_dir / "master.key"),
            public_url=(self._text("PUBLIC_URL") or "").rstrip("/"),
            bind_host=self._text("BIND_HOST") or "",
            port=self._number("PORT", 1, 65535),
            mongo_url=self._mongo_url(),
            mongo_url_file=self._path("MONGO_URL_FILE"),
            kafka_bootstrap=self._text("KAFKA_BOOTSTRAP"),
            urls=MappingProxyType(self._urls()),
            otlp_url=self._text("OTLP_URL"),
            smtp_host=self._text("SMTP_HOST") or "",
            smtp_port=self._number("SMTP_PORT", 1, 65535),
            smtp_tls=smtp_tls,
            smtp_user=self._text("SMTP_USER"),
            smtp_password_file=self._path("SMTP_PASSWORD_FILE"),
            mail_sender=self._text("MAIL_SENDER"),
            sms_url=self._text("SMS_URL"),
            sms_token_file=self._path("SMS_TOKEN_FILE"),
            providers_file=self._path("PROVIDERS_FILE"),
            callback_url=(self._text("CALLBACK_URL") or "").rstrip("/") or None,
            report_secret_file=self._path("REPORT_SECRET_FILE"),
            bounce_port=self._number("BOUNCE_PORT", 1, 65535) or None,
            log_level=self._text("LOG_LEVEL") or "",
            replication=replication,
            staff_factor=self._staff_factor(mode),
            oidc_file=self._path("OIDC_FILE"),
            proxies=self._number("PROXIES", 0, 5, 1 if self._is_https() else 0),
        )

    def _text(self, name: str) -> str | None:
        """The value, else the default of the table; blank counts as not set (compose files pass blanks)."""
        return self._environ.get(PREFIX + name, "").strip() or DEFAULTS[PREFIX + name]

    def _is_https(self) -> bool:
        """Then a proxy stands in front: none of our servers speaks TLS."""
        return (self._text("PUBLIC_URL") or "").startswith("https://")

    def _path(self, name: str) -> Path | None:
        text = self._text(name)
        return Path(text) if text else None

    def _number(self, name: str, least: int, most: int, otherwise: int = 0) -> int:
        text = self._text(name)
        if text is None:
            return otherwise
        if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
            self._wrong(name, f"a whole number from {least} to {most}")
            return least
        return int(text)

    def _choice(self, name: str, choices: type[T]) -> T | None:
        try:
            return choices(self._text(name) or "")
        except ValueError:
            self._wrong(name, f"one of {', '.join(choices)}")
            return None

    def _folders(self) -> tuple[Path, Path]:
        data_dir = Path(self._text("DATA_DIR") or "")
        return data_dir, Path(self._text("KEY_DIR") or data_dir / "keys")

    def _staff_factor(self, mode: Mode) -> StaffFactor:
        if self._text("STAFF_FACTOR"):
            return self._choice("STAFF_FACTOR", StaffFactor) or StaffFactor.REQUIRED
        return StaffFactor.REQUIRED if mode is Mode.PRODUCTION else StaffFactor.OFFERED

    def _urls(self) -> dict[str, str]:
        found = {name: self._text(f"URL_{name.upper()}") for name in SERVICES}
        return {name: url.rstrip("/") for name, url in found.items() if url}

    def _mongo_url(self) -> str | None:
        file = self._path("MONGO_URL_FILE")
        if file is None:
            return self._text("MONGO_URL")
        try:
            return secret(file)
        except (OSError, UnicodeDecodeError):
            self._wrong("MONGO_URL_FILE", "a readable file")
            return None

    def _wrong(self, name: str, reason: str) -> None:
        self.problems.setdefault(PREFIX + name, []).append(reason)
