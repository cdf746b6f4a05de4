"""`./alliance decide FILE`: who may know what, from a case file alone."""

import argparse
import shutil
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from deploy.cli.exits import DONE, FAILED, USAGE
from deploy.cli.options import print_json
from deploy.cli.screen import Screen
from services.consent.decide.answers import answered, met
from services.consent.decide.asked import Asked
from services.consent.decide.document import case_schema
from services.consent.decide.problems import Malformed, Problem
from services.consent.decide.reading import case_from_text
from services.consent.decide.telling import Line, in_brief, problems_told, told
from services.consent.repository import shipped
from services.consent.rules.wording import FALLBACK, LANGUAGES

WIDTH_MAX = 100  # longer lines are hard to read
STANDARD_INPUT = "-"
REPLACED = "\N{REPLACEMENT CHARACTER}"  # for what a file might tell the terminal to do
EXIT_CODES = """Nothing is stored or sent, and nothing but the file decides: try what you like.

exit codes:
  0   decided; where the file says what it expects, that came out
  1   decided, but something else came out than the file expects
  2   the file is no case (every problem is named with its path), or the command line was not understood

  ./alliance decide services/consent/decide/examples/02a-abuse-by-the-father.json
  ./alliance decide --schema > case.schema.json
"""


@dataclass(frozen=True)
class Decided:
    """One file, answered or not."""

    name: str
    asked: Asked | None = None
    answer: dict[str, Any] | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def code(self) -> int:
        """For the shell."""
        if self.answer is None:
            return USAGE
        return DONE if met(self.answer) else FAILED

    def as_json(self) -> dict[str, Any]:
        """The answer, or what is wrong."""
        return self.answer if self.answer is not None else {"problems": [asdict(one) for one in self.problems]}


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "decide",
        help="who may know what, why, and who must be told: from a case file alone",
        description="Decides a case (JSON) for every adult in it: may know, may not know, or a person decides; with "
        "the reasons, the duties and their deadlines, and the words that are safe for the adult concerned.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("files", nargs="*", metavar="FILE", help="case files, told in brief when several; - reads one")
    command.add_argument("--person", action="append", metavar="P", help="for this person only; may be repeated")
    command.add_argument("--language", choices=LANGUAGES, default=FALLBACK, help="of the explanations; default: en")
    command.add_argument("--full", action="store_true", help="also the rules that were not heard, and all changes")
    command.add_argument("--json", action="store_true", help="one JSON document on standard output")
    command.add_argument("--schema", action="store_true", help="print the JSON Schema of a case file, and stop")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Every file is decided, whatever is wrong with another."""
    if chosen.schema:
        print_json(case_schema())
        return DONE
    if not chosen.files:
        raise ValueError("name at least one case file, or - for standard input")
    decided = [_decided(name, chosen.person, chosen.language) for name in chosen.files]
    if chosen.json:
        print_json(decided[0].as_json() if len(decided) == 1 else {one.name: one.as_json() for one in decided})
    else:
        _tell(decided, chosen)
    return max(one.code for one in decided)


def _decided(name: str, persons: list[str] | None, language: str) -> Decided:
    try:
        asked = case_from_text(_text(name), shipped().on)
        asked = _only(asked, persons) if persons else asked
    except Malformed as malformed:
        return Decided(name, problems=malformed.problems)
    return Decided(name, asked, answered(asked, language))


def _text(name: str) -> str:
    try:
        content = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise Malformed((Problem("file", "unreadable", error.strerror or ""),)) from None
    except UnicodeDecodeError:
        raise Malformed((Problem("file", "not-utf-8"),)) from None


def _only(asked: Asked, persons: Iterable[str]) -> Asked:
    """For these persons; what is expected of others is left aside."""
    known = {adult.person for adult in asked.case.adults}
    wanted = tuple(sorted(set(persons)))
    if strangers := [person for person in wanted if person not in known]:
        hint = ", ".join(sorted(known))
        raise Malformed(tuple(Problem(f"--person {person}", "unknown-person", hint) for person in strangers))
    if asked.expected is None:
        return replace(asked, persons=wanted)
    of_persons = {person: row for person, row in asked.expected["persons"].items() if person in wanted}
    return replace(asked, persons=wanted, expected={**asked.expected, "persons": of_persons})


def _tell(decided: list[Decided], chosen: argparse.Namespace) -> None:
    screen = Screen()
    width = min(WIDTH_MAX, shutil.get_terminal_size((WIDTH_MAX, 24)).columns)
    for one in decided:
        if one.asked is None or one.answer is None:
            name = "standard input" if one.name == STANDARD_INPUT else one.name
            _print(Screen(out=sys.stderr), problems_told(name, one.problems, chosen.language))
        elif len(decided) == 1 or chosen.full:
            _print(screen, (Line(""), *told(one.asked, one.answer, width, full=chosen.full), Line("")))
        else:
            _print(screen, in_brief(one.name, one.asked, one.answer))


def _print(screen: Screen, lines: Iterable[Line]) -> None:
    for line in lines:
        text = "".join(sign if sign.isprintable() else REPLACED for sign in line.text)
        screen.say(screen.coloured(text, line.colour) if line.colour else text)
