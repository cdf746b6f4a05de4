"""A case file can say everything that the rules look at: a fact that the format forgets could never be tried."""

from dataclasses import fields

import pytest
from marshmallow import Schema

from services.consent.decide import schemas
from services.consent.rules import case
from services.consent.rules.case import Case, ClinicPolicy

# Not facts for the rules: who has asked for a flag's removal is the service's own.
LEFT_OUT: dict[type, set[str]] = {case.Danger: {"unfounded_by"}}
NESTED: dict[type, tuple[type[Schema], set[str]]] = {
    case.Authority: (schemas.CaseAuthority, {"person"}),  # stands inside its adult
    case.Adult: (schemas.CaseAdult, set()),
    case.Restriction: (schemas.CaseRestriction, set()),
    case.Danger: (schemas.CaseDanger, set()),
    case.Consent: (schemas.CaseConsent, set()),
    case.Assent: (schemas.CaseAssent, set()),
    case.Boundary: (schemas.CaseBoundary, set()),
    case.Item: (schemas.CaseItem, set()),
    ClinicPolicy: (schemas.CasePolicy, set()),
}
# How the file calls what the whole case has.
NAMES = {"born": "child", "child_incapable": "child", "agreement": "confidentiality_agreement", "today": "clinic"}
NAMES |= {"policy": "clinic", "authorities": "adults"}


@pytest.mark.parametrize("fact", NESTED, ids=lambda fact: fact.__name__)
def test_each_sort_of_fact_has_the_same_names_in_a_file_as_in_the_rules(fact: type) -> None:
    schema, elsewhere = NESTED[fact]
    wanted = {item.name for item in fields(fact)} - elsewhere - LEFT_OUT.get(fact, set())
    assert set(schema().fields) - {"authorities"} == wanted


def test_a_clinic_that_says_nothing_of_its_policy_has_the_policy_of_the_rules() -> None:
    read = schemas.CasePolicy().load({})
    assert ClinicPolicy(**{**read, "withheld": tuple(read["withheld"])}) == ClinicPolicy()


def test_the_whole_case_can_be_told() -> None:
    written = set(schemas.CaseFile().fields)
    assert {NAMES.get(item.name, item.name) for item in fields(Case)} <= written
