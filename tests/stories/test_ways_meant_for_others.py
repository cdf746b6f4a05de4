"""Stories 9, 10 and 14: somebody of the family takes a way to the record that is meant for others."""

from tests.stories.family import Family
from tests.stories.household import AT_WORK, CHILD, Answer
from tests.stories.stage import Stage
from tests.stories.twins import twins

NURSE = "father" + AT_WORK
CRISIS = {"classes": ["session-detail", "goals-progress"], "minutes": 30, "reason": "crisis", "words": "In the hall."}
ALL_TIME = {"since": "2020-01-01T00:00:00.000000Z"}


def test_9_a_yes_in_her_name_from_an_account_on_her_mothers_address_opens_nothing(stage: Stage) -> None:
    with twins(stage, "s09", jurisdiction="US-IL", zone="America/Chicago") as pair:
        pair.both(lambda family: family.takes_in(age=15, basis="minor", confidentiality_agreement=False))
        assert _says_yes(pair.told, account=_account(pair.told, "mother", "mother"))["verified"] is False
        assert _says_yes(pair.told, account=_account(pair.told, "child", None))["verified"] is False
        pair.both(lambda family: family.shares_progress("hers"))
        assert pair.told.ledger("hers", "mother")["rules"] == ["child-yes-unverified"]
        assert pair.told.tasks() == ["escalated"]
        pair.sees_the_same("mother")
        pair.cannot_touch("mother", "hers")
        pair.told.plans_session("this one", days=0)
        assert _says_yes(pair.told, session=pair.told.ids["session"]["this one"])["verified"] is True
        pair.both(lambda family: family.shares_progress("in her own words"))
        assert [len(family.mails("mother")) for family in (pair.told, pair.spared)] == [1, 0]


def _says_yes(family: Family, **how: object) -> Answer:
    said = {"person": family.id("mother"), "classes": ["fact-of-treatment", "goals-progress"], "agrees": True}
    return family.records("assents", {**said, **how})


def _account(family: Family, address: str, factor: str | None) -> Answer:
    """An account that calls itself hers: whose is the address, whose the telephone."""
    of = {None: None, "child": "child", "mother": family.id("mother")}
    return {"account": family.id("account"), "address_of": of[address], "second_factor_of": of[factor]}


def test_10_the_accused_father_asks_who_was_told_what_and_the_account_has_no_trace_of_it(stage: Stage) -> None:
    with twins(stage, "s10") as pair:
        pair.both(Family.takes_in)
        pair.both(lambda family: family.shares_progress("before"))
        pair.both(_reads_progress)
        pair.told.raises("hits", "abuse-physical", about=["father"])
        pair.later(minutes=10)
        _reads_concern(pair.told)
        _reports(pair.told)
        pair.later(days=1)
        pair.both(lambda family: family.shares_progress("after"))
        pair.opens("father")
        pair.sees_the_same("father")
        officer = _account_for(pair.told, "pia")
        assert {("read", "mother"), ("reported", "agency")} <= {(kind, who) for kind, who, _ in officer}
        assert _account_for(pair.told, "father") == _account_for(pair.spared, "father") != []
        shown = {cls for _, _, cls in _account_for(pair.told, "father")}
        assert shown == {"fact-of-treatment", "goals-progress", "attendance-billing", "home-practice"}


def _reads_progress(family: Family) -> None:
    path = f"/children/{family.id(CHILD)}/updates/{family.ids['update']['before']}"
    family.stage.read("goals", path, family.who("father"))


def _reads_concern(family: Family) -> None:
    path = f"/children/{family.id(CHILD)}/concerns/{family.ids['concern']['hits']}/wording"
    family.stage.read("notes", path, family.who("mother"), disclosure=family.ids["disclosure"]["hits"])


def _reports(family: Family) -> None:
    """Whoever is on call has told the agency."""
    tasks = family.stage.read("notifications", "/tasks", family.who("sue"))["tasks"]
    report = next(task["task"] for task in tasks if task["code"] == "report-agency" and task["clinic"] == family.clinic)
    done = {"outcome": "reported", "words": "By telephone."}
    family.stage.do("notifications", f"/children/{family.id(CHILD)}/tasks/{report}/done", family.who("sue"), done)
    family.stage.settle()


def _account_for(family: Family, role: str) -> list[tuple[str, str, str]]:
    """Kind, recipient and class of every entry that this person is shown."""
    found = family.stage.read("consent", f"/children/{family.id(CHILD)}/accounting", family.who(role), **ALL_TIME)
    return [
        (entry["kind"], entry["recipient"].removeprefix(f"{family.mark}-"), entry["disclosure_class"])
        for entry in found["entries"]
    ]


def test_14_the_divorced_father_is_a_nurse_here_breaks_the_glass_and_holds_nothing(stage: Stage) -> None:
    with twins(stage, "s14") as pair:
        pair.both(Family.takes_in)
        pair.both(lambda family: family.signs_note("session", aside="She told me what happens at home."))
        pair.told.raises("hits", "abuse-physical", about=["father"])
        pair.later(minutes=10)
        assert pair.tries(NURSE, "consent", "/children/{child}/glass", CRISIS) == 404
        nobody = stage.ask("POST", "consent", "/children/nobody/glass", pair.told.who(NURSE), json=CRISIS)
        real = stage.ask("POST", "consent", f"/children/{pair.told.id(CHILD)}/glass", pair.told.who(NURSE), json=CRISIS)
        assert (nobody.status_code, nobody.content) == (real.status_code, real.content)
        pair.sees_the_same(NURSE)
        pair.sees_the_same("father")
        alert = stage.read("consent", "/glass", pair.told.who("pia"))["accesses"]
        assert [(one["person"], one["reason"], one["classes"]) for one in alert] == [
            (pair.told.id("father"), "kept-out", [])
        ]
