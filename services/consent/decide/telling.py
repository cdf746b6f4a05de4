"""An answer as a page of text: first what is asked, then each answer with its reasons, then what must happen."""

import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from babel.dates import format_datetime

from services.consent.decide.asked import Asked
from services.consent.decide.labels import Labels, labels
from services.consent.rules.wording import Catalogue, catalogue

Json = Mapping[str, Any]
COLOURS = {"permit": "good", "escalate": "careful", "withhold": "bad"}
MARKS = {"permit": "✓", "escalate": "?", "withhold": "✗"}
OPENNESS = {"withhold": 0, "escalate": 1, "permit": 2}
CHANGES_MAX = 5  # more would hide the likely ones
LABEL_WIDTH = 12


class Line(NamedTuple):
    """A line, and in which colour a terminal may show it."""

    text: str
    colour: str | None = None


def told(asked: Asked, answer: Json, width: int, *, full: bool = False) -> Iterator[Line]:
    """All lines. `full` adds the rules that were not heard and everything that would close what is open."""
    page = _Page(asked, answer, width, full)
    yield from page.head()
    for persons, lines in page.blocks():
        yield Line("")
        yield persons
        yield from lines
    yield Line("")
    yield from page.duties()
    yield Line("")
    yield from page.foot()


class _Page:
    """The words and measures that all parts share."""

    def __init__(self, asked: Asked, answer: Json, width: int, full: bool) -> None:
        self.asked, self.answer, self.width, self.full = asked, answer, width, full
        self.labels: Labels = labels(answer["language"])
        self.words: Catalogue = catalogue(answer["language"])

    def head(self) -> Iterator[Line]:
        """What is asked."""
        if self.asked.title:
            yield from self._wrapped(self.asked.title, 2, "strong")
        if self.asked.story:
            yield from self._wrapped(self.asked.story, 2, "quiet")
        yield Line("")
        for label, text in self._question():
            yield from self._labelled(self.labels.say(label), text, 2)

    def _question(self) -> Iterator[tuple[str, str]]:
        case, item = self.asked.case, self.asked.case.item
        parts = [self.words.of("classes", item.disclosure_class.value)]
        if item.concern_kind and item.severity:
            kind = self.labels.of("kinds", item.concern_kind.value)
            parts.append(
                self.labels.say("concern", kind=kind, severity=self.labels.of("severities", item.severity.value))
            )
        if item.about:
            parts.append(self.labels.say("about", persons=", ".join(item.about)))
        yield "question", "; ".join(parts)
        child = [self.labels.say("years", age=case.age), self.labels.say(f"basis-{case.basis.value}")]
        yield "child", "; ".join([*child, self.labels.say("agreement")] if case.agreement else child)
        yield "moment", f"{self._moment(self.answer['at'])} ({self.asked.zone.key})"
        yield "law", self._law()

    def _law(self) -> str:
        law = self.answer["law"]
        if law["version"] is None:
            return self.labels.say("no-law", jurisdiction=law["jurisdiction"])
        return f"{law['jurisdiction']}: {law['citation']} ({self.words.of('statuses', law['status'])})"

    def blocks(self) -> Iterator[tuple[Line, list[Line]]]:
        """Persons with one and the same answer for one and the same reasons stand together."""
        together: dict[tuple[Line, ...], list[Json]] = {}
        for row in self.answer["persons"]:
            together.setdefault(tuple(self._person(row)), []).append(row)
        for lines, rows in together.items():
            outcome = rows[0]["outcome"]
            names = ", ".join(row["person"] for row in rows)
            said = self.words.of("outcomes", outcome)
            yield Line(f"  {MARKS[outcome]} {names}: {said}", COLOURS[outcome]), list(lines)

    def _person(self, row: Json) -> Iterator[Line]:
        for rank in row["ranks"]:
            if self.full or rank["says"] != "unheard":
                yield from self._rank(rank)
        for code in row["obligations"]:
            yield from self._labelled("→", self.words.of("obligations", code), 6, 2)
        yield from self._changes(row)
        yield from self._later(row)
        yield from self._labelled(self.labels.say("reads"), f"“{row['reader']}”", 6)

    def _rank(self, rank: Json) -> Iterator[Line]:
        for rule in rank["rules"]:
            if not (rule["counts"] or self.full or rank["says"] == "doubted"):
                continue
            remark = self._remark(rank, rule)
            colour = "quiet" if remark else None
            text = f"{rank['words']}: {rule['words']} [{rule['citation']}]{remark}"
            yield from self._wrapped(text, 4, colour, hanging=2)
            because = [self._fact(fact) for fact in rule["because"] if fact["fact"] != "item_class" or self.full]
            if because and (rule["counts"] or self.full):
                yield from self._labelled(self.labels.say("because"), " ".join(because), 6, colour=colour)

    def _remark(self, rank: Json, rule: Json) -> str:
        outcome = self.words.of("outcomes", rule["outcome"])
        if rank["says"] == "unheard":
            return f" ({self.labels.say('unheard')}; {self.labels.say('would', outcome=outcome)})"
        if rank["says"] == "doubted":
            return f" ({self.labels.say('doubted', outcome=outcome)})"
        if rule["counts"]:
            return ""
        return f" ({self.labels.say('overruled')}; {self.labels.say('would', outcome=outcome)})"

    def _fact(self, fact: Json) -> str:
        if not fact["records"]:
            return str(fact["words"])
        records = ", ".join(self._record(record) for record in fact["records"])
        return f"{fact['words']} ({self.labels.say('records', records=records)})"

    def _record(self, record: Json) -> str:
        return f"{self.labels.of('sorts', record['sort'])} {record['id']}"

    def _changes(self, row: Json) -> Iterator[Line]:
        wider = [change for change in row["changes"] if OPENNESS[change["outcome"]] > OPENNESS[row["outcome"]]]
        shown = row["changes"] if self.full else wider
        for outcome in sorted({change["outcome"] for change in shown}, key=lambda name: -OPENNESS[name]):
            ways = [change["facts"] for change in shown if change["outcome"] == outcome]
            label = self.labels.say("changes", outcome=self.words.of("outcomes", outcome))
            yield Line(f"{' ' * 6}{label}")
            for facts in ways[: None if self.full else CHANGES_MAX]:
                joined = f" {self.labels.say('with')} ".join(fact["words"].rstrip(".") for fact in facts)
                yield from self._labelled("·", joined, 8, 2)
            if not self.full and len(ways) > CHANGES_MAX:
                yield from self._wrapped(self.labels.say("more", count=len(ways) - CHANGES_MAX), 8, "quiet")

    def _later(self, row: Json) -> Iterator[Line]:
        for turn in row["later"]:
            record = self._record(turn["record"]) if turn["record"] else ""
            outcome = self.words.of("outcomes", turn["outcome"])
            more = [self.words.of("obligations", code) for code in turn["obligations"]]
            at = self._moment(turn["at"])
            said = self.labels.say(f"later-{turn['cause']}", at=at, age=turn["age"], record=record, outcome=outcome)
            yield from self._wrapped(". ".join([said, *more]), 6)

    def duties(self) -> Iterator[Line]:
        """Who must be told or asked by when, and who if they cannot be reached."""
        if not self.answer["duties"]:
            yield Line(f"  {self.labels.say('no-duties')}", "quiet")
            return
        yield Line(f"  {self.labels.say('duties')}", "strong")
        for duty in self.answer["duties"]:
            due = self.labels.say("due", at=self._moment(duty["due"]))
            yield from self._wrapped(f"{duty['words']}, {due}: {self._bearer(duty)}", 4, hanging=2)
            if duty["why"]:
                yield from self._wrapped(duty["why"], 6, "quiet")
            for other in duty["fallback"]:
                yield from self._wrapped(f"{self.labels.say('else')}: {self._bearer(other)}", 6, "quiet")

    def _bearer(self, row: Json) -> str:
        return f"{self.words.of('bearers', row['bearer'])} ({', '.join(row['persons'])})"

    def foot(self) -> Iterator[Line]:
        """What it rests on, and whether the file's expectation was met."""
        rules, _, pack = self.answer["policy"].partition(".")
        yield Line(f"  {self.labels.say('policy', rules=rules, pack=pack)}", "quiet")
        yield from expectation(self.answer)

    def _moment(self, text: str) -> str:
        local = datetime.fromisoformat(text).astimezone(self.asked.zone)
        return str(format_datetime(local, "EEE d MMM y, HH:mm", locale=self.answer["language"]))

    def _labelled(
        self, label: str, text: str, indent: int, gap: int | None = None, colour: str | None = None
    ) -> Iterator[Line]:
        width = gap if gap is not None else max(LABEL_WIDTH, len(label) + 2)
        first = " " * indent + label.ljust(width)
        yield from self._filled(text, first, " " * (indent + width), colour)

    def _wrapped(self, text: str, indent: int, colour: str | None = None, hanging: int = 0) -> Iterator[Line]:
        yield from self._filled(text, " " * indent, " " * (indent + hanging), colour)

    def _filled(self, text: str, first: str, rest: str, colour: str | None) -> Iterator[Line]:
        wrapped = textwrap.wrap(
            text, self.width, initial_indent=first, subsequent_indent=rest, break_long_words=False,
            break_on_hyphens=False,
        )  # fmt: skip
        yield from (Line(line, colour) for line in wrapped)


