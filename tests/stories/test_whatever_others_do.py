"""Beyond the fourteen: much happens around a child of which one parent sees nothing, whatever door he tries."""

from kernel.clock import to_text
from tests.stories.family import Family
from tests.stories.household import AT_WORK, CHILD, Adult
from tests.stories.stage import Stage
from tests.stories.twins import twins

AROUND = {
    "mother": Adult(with_child=True),
    "father": Adult(),
    "aunt": Adult(authority="step-parent"),
    "grandmother": Adult(authority="kinship"),
}
COVERING = {"classes": ["goals-progress"], "minutes": 20, "reason": "covering", "words": "Tess is ill."}


def test_whatever_is_done_about_others_his_view_is_the_same(stage: Stage) -> None:
    with twins(stage, "s90", AROUND) as pair:
        pair.both(lambda family: family.takes_in(adults=["mother", "father", "aunt"]))
        pair.both(lambda family: family.shares_progress("before"))
        for life in (_of_the_mother, _of_the_aunt, _of_the_grandmother, _at_the_desk, _of_a_colleague, _about_himself):
            life(pair.told)
            pair.later(hours=1)
        pair.both(lambda family: family.shares_progress("after"))
        pair.opens("father")
        pair.sees_the_same("father")
        pair.knocks_everywhere("father")


def _of_the_mother(family: Family) -> None:
    """A line around her, and what the child says of telling her."""
    line = {"person": family.id("mother"), "classes": ["session-detail"], "reason": "repair", "until": None}
    family.records("boundaries", {**line, "since": to_text(family.stage.now)})
    family.records("assents", {"person": family.id("mother"), "classes": ["home-practice"], "agrees": False})


def _of_the_aunt(family: Family) -> None:
    """The mother lets her know; then somebody says that she has done harm, and a court speaks."""
    family.consents("mother", "aunt", "goals-progress")
    family.records("dangers", {"person": family.id("aunt"), "state": "alleged"})
    family.order_against("aunt", family.stage.now)


def _of_the_grandmother(family: Family) -> None:
    """She comes onto the record and is verified."""
    edge = {
        "person": family.id("grandmother"), "kind": "kinship", "since": to_text(family.stage.now), "until": None,
        "source": "placement", "lives_with_child": False, "household": family.id("home-grandmother"),
    }  # fmt: skip
    family.records("authorities", edge)


def _at_the_desk(family: Family) -> None:
    """Another therapist joins; a private note, a goal nobody has agreed to, a step that is not shared."""
    team = {"clinic": family.clinic, "care_team": [family.id("tess"), family.id("nora")]}
    family.records("care-team", team, by="dora")
    family.signs_note("private", aside="For the team alone.")
    goal = family.goals[CHILD]
    step = {"level": 0, "words": "Not for others.", "rater": "therapist", "share": False}
    path = f"/children/{family.id(CHILD)}/goals"
    family.stage.do("goals", f"{path}/{goal}/updates", family.who("tess"), step)
    wish = {"clinic": family.clinic, "statement": "Sleeps alone", "baseline": -1, "levels": ["1", "2", "3", "4", "5"]}
    family.stage.do("goals", path, family.who("tess"), wish)


def _of_a_colleague(family: Family) -> None:
    """Somebody who stands in breaks the glass and reads."""
    olga = "olga" + AT_WORK
    access = family.stage.do("consent", f"/children/{family.id(CHILD)}/glass", family.who(olga), COVERING)["access"]
    family.keep("access", "covering", access)
    family.stage.read("goals", f"/children/{family.id(CHILD)}/goals", family.who(olga))


def _about_himself(family: Family) -> None:
    """Two concerns about him; the mother is told, and one is closed again."""
    family.raises("shouts", "abuse-emotional", about=["father"])
    family.raises("hits", "abuse-physical", about=["father"], severity="imminent")
    family.closes("shouts", "duplicate")
