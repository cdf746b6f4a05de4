"""Story 4: suicidal intent, and the child of fourteen, who consented to her care alone, wants no parent to know."""

from typing import Any

from tests.stories.family import Family
from tests.stories.stage import Stage
from tests.stories.twins import twins

INTENT = "suicidal-intent"
PARENTS = ("mother", "father")


def comes_alone(family: Family, **more: Any) -> None:
    """At fourteen, on her own consent; in session she says that no parent is to be told of a danger."""
    family.takes_in(age=14, basis="minor", confidentiality_agreement=False, agency=False, **more)
    family.refuses("safety-concern")


def test_4_in_colorado_the_clinic_shall_tell_and_both_parents_are_told(stage: Stage) -> None:
    with twins(stage, "s04co", jurisdiction="US-CO") as pair:
        pair.both(comes_alone)
        pair.told.raises("intent", INTENT)
        stage.settle()
        for role in PARENTS:
            assert pair.told.ledger("intent", role)["rules"] == ["harm-notice-shall"]
            assert len(pair.told.mails(role)) == 1
        assert pair.told.inbox("father") == [pair.told.ids["concern"]["intent"]]


def test_4_in_maryland_the_clinic_may_tell_so_a_human_decides_and_the_parents_see_no_trace(stage: Stage) -> None:
    with twins(stage, "s04md", jurisdiction="US-MD", zone="America/New_York") as pair:
        pair.both(comes_alone)
        pair.told.raises("intent", INTENT)
        pair.later(hours=1)
        assert pair.told.ledger("intent", "mother")["rules"] == ["harm-notice-may"]
        assert "escalated" in pair.told.tasks()
        pair.sees_the_same("mother")
        for role in PARENTS:
            assert pair.told.mails(role) == []
            pair.cannot_touch(role, "intent")


def test_4_under_part_2_nobody_is_told_while_she_can_choose_and_her_parents_once_she_cannot(stage: Stage) -> None:
    with twins(stage, "s04p2", jurisdiction="US-CO", part2=True) as pair:
        pair.both(comes_alone)
        pair.told.raises("intent", INTENT)
        pair.later(hours=1)
        assert pair.told.ledger("intent", "mother")["rules"] == ["harm-child-capable"]
        assert pair.told.tasks() == ["inform-on-call"]
        pair.sees_the_same("father")
        comes_alone(pair.told, child_incapable=True)
        pair.told.raises("worse", INTENT)
        stage.settle()
        assert pair.told.ledger("worse", "mother")["rules"] == ["harm-child-incapable"]
        assert len(pair.told.mails("mother")) == 1
