"""The certificate on file is that of these rules, and the space it was made over leaves nothing out."""

from math import prod
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import DisclosureClass, Severity
from services.consent.certificate import kept
from services.consent.certificate.flags import walked
from services.consent.certificate.households import DANGERS, HOUSEHOLDS, ITEMS, household
from services.consent.certificate.made import DECISIONS_MIN, sample
from services.consent.certificate.tree import DOMAINS, POINTS, leaves
from services.consent.rules.case import Case
from services.consent.rules.engine import rule_all, settled
from services.consent.rules.facts import Facts
from services.consent.rules.reading import Reading
from services.consent.rules.version import deciding
from tests.unit.consent.searching import PEOPLE, C, cases, searched


def facts_of(found: Case, person: str) -> Facts:
    return Reading(found, found.at, found.age).facts(found.item, person)


def test_the_certificate_on_file_is_that_of_these_rules() -> None:
    assert kept.stale(kept.read()) == []


def test_a_sample_made_again_counts_the_same() -> None:
    assert kept.differing(kept.read()) == []


def test_the_certificate_counts_the_whole_space_of_flags_and_ten_million_decisions_of_families() -> None:
    found = kept.read()
    counts, families = found["flags"]["counts"], found["families"]
    assert found["flags"]["space"] == {name: len(values) for name, values in DOMAINS.items()}
    assert counts["points"] == found["flags"]["combinations"] == POINTS
    assert sum(count for name, count in counts.items() if name.startswith("outcome")) == POINTS
    assert families["counts"]["families"] == HOUSEHOLDS * len(DANGERS)
    assert families["decisions"] == HOUSEHOLDS * len(DANGERS) * len(ITEMS) * 2 >= DECISIONS_MIN
    assert all(counts[f"property {number}"] and families["counts"][f"property {number}"] for number in (1, 2, 3, 6))


def test_the_version_covers_every_module_that_decides_and_no_words() -> None:
    names = {path.stem for path in deciding()}
    assert {"case", "facts", "standing", "matter", "reading", "tables", "engine", "duties", "pack"} <= names
    assert "wording" not in names


@searched
@given(cases, st.sampled_from([*PEOPLE, "a stranger"]))
def test_every_case_is_read_into_a_combination_that_was_enumerated(found: Case, person: str) -> None:
    for name, value in facts_of(found, person)._asdict().items():
        assert any(value is allowed for allowed in DOMAINS[name]), name


class Watched:
    """Facts that remember what was asked of them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return getattr(self.facts, name)


@searched
@given(cases, st.sampled_from(PEOPLE), st.data())
def test_what_a_ruling_never_looked_at_cannot_change_it(found: Case, person: str, data: st.DataObject) -> None:
    facts = facts_of(found, person)
    watched = Watched(facts)
    ruling = settled(cast(Facts, watched))
    others = {name: data.draw(st.sampled_from(DOMAINS[name])) for name in sorted(DOMAINS.keys() - watched.asked)}
    assert settled(facts._replace(**others)) == ruling


def test_leaves_cover_every_combination_exactly_once() -> None:
    flags = ("grave", "alone", "grown", "standing")

    def run(facts: Facts) -> bool:
        return facts.grave and (facts.alone or facts.standing > 1) and not facts.grown

    found = list(leaves(run, item_class=C.THIRD_PARTY))
    assert sum(leaf.points for leaf in found) == POINTS // len(C)
    combinations: list[dict[str, Any]] = [{}]
    for name in flags:
        combinations = [{**one, name: value} for one in combinations for value in DOMAINS[name]]
    for one in combinations:
        fitting = [leaf for leaf in found if all(one.get(name, value) == value for name, value in leaf.seen.items())]
        assert len(fitting) == 1
    assert len(found) < len(combinations) == prod(len(DOMAINS[name]) for name in flags)


def test_a_flag_without_a_list_of_values_is_refused() -> None:
    from services.consent.certificate.tree import values_of

    with pytest.raises(TypeError, match="list of values"):
        values_of(str)


def test_a_class_that_is_never_given_is_walked_to_its_last_combination() -> None:
    counts = walked(DisclosureClass.PSYCHOTHERAPY_NOTE)
    assert counts["points"] == counts["outcome withhold"] == POINTS // len(C)


def test_the_households_meet_every_outcome_and_every_gravity() -> None:
    outcomes = {
        r.outcome for number in range(0, HOUSEHOLDS, 1_009) for one in household(number) for r in rule_all(one).values()
    }
    assert len(outcomes) == 3
    assert {item.severity for item in ITEMS} >= {Severity.LOW, Severity.SERIOUS, Severity.IMMINENT}
    assert len(sample()) > 1
