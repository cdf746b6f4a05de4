"""A demo stays on its machine."""

import pytest

from deploy.demo.guard import NotThisMachine, require_demo, require_loopback
from kernel.settings_table import VARIABLES

ELSEWHERE = {
    "ALLIANCE_MONGO_URL": "mongodb://user:pw@db.example.net:27017/?replicaSet=rs0",
    "ALLIANCE_KAFKA_BOOTSTRAP": "127.0.0.1:9092,kafka.example.net:9092",
    "ALLIANCE_PUBLIC_URL": "http://alliance.example.net",
    "ALLIANCE_BIND_HOST": "0.0.0.0",
    "ALLIANCE_OTLP_URL": "http://traces.example.net:4318",
    "ALLIANCE_SMTP_HOST": "mail.example.net",
    "ALLIANCE_SMS_URL": "http://sms.example.net/send",
    "ALLIANCE_CALLBACK_URL": "http://callbacks.example.net",
}


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "192.168.1.5", "::", "example.net", "", "localhost.example.net", "127.1.evil"]
)
def test_anything_but_this_machine_is_refused(host: str) -> None:
    with pytest.raises(NotThisMachine, match="must be on this machine"):
        require_loopback("the mailbox", host)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "localhost",
        "[::1]:80",
        "127.0.0.1:9092,127.0.0.1:9093",
        "mongodb://127.0.0.1:27017/?replicaSet=rs0",
    ],
)
def test_this_machine_is_accepted(address: str) -> None:
    assert require_loopback("the engine", address) == address


@pytest.mark.parametrize(("variable", "address"), ELSEWHERE.items())
def test_every_address_that_leads_elsewhere_is_named(variable: str, address: str) -> None:
    with pytest.raises(NotThisMachine, match=variable) as refused:
        require_demo({variable: address})
    assert "pw" not in str(refused.value)


def test_service_addresses_are_guarded_too() -> None:
    with pytest.raises(NotThisMachine, match="ALLIANCE_URL_NOTES"):
        require_demo({"ALLIANCE_URL_NOTES": "http://notes.example.net"})


def test_no_variable_that_names_a_host_is_forgotten() -> None:
    hosts = {variable.name for variable in VARIABLES if variable.is_host}
    assert hosts == {*ELSEWHERE, *(name for name in hosts if name.startswith("ALLIANCE_URL_"))}


def test_the_defaults_are_a_demo() -> None:
    require_demo({})


def test_a_demo_cannot_be_talked_out_of_being_one() -> None:
    with pytest.raises(NotThisMachine):
        require_demo({"ALLIANCE_MODE": "development", "ALLIANCE_SMTP_HOST": "mail.example.net"})
