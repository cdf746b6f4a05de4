"""`./alliance accounts add`: lets a member of staff sign in. On the machine only; never over HTTP."""

import argparse
import getpass
import sys

from deploy.cli.exits import DONE, USAGE
from deploy.cli.options import add_engines, opened
from deploy.cli.screen import Screen
from kernel.auth.principal import SYSTEM, Kind, Principal, Role
from services.web.browser.passwords import account_id, hashed
from services.web.commands import OpenAccount
from services.web.model.account import RoleHeld

PASSWORD_CHARACTERS_MIN = 15  # NIST SP 800-63B-4 for a password that is the only factor


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser("accounts", help="let a member of staff sign in")
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="open an account, or set its roles and password anew")
    add.add_argument("login", help="e-mail address to sign in with")
    add.add_argument("--person", required=True, help="identifier of the person in the network")
    add.add_argument("--network", required=True)
    add.add_argument(
        "--role", action="append", required=True, metavar="CLINIC:ROLE", dest="roles",
        help=f"repeatable; roles: {', '.join(Role)}; the clinic is * for the two that look after the network",
    )  # fmt: skip
    add_engines(add, json_too=False)
    add.set_defaults(run=run_add, service="web")


def run_add(chosen: argparse.Namespace) -> int:
    """Asks for the password twice on a terminal, else reads one line of standard input."""
    roles = tuple(_role(text) for text in chosen.roles)
    held = frozenset((role.clinic, role.role) for role in roles)
    if not Principal(chosen.person, Kind.STAFF, chosen.network, held).fits():
        raise ValueError("network roles are held in *, all others in a named clinic")
    password = _password()
    if len(password) < PASSWORD_CHARACTERS_MIN:
        Screen().say(f"  the password needs at least {PASSWORD_CHARACTERS_MIN} characters; a few words do well")
        return USAGE
    command = OpenAccount(
        person=chosen.person,
        account=account_id(chosen.login),
        network=chosen.network,
        kind=Kind.STAFF.value,
        roles=roles,
        secret=hashed(password),
    )
    with opened(chosen) as stations:
        stations["web"].node.prepare()
        stations["web"].node.dispatcher.run(command, SYSTEM("web"))
    Screen().say(f"  {chosen.login} may sign in")
    return DONE


def _role(text: str) -> RoleHeld:
    clinic, _, role = text.rpartition(":")
    if not clinic or role not in set(Role):
        raise ValueError("a role is given as CLINIC:ROLE")
    return RoleHeld(clinic=clinic, role=role)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise ValueError("the two differ")
    return first
