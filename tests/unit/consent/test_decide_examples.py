"""The hard cases as files anybody can run: each tells its story and comes out as it expects."""

import json
from pathlib import Path

import jsonschema
import pytest

from services.consent.decide.answers import answered, met
from services.consent.decide.document import case_schema
from services.consent.decide.reading import case_from_text
from services.consent.repository import shipped

EXAMPLES = sorted((Path(__file__).parents[3] / "services/consent/decide/examples").glob("*.json"))
VALIDATOR = jsonschema.Draft202012Validator(case_schema(), format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_story_comes_out_as_the_file_expects(path: Path) -> None:
    asked = case_from_text(path.read_text("utf-8"), shipped().on)
    answer = answered(asked)
    assert met(answer), answer["expected"]["differences"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_has_a_title_says_what_it_expects_of_everybody_and_fits_the_published_schema(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    assert case["title"]
    assert case["story"]
    assert set(case["expected"]["persons"]) == {adult["person"] for adult in case["adults"]}
    assert "duties" in case["expected"]
    assert list(VALIDATOR.iter_errors(case)) == []


def test_all_fourteen_hard_cases_are_there() -> None:
    assert {int(path.name[:2]) for path in EXAMPLES} == set(range(1, 15))


def test_the_schema_is_valid_and_takes_no_unknown_name_anywhere() -> None:
    schema = case_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    objects = [part for part in (schema, *schema["$defs"].values()) if part["type"] == "object"]
    assert len(objects) > 10
    assert all(part["additionalProperties"] is False for part in objects)


def test_the_case_in_the_readme_comes_out_as_it_says() -> None:
    page = (EXAMPLES[0].parents[1] / "README.md").read_text("utf-8")
    case = page.partition("```json\n")[2].partition("```")[0]
    assert met(answered(case_from_text(case, shipped().on)))
