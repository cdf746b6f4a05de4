"""Words for every code in every language; what a recipient reads is the same for every no and names nobody."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from types import ModuleType
from typing import Any

import pytest

from contracts.codes import ConcernKind, DisclosureClass, DutyBearer, DutyKind, Outcome, Severity
from services.consent.decide import checks, fields, labels, problems, reading, schemas
from services.consent.decide.answers import answered
from services.consent.decide.reading import case_from_text
from services.consent.decide.trace import DOUBTS_NAME, NO_RANK, RANK_NAMES, values
from services.consent.repository import shipped
from services.consent.rules import duties
from services.consent.rules.engine import Ruling
from services.consent.rules.facts import Facts
from services.consent.rules.packs import PackStatus
from services.consent.rules.packs import reading as pack_reading
from services.consent.rules.tables import DOUBTS, OBLIGATIONS, RANKS, WITHOUT_A_RULE
from services.consent.rules.wording import (
    LANGUAGES,
    catalogue,
    language_known,
    reader_words,
    staff_words,
    value_code,
)
from services.notifications.messages import wording

OTHERS = tuple(language for language in LANGUAGES if language != "en")
EXAMPLES = sorted((Path(__file__).parents[3] / "services/consent/decide/examples").glob("*.json"))
ENGLISH = catalogue("en")
# What would tell a recipient of a report, of another adult, or of something that is kept from them.
TELLING = {
    "en": r"mother|father|parent|guardian|adult|child|son|daughter|minor|who|person|somebody|someone|report|agency"
    r"|police|court|order|law|judge|abuse|harm|danger|concern|safety|allegation|accus|restrict|withh|hid|secret"
    r"|protect|confidential|consent|refus|boundary|review|decid|staff|nurse|therapist|session|note|record|more|other",
    "es": r"madre|padre|progenitor|tutor|adulto|menor|niñ|hij|quien|persona|alguien|notificaci|organismo|polic|juez"
    r"|juzgado|judicial|orden|ley|abuso|daño|peligro|preocupaci|seguridad|alega|acus|restric|ocult|secret|proteg"
    r"|confidencial|consent|rechaz|límite|revis|decid|personal|enfermer|terapeuta|sesi|nota|registro|más|otr",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_obligation_and_duty_code_has_words(language: str) -> None:
    words = catalogue(language)
    codes = {item.code for rank in (*RANKS, DOUBTS) for item in rank} | {WITHOUT_A_RULE}
    assert codes <= set(words.rules)
    assert all(rule.staff.endswith(".") and rule.citation for rule in words.rules.values())
    expected: dict[str, Any] = {
        "obligations": [item.code for item in OBLIGATIONS],
        "duties": list(DutyKind),
        "bearers": list(DutyBearer),
        "reasons": [duties.NO_AGENCY, duties.AGENCY_EXCLUDED, duties.ESCALATED],
        "outcomes": list(Outcome),
        "classes": list(DisclosureClass),
        "statuses": list(PackStatus),
        "ranks": [*RANK_NAMES, DOUBTS_NAME, NO_RANK],
        "reader": ["permit", "summary", "nothing"],
    }
    assert {section: set(words.sections[section]) for section in expected} == {
        section: {str(code) for code in found} for section, found in expected.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_every_fact_has_a_sentence_of_its_own(language: str) -> None:
    told = catalogue(language).sections["facts"]
    assert {name: {value_code(value) for value in values(name)} for name in Facts._fields} == {
        name: set(sentences) for name, sentences in told.items()
    }
    sentences = [sentence for of_fact in told.values() for sentence in of_fact.values()]
    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_has_the_same_keys_the_same_law_and_nothing_left_in_english(language: str) -> None:
    words = catalogue(language)
    assert set(words.rules) == set(ENGLISH.rules)
    assert _shape(words.sections) == _shape(ENGLISH.sections)
    for code, rule in words.rules.items():
        assert _law(rule.citation) == _law(ENGLISH.rules[code].citation), code
        assert rule.staff != ENGLISH.rules[code].staff
    english = set(_texts(ENGLISH.sections))
    assert not [text for text in _texts(words.sections) if text in english]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reader_gets_one_and_the_same_sentence_for_every_no_and_every_question(language: str) -> None:
    obligations = [item.code for item in OBLIGATIONS]
    some = [(), tuple(obligations), *((code,) for code in obligations)]
    noes = {
        reader_words(outcome, with_, language) for outcome in (Outcome.WITHHOLD, Outcome.ESCALATE) for with_ in some
    }
    yeses = {reader_words(Outcome.PERMIT, with_, language) for with_ in some}
    assert noes == {catalogue(language).sections["reader"]["nothing"]}
    assert yeses == {catalogue(language).sections["reader"][name] for name in ("permit", "summary")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_hard_case_gives_its_reason_away_to_the_recipient(path: Path, language: str) -> None:
    answer = answered(case_from_text(path.read_text("utf-8"), shipped().on), language)
    for row in answer["persons"]:
        summary = "summary" if "summary-only" in row["obligations"] else "permit"
        name = summary if row["outcome"] == "permit" else "nothing"
        assert row["reader"] == catalogue(language).sections["reader"][name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_recipients_read_names_no_adult_no_report_and_no_other_item(language: str) -> None:
    told = catalogue(language).sections["reader"].values()
    assert not [text for text in told if re.search(rf"\b({TELLING[language]})", text, re.IGNORECASE)]
    assert not [text for text in told if "{" in text or re.search(r"\d", text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_sent_names_none_of_them_either(language: str) -> None:
    sent = [versions for name, versions in wording(language).items() if not name.startswith("page-")]
    notices = [words for versions in sent for words in versions.values()]
    texts = [text for words in notices for text in words.values()]
    said = [text.replace("protected page", "").replace("página protegida", "") for text in texts]
    assert not [text for text in said if re.search(rf"\b({TELLING[language]})", text, re.IGNORECASE)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lint_would_find_a_giveaway(language: str) -> None:
    giveaway = {"en": "A report was made.", "es": "Lo decidió otra persona."}[language]
    assert re.search(rf"\b({TELLING[language]})", giveaway, re.IGNORECASE)


def test_staff_read_the_rules_and_the_obligations_in_their_language() -> None:
    ruling = Ruling(Outcome.WITHHOLD, ("reroute",), ("minor-consent-protected",))
    pack = shipped().on("US-IL", answered_day())
    assert staff_words(ruling, pack, "es-MX") == staff_words(ruling, pack, "es")
    [rule, obligation] = staff_words(ruling, pack, "es")
    assert "405 ILCS 5/3-501" in rule
    assert rule.endswith("leído en el texto de la ley]")
    assert obligation == "El deber de informar pasa a otra persona."
    assert language_known("fr") == language_known(None) == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_around_an_answer_has_all_its_words_with_the_same_gaps(language: str) -> None:
    here, english = labels.labels(language).sections, labels.labels("en").sections
    assert _shape(here) == _shape(english)
    for name, text in here["labels"].items():
        assert _gaps(text) == _gaps(english["labels"][name]), name
    assert set(here["kinds"]) == set(ConcernKind)
    assert set(here["severities"]) == set(Severity)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_that_a_reader_can_name_has_words(language: str) -> None:
    modules = (checks, fields, problems, reading, schemas, pack_reading)
    found = {code for module in modules for code in _codes(module)} | set(problems.MEANINGS.values())
    assert {"until-before-since", "name-twice", "above-majority", "not-a-day", "id-twice"} <= found
    assert found <= set(labels.labels(language).sections["problems"])


def answered_day() -> Any:
    """The day of the first example."""
    return case_from_text(EXAMPLES[0].read_text("utf-8"), shipped().on).case.today


def _codes(module: ModuleType) -> Iterator[str]:
    """Constants that stand where a code stands: beside a path, in a Problem, in a ValidationError."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        found: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found = node.args[1:2] if node.func.id == "Problem" else []
            found = node.args[:1] if node.func.id == "ValidationError" else found
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            found = node.value.elts[1:]
        for constant in (inner for part in found for inner in ast.walk(part)):
            if isinstance(constant, ast.Constant) and re.fullmatch(
                r"[a-z]+(-[a-z0-9]+)+|required|blank", str(constant.value)
            ):
                yield str(constant.value)


def _shape(value: Any) -> Any:
    return {key: _shape(inner) for key, inner in value.items()} if isinstance(value, dict) else None


def _texts(value: Any) -> Iterator[str]:
    for inner in value.values():
        yield from _texts(inner) if isinstance(inner, dict) else (inner,)


def _law(citation: str) -> list[str]:
    return re.findall(r"\d+ CFR|\d+\.\d+(?:\([a-z0-9]+\))*", citation)


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_files_are_as_an_editor_would_write_them() -> None:
    for path in sorted(Path(inspect.getfile(labels)).parent.glob("words/*.json")):
        text = path.read_text("utf-8")
        assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"