def expectation(answer: Json) -> Iterator[Line]:
    """One line when the answer is as expected, else one for each difference; none when nothing is expected."""
    if answer["expected"] is None:
        return
    words = labels(answer["language"])
    if answer["expected"]["met"]:
        yield Line(f"  {words.say('expected')}", "good")
        return
    yield Line(f"  {words.say('not-expected')}", "bad")
    for row in answer["expected"]["differences"]:
        shown = {name: ", ".join(value) if isinstance(value, list) else value for name, value in row.items()}
        yield Line(f"    {words.say('differs', **shown)}", "bad")


def in_brief(name: str, asked: Asked, answer: Json) -> Iterator[Line]:
    """Two lines: which story, and who may know."""
    words = catalogue(answer["language"])
    met = answer["expected"] is None or answer["expected"]["met"]
    yield Line(f"  {'✓' if met else '✗'} {asked.title or name}", "good" if met else "bad")
    said = [f"{row['person']}: {words.of('outcomes', row['outcome'])}" for row in answer["persons"]]
    yield Line(f"      {'; '.join(said)}", "quiet")
    if not met:
        yield from expectation(answer)


def problems_told(name: str, problems: "tuple[Any, ...]", language: str | None) -> Iterator[Line]:
    """Everything that is wrong in one file, one line each."""
    words = labels(language)
    label = "one-problem" if len(problems) == 1 else "problems"
    yield Line(words.say(label, count=len(problems), file=name), "bad")
    for problem in problems:
        yield Line(f"  {words.problem(problem)}")
