"""What is not clear is refused with the element named, and nothing out of the document is repeated."""

from typing import Any

import pytest

from contracts.codes import DisclosureClass
from contracts.fhir import ACT_CODE
from kernel.errors import Invalid
from services.consent.fhir.faults import Unclear
from services.consent.fhir.reading import clearly, read
from services.consent.fhir.terms import Release
from tests.unit.consent.fhir_trees import AROUND, actor, day, r4, related, rule, without
from tests.unit.consent.fhir_unclear import SECRET, UNCLEAR_R4, UNCLEAR_R5, label


def unclear(resource: Any, release: Release = Release.R4) -> tuple[str, str]:
    with pytest.raises(Unclear) as caught:
        read(resource, release, AROUND)
    assert SECRET not in f"{caught.value} {caught.value.path}"
    return caught.value.path, caught.value.code


@pytest.mark.parametrize("name", UNCLEAR_R4)
def test_an_unclear_r4_consent_is_refused_by_its_element(name: str) -> None:
    resource, path, code = UNCLEAR_R4[name]
    assert unclear(resource) == (path, code)


@pytest.mark.parametrize("name", UNCLEAR_R5)
def test_an_unclear_r5_consent_is_refused_by_its_element(name: str) -> None:
    resource, path, code = UNCLEAR_R5[name]
    assert unclear(resource, Release.R5) == (path, code)


def test_a_refusal_is_a_problem_with_the_path_and_keeps_nothing_of_the_document() -> None:
    with pytest.raises(Invalid) as caught:
        clearly(r4(status={"a": SECRET}), Release.R4, AROUND)
    assert (caught.value.code, caught.value.fields) == ("not-a-clear-consent", {"Consent.status": ["not-valid"]})
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def classes_said(**labels: Any) -> set[str]:
    found = read(r4(without(rule(**labels), "class")), Release.R4, AROUND).said
    return {item.value for fact in found for item in fact.classes}


def test_a_confidentiality_alone_reaches_its_level_and_what_is_below() -> None:
    normal = {"fact-of-treatment", "attendance-billing", "goals-progress", "home-practice"}
    assert classes_said(securityLabel=[label("N")]) == normal
    assert classes_said(securityLabel=[label("R")]) == normal | {"safety-concern", "session-detail", "contact-data"}
    assert classes_said(securityLabel=[label("V")]) == set(DisclosureClass)


def test_a_sensitivity_alone_or_under_a_confidentiality_means_its_class() -> None:
    assert classes_said(securityLabel=[label("PSYTHPN", ACT_CODE)]) == {"psychotherapy-note"}
    assert classes_said(securityLabel=[label("R"), label("BH", ACT_CODE)]) == {"session-detail"}


def test_a_refusal_without_classes_is_of_everything() -> None:
    found = read(r4(without(rule("deny"), "class")), Release.R4, AROUND).said
    assert {item for fact in found for item in fact.classes} == set(DisclosureClass)


def test_a_ground_that_denies_everybody_names_nobody_and_its_exceptions_stand() -> None:
    ground = {"type": "deny", "provision": [rule()]}
    assert [(fact.type, fact.grantee) for fact in read(r4(ground), Release.R4, AROUND).said] == [
        ("permit", "grandmother")
    ]


def test_an_end_counts_to_its_last_digit() -> None:
    whole = read(r4(rule(period={"start": day(2), "end": "2026-03-05T10:00:00Z"})), Release.R4, AROUND)
    fine = read(r4(rule(period={"start": day(2), "end": "2026-03-05T10:00:00.500+00:00"})), Release.R4, AROUND)
    assert [fact.until.isoformat() for fact in whole.said if fact.until] == ["2026-03-05T10:00:01+00:00"]
    assert [fact.until.isoformat() for fact in fine.said if fact.until] == ["2026-03-05T10:00:00.501000+00:00"]


def test_silence_is_no_verification() -> None:
    assert not read(without(r4(), "verification"), Release.R4, AROUND).verified
    assert read(r4(verification=[{"verified": True, "verifiedWith": related("mother")}]), Release.R4, AROUND).verified


def test_who_is_not_on_record_yet_may_be_a_recipient() -> None:
    assert read(r4(rule(actor=[actor("coach")])), Release.R4, AROUND).said[0].grantee == "coach"
