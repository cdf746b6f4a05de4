"""`./alliance COMMAND`: the demo, the tour, and the operator's tools."""

import argparse
import os
import sys

from deploy.cli import (
    accounts,
    audit,
    certificate,
    dead_letters,
    decide,
    demo,
    doctor,
    fhir_consent,
    keys,
    lag,
    packs,
    parked,
    providers,
    real,
    reconcile,
    roster,
    topics,
    tour,
    what_if,
)
from deploy.cli.exits import EXITS, FAILED, INTERRUPTED, USAGE, WRONG_PLACE
from deploy.demo.guard import NotThisMachine
from deploy.engines.errors import EngineFailed, EngineMissing
from kernel.errors import AllianceError
from kernel.settings import SettingsWrong

COMMANDS = (
    demo,
    real,
    tour,
    decide,
    fhir_consent,
    certificate,
    packs,
    what_if,
    accounts,
    keys,
    doctor,
    topics,
    lag,
    parked,
    providers,
    dead_letters,
    reconcile,
    audit,
    roster,
)


def parser() -> argparse.ArgumentParser:
    """All commands; each module registers its own."""
    made = argparse.ArgumentParser(
        prog="alliance",
        description="Who may know what about a child's care, delivered and proven.",
        epilog=EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    subparsers = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.register(subparsers)
    return made


def main(words: list[str]) -> int:
    """Does one command and says in plain words why it could not."""
    chosen = parser().parse_args(words)
    try:
        return int(chosen.run(chosen))
    except NotThisMachine as refused:
        _complain(str(refused))
        return WRONG_PLACE
    except SettingsWrong as wrong:
        _complain(str(wrong))
        return WRONG_PLACE
    except (EngineFailed, EngineMissing) as trouble:
        _complain(str(trouble))
        return FAILED
    except AllianceError as error:
        _complain(f"{type(error).__name__}: {error}")
        return FAILED
    except ValueError as error:
        _complain(str(error))
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; what is left in the buffer must not complain at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _complain(text: str) -> None:
    print("alliance: " + text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
