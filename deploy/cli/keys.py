"""`./alliance keys create DIR`: the secrets of an installation as files: master key and each service's own key."""

import argparse
from pathlib import Path

from contracts.topics import SERVICES
from deploy.cli.exits import DONE
from deploy.cli.screen import Screen
from kernel.auth import keys
from kernel.crypto import create_master_secret


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser("keys", help="make the keys of an installation")
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    create = actions.add_parser("create", help="make what is missing; an existing key is never replaced")
    create.add_argument("directory", type=Path, metavar="DIR", help="master.key, private/ and public/ go here")
    create.set_defaults(run=run_create)


def run_create(chosen: argparse.Namespace) -> int:
    """Makes and says what must be kept."""
    directory: Path = chosen.directory
    create_master_secret(directory / "master.key")
    for service in SERVICES:
        keys.create(directory, service)
    screen = Screen()
    screen.say(f"  {directory}/master.key  wraps every key of confidential text: back it up apart from the databases")
    screen.say(f"  {directory}/private     one key per service, for that service alone")
    screen.say(f"  {directory}/public      for all services")
    return DONE
