from pathlib import Path

import pytest

from kernel.settings import VARIABLES, Mode, Settings, SettingsWrong, secret


def read(**variables: str) -> Settings:
    return Settings.from_environment("notes", {f"ALLIANCE_{name}": value for name, value in variables.items()})


def problems(**variables: str) -> dict[str, list[str]]:
    with pytest.raises(SettingsWrong) as caught:
        read(**variables)
    return caught.value.problems


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """Everything production needs, secrets closed."""
    for name in ("private/notes.pem", "master.key", "smtp"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("secret\n")
        path.chmod(0o600)
    return {
        "MODE": "production",
        "MONGO_URL": "mongodb://app:hunter2@m1:27017,m2:27017/?replicaSet=rs&authSource=admin",
        "KAFKA_BOOTSTRAP": "k1:9092,k2:9092",
        "KEY_DIR": str(tmp_path),
        "PUBLIC_URL": "https://alliance.example/",
        "SMTP_HOST": "mail.example",
        "SMTP_TLS": "starttls",
        "SMTP_USER": "alliance",
        "SMTP_PASSWORD_FILE": str(tmp_path / "smtp"),
        "URL_CONSENT": "http://consent:8080/",
    }


def test_nothing_set_is_development_on_this_machine() -> None:
    settings = read()
    assert settings.mode is Mode.DEVELOPMENT
    assert (settings.mongo_url, settings.kafka_bootstrap, settings.otlp_url) == (None, None, None)
    assert settings.data_dir == Path("var")
    assert settings.master_key_file == Path("var/keys/master.key")
    assert settings.replication == 1
    assert dict(settings.urls) == {}


def test_production_with_everything_in_order_starts(production: dict[str, str]) -> None:
    settings = read(**production)
    assert settings.replication == 3
    assert settings.public_url == "https://alliance.example"
    assert settings.proxies == 1  # whoever speaks TLS for us
    assert settings.urls["consent"] == "http://consent:8080"


def test_every_problem_is_named_at_once() -> None:
    found = problems(PORT="http", LOG_LEVEL="loud", SMTP_TLS="maybe", REPLICATION="0", MODE="prod")
    assert set(found) == {f"ALLIANCE_{name}" for name in ("PORT", "LOG_LEVEL", "SMTP_TLS", "REPLICATION", "MODE")} - {
        "ALLIANCE_PORT"
    }
    assert set(problems(PORT="http", OTLP_URL="collector", MONGO_URL="localhost")) == {
        "ALLIANCE_PORT",
        "ALLIANCE_OTLP_URL",
        "ALLIANCE_MONGO_URL",
    }


@pytest.mark.parametrize("left_out", ["MONGO_URL", "KAFKA_BOOTSTRAP", "PUBLIC_URL", "SMTP_TLS", "SMTP_PASSWORD_FILE"])
def test_production_does_not_start_without(production: dict[str, str], left_out: str) -> None:
    del production[left_out]
    assert f"ALLIANCE_{left_out}" in problems(**production)


def test_production_does_not_start_with_a_secret_open_to_everybody(production: dict[str, str], tmp_path: Path) -> None:
    for name in ("private/notes.pem", "master.key", "smtp"):
        (tmp_path / name).chmod(0o644)
    found = problems(**production)
    assert set(found) == {"ALLIANCE_KEY_DIR", "ALLIANCE_MASTER_KEY_FILE", "ALLIANCE_SMTP_PASSWORD_FILE"}


def test_production_does_not_start_with_a_missing_secret(production: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "master.key").unlink()
    assert set(problems(**production)) == {"ALLIANCE_MASTER_KEY_FILE"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MONGO_URL", "mongodb://127.0.0.1:27017,db.example:27017/"),
        ("MONGO_URL", "mongodb://localhost@db.example/"),
        ("KAFKA_BOOTSTRAP", "localhost:9092,k2:9092"),
        ("SMTP_HOST", "mail.example"),
        ("SMTP_HOST", "127.0.0.1.example"),
        ("OTLP_URL", "http://collector:4318/v1/traces"),
        ("SMS_URL", "https://sms.example"),
        ("PUBLIC_URL", "https://alliance.example"),
        ("URL_CONSENT", "http://consent:8080"),
        ("URL_CONSENT", "http://localhost:80@evil.example/"),
        ("BIND_HOST", "0.0.0.0"),
    ],
)
def test_a_demo_never_talks_to_another_machine(name: str, value: str) -> None:
    assert problems(MODE="demo", **{name: value}) == {f"ALLIANCE_{name}": ["a demo talks to this machine only"]}


def test_a_demo_may_use_engines_of_this_machine() -> None:
    settings = read(MODE="demo", MONGO_URL="mongodb://[::1]:27017/?replicaSet=rs", KAFKA_BOOTSTRAP="127.0.0.1:9092")
    assert settings.mode is Mode.DEMO


def test_a_password_never_travels_without_tls(tmp_path: Path) -> None:
    found = problems(SMTP_HOST="mail.example", SMTP_USER="u", SMTP_PASSWORD_FILE=str(tmp_path))
    assert set(found) == {"ALLIANCE_SMTP_TLS"}


def test_no_secret_is_shown(production: dict[str, str]) -> None:
    settings = read(**production)
    shown = str(settings.describe()) + repr(settings)
    assert "hunter2" not in shown
    assert settings.describe()["mongo_url"] == "mongodb://m1:27017,m2:27017/"


def test_a_wrong_value_is_not_repeated_in_the_message() -> None:
    with pytest.raises(SettingsWrong) as caught:
        read(MONGO_URL="mongo://app:hunter2@m1")
    assert "hunter2" not in str(caught.value)


def test_the_address_of_mongodb_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mongo"
    file.write_text("mongodb://app:hunter2@m1/\n")
    assert read(MONGO_URL_FILE=str(file)).mongo_url == "mongodb://app:hunter2@m1/"
    assert secret(file) == "mongodb://app:hunter2@m1/"
    assert set(problems(MONGO_URL_FILE=str(tmp_path / "none"))) == {"ALLIANCE_MONGO_URL_FILE"}


def test_blank_counts_as_not_set() -> None:
    assert read(MONGO_URL="", PORT=" ").port == 8080


def test_the_table_holds_every_variable_once_with_a_meaning() -> None:
    names = [variable.name for variable in VARIABLES]
    assert len(names) == len(set(names))
    assert all(variable.meaning for variable in VARIABLES)


@pytest.mark.parametrize("sender", ["a@b\r\nBcc: c@d", "Clinic <a@b.example>", "nobody", "a@b.example, c@d.example"])
def test_a_sender_that_is_no_plain_address_is_refused(sender: str, tmp_path: Path) -> None:
    environ = {"ALLIANCE_DATA_DIR": str(tmp_path), "ALLIANCE_MAIL_SENDER": sender}
    with pytest.raises(SettingsWrong) as wrong:
        Settings.from_environment("notifications", environ)
    assert list(wrong.value.problems) == ["ALLIANCE_MAIL_SENDER"]
