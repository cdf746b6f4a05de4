"""The table of environment variables. Documentation and deployment checks read it; nothing else names them."""

from dataclasses import dataclass

PREFIX = "ALLIANCE_"
SERVICES = ("consent", "notes", "goals", "notifications", "web")


@dataclass(frozen=True, slots=True)
class Variable:
    """`default` None: not set, with the effect that `meaning` states. `is_host`: must be this machine in a demo."""

    name: str
    default: str | None
    meaning: str
    is_host: bool = False
    is_secret_file: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "ALLIANCE_MODE",
        "development",
        "demo (this machine only), development, or production (real engines, closed secrets, TLS)",
    ),
    Variable("ALLIANCE_DATA_DIR", "var", "where embedded engines and keys of one machine lie"),
    Variable("ALLIANCE_KEY_DIR", None, "token keys: private/<service>.pem, public/<service>.pem; <data dir>/keys"),
    Variable(
        "ALLIANCE_MASTER_KEY_FILE", None, "wraps the keys of confidential text; <key dir>/master.key", False, True
    ),
    Variable("ALLIANCE_MONGO_URL", None, "replica set of this service; without it SQLite in the data directory", True),
    Variable("ALLIANCE_MONGO_URL_FILE", None, "file with that address, for one with a password; wins", False, True),
    Variable("ALLIANCE_KAFKA_BOOTSTRAP", None, "host:port, comma-separated; without it the embedded log", True),
    Variable("ALLIANCE_REPLICATION", None, "copies of each topic; 3 in production, else 1"),
    *(
        Variable(f"ALLIANCE_URL_{name.upper()}", None, f"internal address of {name}; without it the same process", True)
        for name in SERVICES
    ),
    Variable("ALLIANCE_PUBLIC_URL", "http://127.0.0.1:8080", "the address people see; stands in messages", True),
    Variable("ALLIANCE_PROXIES", None, "proxies that each add to X-Forwarded-For; 1 if people come by https, else 0"),
    Variable(
        "ALLIANCE_STAFF_FACTOR",
        None,
        "second factor of staff: required, or offered; required in production, else offered",
    ),
    Variable(
        "ALLIANCE_OIDC_FILE",
        None,
        "JSON file with the OpenID providers by which staff sign in; without it by password alone",
        False,
        True,
    ),
    Variable("ALLIANCE_BIND_HOST", "127.0.0.1", "interface to listen on; internal, metrics are open there", True),
    Variable("ALLIANCE_PORT", "8080", "port to listen on"),
    Variable("ALLIANCE_OTLP_URL", None, "OTLP/HTTP traces address; without it nothing is exported", True),
    Variable("ALLIANCE_SMTP_HOST", "127.0.0.1", "mail server", True),
    Variable("ALLIANCE_SMTP_PORT", "1025", "its port"),
    Variable("ALLIANCE_SMTP_TLS", "none", "none (this machine only), starttls, implicit, or opportunistic: "
             "without TLS only mail of clinics that allow it"),
    Variable("ALLIANCE_SMTP_USER", None, "user name at the mail server; without it no login"),
    Variable("ALLIANCE_SMTP_PASSWORD_FILE", None, "file with the password of that user", False, True),
    Variable("ALLIANCE_MAIL_SENDER", None, "address that messages come from; no-reply@ the host of the public address"),
    Variable("ALLIANCE_SMS_URL", None, "address of the text-message provider; without it the channel is off", True),
    Variable("ALLIANCE_SMS_TOKEN_FILE", None, "file with the bearer token of that provider", False, True),
    Variable(
        "ALLIANCE_PROVIDERS_FILE",
        None,
        "JSON file with several providers per channel, in order; then the single SMTP and SMS settings do not count",
        False,
        True,
    ),
    Variable(
        "ALLIANCE_CALLBACK_URL",
        None,
        "where providers reach notifications' API from outside; /provider-reports below it must be let through, and "
        "nothing else; without it no status callbacks are asked for",
        True,
    ),
    Variable(
        "ALLIANCE_REPORT_SECRET_FILE", None, "file with the secret that signs the provider's reports", False, True
    ),
    Variable(
        "ALLIANCE_BOUNCE_PORT", None, "port where the worker takes bounces and complaints by SMTP; without it none"
    ),
    Variable("ALLIANCE_LOG_LEVEL", "info", "debug, info, warning or error"),
    Variable("ALLIANCE_WORKERS", "2", "gunicorn processes per container; one per core"),
    Variable("ALLIANCE_THREADS", "16", "gunicorn threads per process, at most 16"),
)
