"""`./alliance accounts`: lets a member of staff sign in, and in again. On the machine only; never over HTTP."""

import argparse
import getpass
import sys

from deploy.cli.exits import DONE, USAGE
from deploy.cli.options import add_engines, opened
from deploy.cli.screen import Screen
from kernel.auth.principal import SYSTEM, Kind, Principal, Role
from services.web.browser.passwords import account_id, hashed
from services.web.commands import OpenAccount, ResetFactors
from services.web.decisions.new_password import Weakness, weakness
from services.web.model.account import RoleHeld
from services.web.settings import PASSWORD_CHARACTERS_MIN

WEAK = {
    Weakness.SHORT: f"the password needs at least {PASSWORD_CHARACTERS_MIN} characters; a few words do well",
    Weakness.LONG: "the password is too long",
    Weakness.GUESSED: "the password is easy to guess; use a few words that have nothing to do with each other",
}


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
    add.add_argument("--by-provider", action="store_true", help="no password: they sign in by the OpenID provider")
    add.add_argument("--closed", action="store_true", help="nobody signs in by it any more, from this moment on")
    add_engines(add, json_too=False)
    add.set_defaults(run=run_add, service="web")
    reset = actions.add_parser("reset-factors", help="somebody has lost app, passkey and strip, and was identified")
    reset.add_argument("--person", required=True, help="identifier of the person in the network")
    add_engines(reset, json_too=False)
    reset.set_defaults(run=run_reset, service="web")


def run_add(chosen: argparse.Namespace) -> int:
    """Asks for the password twice on a terminal, else reads one line of standard input."""
    roles = tuple(_role(text) for text in chosen.roles)
    held = frozenset((role.clinic, role.role) for role in roles)
    if not Principal(chosen.person, Kind.STAFF, chosen.network, held).fits():
        raise ValueError("network roles are held in *, all others in a named clinic")
    password = None if chosen.by_provider or chosen.closed else _password()
    weak = None if password is None else weakness(password, [chosen.login])
    if weak is not None:
        Screen().say(f"  {WEAK[weak]}")
        return USAGE
    command = OpenAccount(
        person=chosen.person,
        account=account_id(chosen.login),
        network=chosen.network,
        kind=Kind.STAFF.value,
        roles=roles,
        secret=None if password is None else hashed(password),
        active=not chosen.closed,
    )
    with opened(chosen) as stations:
        stations["web"].node.prepare()
        stations["web"].node.dispatcher.run(command, SYSTEM("web"))
    Screen().say(f"  {chosen.login} {'signs in no more' if chosen.closed else 'may sign in'}")
    return DONE


def run_reset(chosen: argparse.Namespace) -> int:
    """What they had set up counts no more, and they are signed out everywhere."""
    with opened(chosen) as stations:
        stations["web"].node.prepare()
        stations["web"].node.dispatcher.run(ResetFactors(person=chosen.person), SYSTEM("web"))
    Screen().say(f"  {chosen.person} sets up a second factor anew")
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
