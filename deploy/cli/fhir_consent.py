"""`./alliance fhir-consent FILE --release R4`: what a FHIR Consent says here, or the element that is not clear."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from deploy.cli.exits import DONE, FAILED, USAGE
from deploy.cli.options import print_json
from deploy.cli.screen import Screen
from kernel.clock import to_text
from kernel.errors import Refusal
from kernel.web.body import parse
from services.consent.fhir.alone import read_alone
from services.consent.fhir.faults import Unclear
from services.consent.fhir.reading import Read
from services.consent.fhir.terms import Release
from services.consent.fhir.writing import written
from services.consent.rules.case import CHILD, Consent

STANDARD_INPUT = "-"
BYTES_MAX = 1024 * 1024  # as the service takes them
EXIT_CODES = """Nothing is stored or sent. Whoever the document names counts as on record. The mapping: docs/api/fhir.md

exit codes:
  0   clear: every fact that it states is listed
  1   not clear: the element is named by its FHIRPath
  2   no JSON, no such file, or the command line was not understood

  ./alliance fhir-consent consent.json --release R4
  ./alliance fhir-consent consent.json --release R4 --as R5   prints the same facts as R5 resources
"""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "fhir-consent",
        help="what a FHIR Consent (R4 or R5) says here, or why it would be refused",
        description="Reads a FHIR Consent as strictly as the consent service does, from the file alone.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", metavar="FILE", help="the resource as JSON; - for standard input")
    releases = [release.value for release in Release]
    command.add_argument("--release", choices=releases, required=True, help="a resource does not say it itself")
    command.add_argument("--as", dest="wanted", choices=releases, help="print the facts as resources of this release")
    command.add_argument("--json", action="store_true", help="one JSON document on standard output")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Clear or not."""
    try:
        document = parse(_content(chosen.file))
    except (OSError, Refusal) as error:
        what = "no JSON" if isinstance(error, Refusal) else error.strerror
        print(f"alliance fhir-consent: {chosen.file}: {what}", file=sys.stderr)
        return USAGE
    try:
        around, found = read_alone(document, Release(chosen.release))
    except Unclear as unclear:
        _say_unclear(unclear, chosen.json)
        return FAILED
    if chosen.wanted:
        print_json([written(fact, around.child, Release(chosen.wanted)) for fact in found.consents()])
    elif chosen.json:
        print_json({"facts": [_plain(fact) for fact in found.consents()]})
    else:
        _say(found)
    return DONE


def _content(name: str) -> bytes:
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read(BYTES_MAX + 1)
    with Path(name).open("rb") as file:
        return file.read(BYTES_MAX + 1)


def _say_unclear(unclear: Unclear, as_json: bool) -> None:
    if as_json:
        print_json({"element": unclear.path, "code": unclear.code})
    else:
        print(f"not clear: {unclear.path}: {unclear.code}", file=sys.stderr)


def _say(found: Read) -> None:
    screen = Screen()
    for fact in found.consents():
        who = "the child" if fact.grantor == CHILD else fact.grantor
        until = "on" if fact.until is None else f"until {to_text(fact.until)}"
        verified = "verified" if fact.verified else "not verified"
        screen.say(f"{who}: {fact.provision.value} {fact.grantee}: {', '.join(fact.classes)}")
        screen.say(f"  from {to_text(fact.since)} {until}; {verified}; {fact.status.value}")


def _plain(fact: Consent) -> dict[str, Any]:
    until = None if fact.until is None else to_text(fact.until)
    return {**asdict(fact), "since": to_text(fact.since), "until": until}
