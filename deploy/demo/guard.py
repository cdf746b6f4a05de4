"""A demo has known sign-ins and a mailbox that everybody on the machine can read: it must not leave the machine.

The settings of every service are checked in demo mode by `kernel.settings`; what the demo itself opens or is told to
use is checked here, before anything is started.
"""

from collections.abc import Mapping

from contracts.topics import SERVICES
from kernel.settings import Settings, SettingsWrong
from kernel.settings_checks import hosts, is_loopback


class NotThisMachine(Exception):
    """The demo was pointed at something that is not this machine. Names what, with the address without credentials."""


def require_loopback(what: str, address: str) -> str:
    """The address itself when every host in it is this machine's; NotThisMachine otherwise, also when none is named."""
    found = hosts(address)
    if not found or not all(is_loopback(host) for host in found):
        named = ", ".join(host or "no host" for host in found) or "no host"
        raise NotThisMachine(f"{what} must be on this machine (127.0.0.1, ::1 or localhost), not {named}")
    return address


def require_demo(environ: Mapping[str, str]) -> None:
    """Every service's settings, read as a demo's; NotThisMachine lists each variable that leads elsewhere."""
    try:
        for service in SERVICES:
            Settings.from_environment(service, {**environ, "ALLIANCE_MODE": "demo"})
    except SettingsWrong as wrong:
        raise NotThisMachine(str(wrong)) from wrong
