"""What is kept is read as it was written, and days are counted where the clinic is."""

from dataclasses import replace
from datetime import timedelta

from services.consent.model import Clinic, Ground
from services.consent.repository import FAMILIES
from tests.unit.consent.families import AT, assent, consent, order
from tests.unit.consent.test_decisions import FAMILY, GOALS


def test_birthdays_happen_where_the_clinic_is() -> None:
    clinic = Clinic(
        id="hill",
        network="north",
        jurisdiction="US-CO",
        zone="America/Denver",
        name="Hill",
        languages=("en",),
        on_call=("sue",),
        agency_name="County",
    )
    midnight = AT.replace(hour=6, minute=59)  # 23:59 the day before in Denver
    here, nowhere = (Ground(clinic=found, pack=None, policy="p") for found in (clinic, None))
    assert (here.day(midnight).day, nowhere.day(midnight).day) == (1, 2)
    assert here.day(midnight + timedelta(minutes=1)).day == 2


def test_a_family_is_read_as_it_was_written() -> None:
    family = replace(
        FAMILY,
        restrictions=(order("father", classes=GOALS),),
        consents=(consent("mother", "gran", *GOALS),),
        assents=(assent(None, *GOALS),),
    )
    assert FAMILIES.from_document(FAMILIES.to_document(family)) == family
