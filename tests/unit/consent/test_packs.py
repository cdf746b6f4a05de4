"""Packs are read strictly and known by their content."""

import json
from dataclasses import asdict, replace

import pytest

from services.consent.repository import packs, policy_version
from services.consent.rules.packs import pack_from, packs_from

ILLINOIS = packs()["US-IL"]


def test_a_pack_with_an_unknown_field_or_a_wrong_code_is_refused_with_its_name() -> None:
    for wrong in ({"surprise": 1}, {"status": "heard-say"}, {"age_of_consent": 40}, {"citation": ""}, {"majority": 3}):
        with pytest.raises(ValueError, match="US-IL"):
            pack_from({**asdict(ILLINOIS), **wrong})


def test_a_jurisdiction_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        packs_from(json.dumps({"packs": [asdict(ILLINOIS)] * 2}))


def test_the_policy_version_changes_with_the_pack() -> None:
    other = replace(ILLINOIS, age_of_consent=13)
    assert policy_version(ILLINOIS) == policy_version(replace(ILLINOIS))
    assert len({policy_version(pack) for pack in (ILLINOIS, other, None)}) == 3
