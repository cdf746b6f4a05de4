"""Stories 7, 11 and 13: who stands how to the child, and who only shares a sofa with it."""

from kernel.clock import to_text
from tests.stories.family import Family
from tests.stories.household import CHILD, JOINT, Adult
from tests.stories.stage import Stage
from tests.stories.twins import twins

GOALS = "goals-progress"
AUNT = {
    "mother": Adult(with_child=True, source="court-order"),
    "father": Adult(),
    "aunt": Adult(authority="step-parent"),
}
FOSTER = {
    "county": Adult(authority="state-guardian", source="court-order"),
    "first": Adult(authority="foster", with_child=True, source="placement"),
    "second": Adult(authority="foster", with_child=True, source="placement"),
}


def test_7_parents_of_equal_rank_disagree_with_an_order_on_file_and_a_human_decides(stage: Stage) -> None:
    """Who spoke first makes no difference: in one family it was the mother, in the other the father."""
    with twins(stage, "s07", AUNT) as pair:
        pair.both(Family.takes_in)
        pair.told.consents("mother", "aunt", GOALS)
        pair.spared.consents("father", "aunt", GOALS, provision="deny")
        stage.later(days=1)
        pair.told.keep("consent", "his no", pair.told.consents("father", "aunt", GOALS, provision="deny"))
        pair.spared.consents("mother", "aunt", GOALS)
        pair.both(lambda family: family.shares_progress("disputed"))
        for family in (pair.told, pair.spared):
            found = family.ledger("disputed", "aunt")
            assert (found["outcome"], found["rules"]) == ("escalate", ["guardians-disagree"])
            assert found["obligations"] == ["summary-only"]
            assert family.tasks() == ["escalated"]
            assert family.mails("aunt") == []
        pair.sees_the_same("aunt")
        pair.told.records(f"consents/{pair.told.ids['consent']['his no']}/revocation")
        pair.told.shares_progress("agreed")
        stage.settle()
        assert len(pair.told.mails("aunt")) == 1


def test_11_what_was_said_in_the_family_session_is_not_for_the_father_of_one_of_them(stage: Stage) -> None:
    """Theo is her mother's child, not her father's. They sat there together; the note about her is shared with both."""
    with twins(stage, "s11", JOINT) as pair:
        pair.both(lambda family: family.takes_in(age=10, confidentiality_agreement=False))
        pair.both(lambda family: family.takes_in("theo", age=11, adults=["mother"], confidentiality_agreement=False))
        pair.both(_family_session)
        pair.later(minutes=50)
        pair.both(_her_own_session)
        pair.told.raises("nights", "self-harm", child="theo")
        pair.both(lambda family: family.shares_progress("hers"))
        pair.opens("father")
        pair.sees_the_same("father")
        told = pair.told
        assert told.inbox("mother", "theo") == [told.ids["concern"]["nights"]]
        assert told.ruling("father", "session-detail")["outcome"] == "permit"
        for note, readers in {"together": ["mother"], "alone": ["mother", "father"]}.items():
            path = f"/children/{told.id(CHILD)}/notes/{told.ids['note'][note]}"
            asked = {role: stage.ask("GET", "notes", path, told.who(role)).status_code for role in JOINT}
            assert [role for role, status in asked.items() if status == 200] == readers


def _family_session(family: Family) -> None:
    """Both children were there. The plan of the note about her is written for mother and father."""
    session = family.plans_session("together", days=0)
    family.records("shared-sessions", {"session": session, "siblings": [family.id("theo")]})
    family.signs_note("together", shared_with=("mother", "father"), session="together")


def _her_own_session(family: Family) -> None:
    family.plans_session("alone", days=0)
    family.signs_note("alone", shared_with=("mother", "father"), session="alone")


def test_13_the_child_moves_to_other_foster_parents_and_takes_its_news_along(stage: Stage) -> None:
    with twins(stage, "s13", FOSTER) as pair:
        pair.both(lambda family: family.takes_in(adults=["county", "first"]))
        pair.both(lambda family: family.shares_progress("at the first"))
        pair.both(lambda family: family.reached_by("first", "email", (family.wall(8), family.wall(10))))
        pair.both(lambda family: family.shares_progress("on the way"))
        pair.both(_moves)
        pair.told.shares_progress("at the second")
        pair.told.raises("runs away", "other-risk")
        pair.later(hours=9)
        pair.sees_the_same("first")
        told = pair.told
        assert told.notices("on the way", "first") == [("suppressed", "not-permitted")]
        assert told.inbox("first") == []
        assert told.inbox("second") == told.inbox("county")[:2]
        assert [len(told.mails(role)) for role in ("first", "second")] == [1, 2]


def _moves(family: Family) -> None:
    """One placement ends, the next begins on a paper that a second person has seen; the county stays guardian."""
    placed = family.records("placements", {
        "leaving": [family.id("first")], "arriving": [{"person": family.id("second")}],
        "since": to_text(family.stage.now), "source": "placement", "document": "placement-2",
    })  # fmt: skip
    family.records(f"authorities/{placed['authorities'][0]}/verification", {"document": "placement-2"}, by="dora")
