"""Stories 2, 3 and 12: the danger is said to come from an adult of the family."""

from tests.stories.family import Family
from tests.stories.household import CHILD, Adult
from tests.stories.stage import Stage
from tests.stories.twins import twins
from tests.stories.visitor import reads_and_answers

ONE_HOME = {"mother": Adult(home="one", with_child=True), "father": Adult(home="one", with_child=True)}


def test_2_the_father_hits_her_mother_and_agency_are_told_and_his_whole_view_is_the_same(stage: Stage) -> None:
    with twins(stage, "s02") as pair:
        pair.both(Family.takes_in)
        pair.both(lambda family: family.shares_progress("before"))
        pair.opens("father")
        pair.told.raises("hits", "abuse-physical", about=["father"])
        pair.later(minutes=20)
        reads_and_answers(pair.told, "mother")
        pair.later(minutes=70)
        pair.both(lambda family: family.shares_progress("after"))
        pair.both(lambda family: family.plans_session("next"))
        pair.opens("father")
        pair.sees_the_same("father")
        pair.cannot_touch("father", "hits")
        pair.sees_more("mother")
        told = pair.told
        assert told.ledger("hits", "mother")["engagement"] == "answered"
        assert len(told.mails("mother")) == len(pair.spared.mails("mother")) + 1
        assert "report-agency" in told.tasks()
        assert told.ledger("hits", "father")["rules"] == ["abuse-alleged", "named-in-concern"]


def test_2_limit_what_was_said_in_session_closes_where_he_could_read_it_and_nothing_else_changes(stage: Stage) -> None:
    """A young child and no confidentiality agreement: there the child's safety comes before the secret."""
    with twins(stage, "s02b") as pair:
        pair.both(lambda family: family.takes_in(confidentiality_agreement=False))
        pair.both(lambda family: family.signs_note("before", shared_with=("mother", "father")))
        pair.told.raises("hits", "abuse-physical", about=["father"])
        pair.later(minutes=10)
        assert pair.places_that_differ_for("father") == {
            "GET consent /children/~~~~~-maya/decision?disclosure_class=session-detail",
            "GET notes /children/~~~~~-maya/notes",
            "GET notes /children/~~~~~-maya/notes/#",
            "GET notes /children/~~~~~-maya/notes/#/print",
        }


def test_3_both_parents_are_implicated_the_agency_is_told_and_neither_sees_a_trace(stage: Stage) -> None:
    with twins(stage, "s03") as pair:
        pair.both(Family.takes_in)
        pair.both(lambda family: family.shares_progress("before"))
        pair.told.raises("both", "abuse-sexual", about=["mother", "father"], severity="imminent")
        pair.later(hours=2)
        for role in ("mother", "father"):
            pair.opens(role)
            pair.sees_the_same(role)
            pair.cannot_touch(role, "both")
        assert pair.told.tasks() == ["inform-agency", "report-agency"]


def test_3_no_agency_is_on_file_and_the_human_on_call_has_it(stage: Stage) -> None:
    with twins(stage, "s03b") as pair:
        pair.both(lambda family: family.takes_in(agency=False))
        pair.told.raises("both", "neglect", about=["mother", "father"])
        stage.settle()
        assert pair.told.tasks() == ["inform-on-call", "report-on-call"]
        assert pair.told.mails("mother") == pair.told.mails("father") == []


def test_3_the_safe_parent_lives_with_the_accused_a_human_decides_and_neither_sees_a_trace(stage: Stage) -> None:
    with twins(stage, "s03c", ONE_HOME) as pair:
        pair.both(Family.takes_in)
        pair.both(lambda family: family.shares_progress("before"))
        pair.told.raises("at home", "abuse-physical", about=["father"])
        pair.later(hours=2)
        for role in ("mother", "father"):
            pair.opens(role)
            pair.sees_the_same(role)
        assert pair.told.ledger("at home", "mother")["rules"] == ["lives-with-accused"]
        assert pair.told.tasks() == ["escalated", "inform-agency", "inform-on-call", "report-agency"]


def test_12_the_allegation_proves_unfounded_and_he_is_told_again_as_if_it_had_never_been(stage: Stage) -> None:
    with twins(stage, "s12") as pair:
        pair.both(Family.takes_in)
        pair.told.raises("hits", "abuse-physical", about=["father"])
        stage.settle()
        assert pair.told.ruling("father", "safety-concern")["outcome"] == "withhold"
        _cleared(pair.told, "father")
        pair.told.closes("hits", "unfounded")
        pair.later(minutes=5)
        assert pair.told.ruling("father", "safety-concern")["outcome"] == "permit"
        pair.both(lambda family: family.raises("cuts", "self-harm"))
        pair.opens("father")
        pair.sees_the_same("father")
        pair.cannot_touch("father", "hits")
        assert pair.told.inbox("father") == [pair.told.ids["concern"]["cuts"]]


def _cleared(family: Family, role: str) -> None:
    """One asks for the flag's removal, a second person confirms; the first alone cannot."""
    danger = family.on_record(role)["danger"]["id"]
    path = f"/children/{family.id(CHILD)}/dangers/{danger}/resolution"
    why = {"reason": "investigated"}
    assert family.records(f"dangers/{danger}/resolution", why, by="tess")["state"] == "pending"
    assert family.stage.ask("POST", "consent", path, family.who("tess"), json=why).status_code == 403
    assert family.ruling(role, "safety-concern")["outcome"] == "withhold"
    assert family.records(f"dangers/{danger}/resolution", why, by="sue")["state"] == "unfounded"
