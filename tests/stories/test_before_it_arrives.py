"""Stories 5, 6 and 8: between decision and delivery something changes. What counts is the moment of delivery."""

from datetime import timedelta

from tests.stories.family import Family
from tests.stories.household import CHILD, Answer
from tests.stories.stage import Stage
from tests.stories.twins import twins
from tests.stories.visitor import Visitor, links_of, opens

HELD_BACK = ("suppressed", "not-permitted")
ARRIVED = ("provider-accepted", None)


def agrees_with_her_mother(family: Family) -> None:
    """Fifteen, in care on her own consent; her mother may hear of her goals."""
    family.takes_in(age=15, basis="minor", confidentiality_agreement=False)
    given = family.consents("child", "mother", "fact-of-treatment", "goals-progress")
    family.keep("consent", "to mother", given)


def test_5_she_takes_her_consent_back_while_the_notice_waits_for_the_mail_server(stage: Stage) -> None:
    with twins(stage, "s05") as pair:
        pair.both(agrees_with_her_mother)
        pair.both(lambda family: family.shares_progress("earlier"))
        pair.opens("mother")
        stage.post.answer = lambda stage, to: "451 4.3.0 try again later" if stage == "rcpt" else None
        pair.both(lambda family: family.shares_progress("waiting"))
        assert pair.told.notices("waiting", "mother") == [("accepted", "smtp-451")]
        pair.told.records(f"consents/{pair.told.ids['consent']['to mother']}/revocation")
        stage.post.answer = lambda stage, to: None
        pair.later(minutes=10)
        pair.later(hours=24)
        assert pair.told.notices("waiting", "mother") == [HELD_BACK]
        assert pair.spared.notices("waiting", "mother") == [ARRIVED]
        assert [len(family.mails("mother")) for family in (pair.told, pair.spared)] == [1, 2]
        assert _closed_everywhere(pair.told, "mother")


def _closed_everywhere(family: Family, role: str) -> bool:
    """The list is empty, what was read before is gone, and no link opens anything."""
    stranger = Visitor(family)
    pages = [stranger.get(path).status_code for path in links_of(family, role)]
    stranger.close()
    path = f"/children/{family.id(CHILD)}/updates/{family.ids['update']['earlier']}"
    answer = family.stage.ask("GET", "goals", path, family.who(role))
    return family.inbox(role) == [] and answer.status_code == 404 and set(pages) <= {200, 410}


def test_6_an_order_dated_back_a_month_stops_the_news_that_was_already_on_its_way(stage: Stage) -> None:
    with twins(stage, "s06") as pair:
        pair.both(Family.takes_in)
        pair.both(lambda family: family.shares_progress("earlier"))
        pages = opens(pair.told, "father")
        pair.both(lambda family: family.reached_by("father", "email", (family.wall(8), family.wall(10))))
        pair.both(lambda family: family.shares_progress("queued"))
        assert pair.told.notices("queued", "father") == [("accepted", None)]
        pair.told.order_against("father", since=stage.now - timedelta(days=30))
        pair.later(hours=9)
        assert pair.told.notices("queued", "father") == [HELD_BACK]
        assert pair.spared.notices("queued", "father") == [ARRIVED]
        assert [len(family.mails("father")) for family in (pair.told, pair.spared)] == [1, 2]
        assert pair.told.notices("queued", "mother") == [ARRIVED]
        pages.get("/item")
        assert pages.last.status_code == 410 or "signed out" in pages.text
        assert _closed_everywhere(pair.told, "father")
        pages.close()


def test_8_her_eighteenth_birthday_begins_at_midnight_and_the_news_of_that_hour_is_hers(stage: Stage) -> None:
    with twins(stage, "s08") as pair:
        midnight = _hours_to_midnight(pair.told)
        pair.told.takes_in(birth_day=pair.told.born(18, days=-1))
        pair.spared.takes_in(birth_day=pair.spared.born(18, days=-2))
        pair.both(lambda family: family.reached_by("mother", "email", ("00:00", "06:00")))
        pair.both(lambda family: family.shares_progress("evening"))
        pair.later(hours=midnight - 1 / 60)
        assert pair.told.ruling("mother", "goals-progress")["outcome"] == "permit"
        assert [family.mails("mother") for family in (pair.told, pair.spared)] == [[], []]
        pair.later(minutes=2)
        assert pair.told.notices("evening", "mother") == [HELD_BACK]
        assert pair.told.ruling("mother", "goals-progress")["rules"] == ["child-is-adult"]
        assert [len(family.mails("mother")) for family in (pair.told, pair.spared)] == [0, 1]


def _hours_to_midnight(family: Family) -> float:
    hour, minute = (int(part) for part in family.wall(0).split(":"))
    return 24 - hour - minute / 60


def test_8_she_moves_from_illinois_to_idaho_and_nothing_is_left_to_the_machine(stage: Stage) -> None:
    alone: Answer = {"age": 14, "basis": "minor", "confidentiality_agreement": False}
    with twins(stage, "s08m", jurisdiction="US-IL", zone="America/Chicago") as pair:
        pair.both(lambda family: family.takes_in(**alone))
        pair.both(lambda family: family.shares_progress("in Illinois"))
        assert pair.told.ledger("in Illinois", "mother")["rules"] == ["minor-consent-protected"]
        pair.told.takes_in(**alone, jurisdiction="US-ID")
        pair.both(lambda family: family.shares_progress("after the move"))
        assert pair.told.ledger("after the move", "mother")["rules"] == ["minor-consent-not-recognised"]
        assert (pair.told.tasks(), pair.spared.tasks()) == (["escalated"], [])
        pair.sees_the_same("mother")
