"""Story 1: she is fourteen and came alone. Her brother is a patient too, so her parents have something to look at."""

from tests.stories.family import Family
from tests.stories.stage import Stage
from tests.stories.twins import twins


def her_own_care(family: Family) -> None:
    """Everything that could give her away: registration, appointments, notes, goals, a danger."""
    family.takes_in("maya", age=14, basis="minor", confidentiality_agreement=False)
    family.plans_session("first")
    family.plans_session("second", days=10)
    family.signs_note("intake")
    family.shares_progress("hers")
    family.raises("cuts", "self-harm")


def test_1_in_illinois_nobody_tells_her_parents_whether_she_is_a_patient(stage: Stage) -> None:
    with twins(stage, "s01", jurisdiction="US-IL", zone="America/Chicago") as pair:
        pair.both(lambda family: family.takes_in("theo", age=8))
        pair.both(lambda family: family.shares_progress("his", "theo"))
        her_own_care(pair.told)
        stage.settle()
        pair.later(days=4)
        pair.both(lambda family: family.shares_progress("his next", "theo"))
        pair.opens("mother")
        pair.sees_the_same("mother")
        for role in ("mother", "father"):
            pair.cannot_touch(role, "cuts")
            pair.cannot_touch(role, "hers")
        assert "escalated" in pair.told.tasks()


def test_1_what_the_front_desk_may_say_is_the_same_for_her_and_for_nobody(stage: Stage) -> None:
    with twins(stage, "s01d", jurisdiction="US-IL", zone="America/Chicago") as pair:
        her_own_care(pair.told)
        stage.settle()
        answer = pair.told.ruling("mother", "fact-of-treatment")
        assert (answer["outcome"], answer["rules"]) == ("withhold", ["minor-consent-protected"])
        nobody = pair.told.stage.ask(
            "GET", "consent", f"/children/{pair.told.id('nobody')}/decision", pair.told.who("mother"),
            params={"disclosure_class": "fact-of-treatment"},
        )  # fmt: skip
        assert nobody.json()["reader"] == answer["reader"]
