"""Everything an adult can see, as bytes: mail, text messages, pages, and what every service answers to every question.

The questions are no list kept by hand: each address that a service or the pages answer is asked, with every identifier
that anybody around the child knows. A new address is asked from the day it is there.

Two families that lived through the same moments are compared. What tells them apart by construction is replaced in
both, length for length: their mark, and the identifiers that the services made, numbered in the order in which they are
met. Nothing else is: times, counts, sizes, order and wording have to be the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlencode

import httpx
from werkzeug.routing import Rule

from contracts.codes import DisclosureClass
from contracts.topics import SERVICES
from kernel.auth.principal import Principal
from tests.stories.family import Family
from tests.stories.household import STAFF
from tests.stories.records import PACKED, in_order, names, on_paper, questions
from tests.stories.visitor import Visitor, links_of

View = dict[str, bytes]
"""What is seen, by where it is seen."""

# Not about anybody: for operators, or the same for all who ask.
OPERATORS = frozenset({"health_live", "health_ready", "metrics_text", "static", "api-docs.openapi_json"})
APART = ("/m/", "/fhir/")  # asked in their own ways: links as they were sent, records as FHIR clients search
OF_THE_RUN = frozenset({"date", "connection", "server"})  # the server's own clock and connection, no answer of ours
NEVER = "0" * 32
SHOWN = 200  # bytes before and after the first difference
_NAMED = re.compile(rb"[0-9a-f]{64}|[0-9a-f]{32}|" + PACKED.pattern)
_DRAWN = re.compile(rb"\b[A-Z2-7]{32}\b|\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")  # an app's key, a recovery code
CLASSES = [{"disclosure_class": item.value} for item in DisclosureClass]


@dataclass(frozen=True)
class Eyes:
    """Whose view it is, and the browsers they have open."""

    family: Family
    role: str
    open_pages: Sequence[Visitor] = ()

    @property
    def who(self) -> Principal:
        """Signed in."""
        return self.family.who(self.role)


def view_of(eyes: Eyes) -> View:
    """Everything; looking changes nothing but the audit chains."""
    seen = dict([*_messages(eyes), *_answers(eyes), *_records(eyes), *_pages(eyes)])
    return renamed(eyes.family.mark, seen)


def _messages(eyes: Eyes) -> Iterator[tuple[str, bytes]]:
    for number, content in enumerate(eyes.family.mails(eyes.role), start=1):
        yield f"mail {number}", content.replace(b"=\r\n", b"")  # a long line is broken within the link: made whole
    for number, text in enumerate(eyes.family.texts(eyes.role), start=1):
        yield f"text message {number}", re.sub(r"(?<!\d)\d{6}(?!\d)", "######", text).encode()  # a code is chance


def _answers(eyes: Eyes) -> Iterator[tuple[str, bytes]]:
    for service in SERVICES:
        for paths in _addresses(eyes.family, service) if service != "web" else ():
            for question in (asked for path in paths for asked in _questions(eyes, path)):
                answer = eyes.family.stage.ask("GET", service, question, eyes.who)
                yield f"GET {service} {question}", _bytes(answer)
                if answer.status_code == httpx.codes.FORBIDDEN:
                    break  # closed to this person whatever it is asked about


def _records(eyes: Eyes) -> Iterator[tuple[str, bytes]]:
    for question in questions(eyes.family):
        answer = eyes.family.stage.ask("GET", "web", question, eyes.who)
        yield f"GET {question}", _bytes(answer)


def _pages(eyes: Eyes) -> Iterator[tuple[str, bytes]]:
    stranger = Visitor(eyes.family)
    for number, path in enumerate(links_of(eyes.family, eyes.role), start=1):
        for page in (path, f"{path}/code"):
            yield f"link {number} {page[len(path) :]}", _bytes(stranger.get(page))
    stranger.close()
    for number, visitor in enumerate(eyes.open_pages, start=1):
        for path in (path for paths in _addresses(eyes.family, "web") for path in paths):
            yield f"page {path} in browser {number}", _bytes(visitor.get(path))


def doors_of(eyes: Eyes) -> Iterator[tuple[str, bytes]]:
    """What every address at which something can be done answers to an empty order. This does change things."""
    for service in SERVICES:
        for paths in _addresses(eyes.family, service, "POST") if service != "web" else ():
            for path in paths:
                answer = eyes.family.stage.ask("POST", service, path, eyes.who, json={})
                yield f"POST {service} {path}", _bytes(answer)


def _addresses(family: Family, service: str, method: str = "GET") -> Iterator[list[str]]:
    """For each question that a service answers: the addresses with every identifier there is."""
    app = family.stage.platform.apps[service]
    adapter = app.url_map.bind("")
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if method in (rule.methods or ()) and rule.endpoint not in OPERATORS and not str(rule).startswith(APART):
            yield [adapter.build(rule.endpoint, values) for values in _values(family, rule)]


def _values(family: Family, rule: Rule) -> Iterator[dict[str, str]]:
    names = sorted(rule.arguments)
    for chosen in product(*(_known(family, name, len(names) > 1) for name in names)):
        yield dict(zip(names, chosen, strict=True))


def _known(family: Family, sort: str, with_others: bool) -> list[str]:
    """What may stand in this place: all that the story has named, and one thing that never was."""
    if sort == "person":
        return [family.id(role) for role in (*family.adults, "tess")]
    if sort == "clinic":
        return [family.clinic]
    named = list(family.ids.get("child" if sort == "stream" else sort, {}).values())
    return named if sort in ("child", "stream") and with_others else [*named, NEVER]


def _questions(eyes: Eyes, path: str) -> list[str]:
    """An address with everything that may be asked there."""
    return [f"{path}?{urlencode(query)}" if query else path for query in _queries(eyes, path)]


def _queries(eyes: Eyes, path: str) -> list[dict[str, str]]:
    family = eyes.family
    children = ",".join(family.ids.get("child", {}).values())
    if path.endswith("/decision") and "/disclosures/" not in path:
        others = [{**CLASSES[0], "person": family.id(role)} for role in family.adults]
        return CLASSES[:1] if NEVER in path else [*CLASSES, *others]
    if path == "/children":
        return [{}, {"ids": children}]
    if path == "/people":
        return [{"ids": ",".join(family.id(role) for role in (*family.adults, *STAFF))}]
    if path in ("/caseload", "/on-call"):
        return [{"clinic": family.clinic}]
    if path == "/audit":
        return [{"stream": children.partition(",")[0]}, {"actor": family.id(eyes.role)}]
    if path.endswith("/wording"):
        return [{}, *({"disclosure": id} for id in family.ids.get("disclosure", {}).values())]
    return [{}]


def _bytes(answer: httpx.Response) -> bytes:
    """Status, headers in order, body."""
    printed = on_paper(answer.content)
    apart = OF_THE_RUN if printed is None else OF_THE_RUN | {"content-length"}
    headers = [(name, value) for name, value in answer.headers.multi_items() if name not in apart]
    lines = [f"{answer.status_code}", *(f"{name}: {value}" for name, value in headers)]
    return "\n".join(lines).encode() + b"\n\n" + (in_order(answer.content) if printed is None else printed)


def renamed(mark: str, seen: View) -> View:
    """Length for length: the mark, every identifier and every secret drawn for the asker by its first appearance."""
    known: dict[bytes, bytes] = {}

    def number(found: re.Match[bytes]) -> bytes:
        id = found.group()
        if id.startswith(b"-") and not names(mark, id):
            return id  # a word with dashes
        return known.setdefault(id, f"#{len(known):d}".encode().ljust(len(id), b"_"))

    def neutral(text: bytes) -> bytes:
        drawn = _DRAWN.sub(number, _NAMED.sub(number, text))
        return drawn.replace(mark.encode(), b"~" * len(mark))

    return {neutral(place.encode()).decode(): neutral(content) for place, content in seen.items()}


def differences(one: View, other: View) -> list[str]:
    """Where two views are not the same, with what is there; empty is what non-interference means."""
    places = [*one, *(place for place in other if place not in one)]
    return [
        f"{place}\n{_parting(one.get(place), other.get(place))}"
        for place in places
        if one.get(place) != other.get(place)
    ]


def _parting(here: bytes | None, there: bytes | None) -> str:
    """Where they begin to differ, with something before and after."""
    if here is None or there is None:
        return f"  only in the {'other' if here is None else 'one'}"
    same = next((at for at, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]), len(here))
    part = slice(max(0, same - SHOWN), same + SHOWN)
    return f"  at byte {same} of {len(here)} and {len(there)}:\n  one:   {here[part]!r}\n  other: {there[part]!r}"
