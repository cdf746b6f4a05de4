"""The case format, as it is really read. `case.schema.json` is made from these classes (`document.py`)."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from contracts.codes import (
    AuthorityKind,
    ChildTold,
    ConcernKind,
    ConsentBasis,
    ConsentStatus,
    DangerState,
    DisclosureClass,
    DutyBearer,
    DutyKind,
    Outcome,
    Severity,
)
from services.consent.decide.checks import contradictions
from services.consent.decide.fields import Day, Instant, a_bool, a_code, an_id, many, one_of
from services.consent.decide.pack_schema import PackGiven
from services.consent.model import ADULTS_MAX, FACTS_MAX
from services.consent.rules.case import ClinicPolicy, Provision, RestrictionKind
from services.consent.schemas.fields import a_zone
from services.consent.settings import NAME_CHARACTERS_MAX, ON_CALL_MAX, TEAM_MAX

STORY_CHARACTERS_MAX = 2000  # a page; whatever is longer belongs beside the file
PLAIN = ClinicPolicy()


def _classes(says: str, **options: Any) -> fields.List[Any]:
    return many(one_of(DisclosureClass, "A disclosure class."), len(DisclosureClass), says, **options)


class CasePeriod(Schema):
    """From `since` up to, not including, `until`."""

    id = an_id("A name for this record, used in the explanation. Default: its sort and number.", load_default=None)
    since = Instant("From when it holds, included.", required=True)
    until = Instant("Until when it holds, not included; null: open.", load_default=None, allow_none=True)

    @validates_schema
    def in_order(self, data: dict[str, Any], **_: Any) -> None:
        """What ends before it begins is a contradiction, not a fact."""
        if data["until"] is not None and data["until"] < data["since"]:
            raise ValidationError({"until": ["until-before-since"]})


class CaseChild(Schema):
    """The child, without a name."""

    birth_day = Day("The birthday.", required=True)
    incapable = a_bool("Lacks the capacity for a rational choice (42 CFR 2.14(c)).", load_default=False)


class CasePolicy(Schema):
    """How much stricter than the law the clinic is."""

    detail_age = fields.Integer(
        strict=True, load_default=PLAIN.detail_age, validate=validate.Range(0, 18),
        metadata={"description": "From this age on session detail is no longer a parent's by default."},
    )  # fmt: skip
    narrow_age = fields.Integer(
        strict=True, load_default=PLAIN.narrow_age, validate=validate.Range(0, 18),
        metadata={"description": "From this age on guardians get summaries of goals."},
    )  # fmt: skip
    withheld = _classes("Classes that are never given to adults by default.")
    part2 = a_bool("A substance-use programme under 42 CFR Part 2.", load_default=PLAIN.part2)


class CaseClinic(Schema):
    """Where the care takes place."""

    id = an_id("Stands for whoever is responsible when nobody else remains.", load_default="clinic")
    zone = fields.String(
        required=True, validate=a_zone,
        metadata={"description": "IANA time zone: birthdays happen there.", "examples": ["America/Chicago"]},
    )  # fmt: skip
    policy = fields.Nested(CasePolicy, load_default=lambda: CasePolicy().load({}))
    on_call = many(an_id("A member of staff."), ON_CALL_MAX, "The humans with whom duties end.")
    care_team = many(an_id("A member of staff."), TEAM_MAX, "Who looks after the child; on call if nobody else is.")


class CaseAuthority(CasePeriod):
    """A dated edge from the adult to the child."""

    kind = one_of(AuthorityKind, "What the document says the adult is.", required=True)
    source = a_code("The sort of document. `court-order` counts as granted by a court.", required=True)
    verifier = an_id("Who has checked it; null: nobody has.", load_default=None, allow_none=True)


class CaseAdult(Schema):
    """A person around the child: parent, carer, relative, teacher."""

    person = an_id("A name that stands for the person.", required=True)
    lives_with_child = a_bool("Whether the child lives with them.", load_default=False)
    household = an_id("Equal codes mean the same home; null: unknown.", load_default=None, allow_none=True)
    authorities = many(fields.Nested(CaseAuthority), FACTS_MAX, "What the adult is to the child in law.")


class CaseRestriction(CasePeriod):
    """An order that keeps things from a person."""

    person = an_id("Against whom.", required=True)
    kind = one_of(RestrictionKind, "Whose order it is.", required=True)
    classes = _classes("What it keeps from them; none: everything.")
    source = a_code("The sort of document.", load_default="order")


class CaseDanger(CasePeriod):
    """A person as the source of harm."""

    person = an_id("Of whom it is said.", required=True)
    state = one_of(DangerState, "What is known.", required=True)


class CaseConsent(CasePeriod):
    """What a guardian or the child says, in a form, about telling somebody."""

    grantor = an_id("A guardian, or `child`.", required=True)
    grantee = an_id("Who may be told, or may not.", required=True)
    classes = _classes("About what.", required=True)
    provision = one_of(Provision, "Yes or no.", load_default=Provision.PERMIT)
    status = one_of(ConsentStatus, "Only an active one speaks.", load_default=ConsentStatus.ACTIVE)
    verified = a_bool("Whether it was checked that the grantor gave it.", required=True)


class CaseAssent(CasePeriod):
    """What the child said in session."""

    person = an_id("About telling whom; null: any adult.", load_default=None, allow_none=True)
    classes = _classes("About what; none: everything.")
    agrees = a_bool("true: the child agrees; false: the child objects.", required=True)


class CaseBoundary(CasePeriod):
    """A therapist's line."""

    person = an_id("Around whom; null: every adult.", load_default=None, allow_none=True)
    classes = _classes("About what; none: everything.")
    reason = a_code("Why.", required=True)
    review = Instant("When it is looked at again.", load_default=None, allow_none=True)


class CaseItem(Schema):
    """What somebody may or may not know."""

    disclosure_class = one_of(DisclosureClass, "What kind of thing it is.", required=True)
    concern_kind = one_of(ConcernKind, "Of a safety concern: about what.", load_default=None, allow_none=True)
    severity = one_of(Severity, "Of a safety concern: how grave.", load_default=None, allow_none=True)
    about = many(an_id("A person."), ADULTS_MAX, "From whom the harm is said to come; staff and agency too.")
    child_told = one_of(ChildTold, "Whether the child was told first.", load_default=ChildTold.TOLD)


class CaseExpectedRuling(Schema):
    """What ought to come out for one person."""

    outcome = one_of(Outcome, "The answer.", required=True)
    rules = many(a_code("A rule."), 20, "The rules that decide, in any order.", load_default=None)
    obligations = many(a_code("An obligation."), 20, "What goes with the answer.", load_default=None)


class CaseExpectedDuty(Schema):
    """What ought to happen."""

    kind = one_of(DutyKind, "Inform or report.", required=True)
    bearer = one_of(DutyBearer, "With whom it ends.", required=True)
    persons = many(an_id("A person."), ADULTS_MAX, "Who.", load_default=None)
    due = Instant("By when.", load_default=None)


class CaseExpected(Schema):
    """Makes the file a test: where the answer differs, `decide` says so and exits with 1."""

    persons = fields.Dict(
        keys=an_id("A person."), values=fields.Nested(CaseExpectedRuling), load_default=dict,
        metadata={"description": "By person."},
    )  # fmt: skip
    duties = many(fields.Nested(CaseExpectedDuty), ADULTS_MAX, "All duties, in order.", load_default=None)


class CaseFile(Schema):
    """Facts about one child, one item, one moment: everything a decision rests on."""

    title = fields.String(
        load_default=None, validate=validate.Length(1, NAME_CHARACTERS_MAX),
        metadata={"description": "One line that tells the story."},
    )  # fmt: skip
    story = fields.String(
        load_default=None, validate=validate.Length(1, STORY_CHARACTERS_MAX),
        metadata={"description": "A few sentences more, for whoever reads the file."},
    )  # fmt: skip
    child = fields.Nested(CaseChild, required=True)
    jurisdiction = an_id(
        "Whose law: the code of a pack on file, as US-IL. Either this or `pack`.", load_default=None, allow_none=True
    )
    pack = PackGiven("The law itself, instead of a pack on file.")
    clinic = fields.Nested(CaseClinic, required=True)
    agency = an_id("The child protection agency, or its person.", load_default=None, allow_none=True)
    basis = one_of(ConsentBasis, "Who consented to the episode of care.", required=True)
    confidentiality_agreement = a_bool(
        "Signed at intake: what is said in sessions stays with the child.", required=True
    )
    adults = many(fields.Nested(CaseAdult), ADULTS_MAX, "Everybody around the child.", required=True)
    restrictions = many(fields.Nested(CaseRestriction), FACTS_MAX, "Orders against somebody.")
    dangers = many(fields.Nested(CaseDanger), FACTS_MAX, "Who is, was or may be a danger.")
    consents = many(fields.Nested(CaseConsent), FACTS_MAX, "Forms of guardians and of the child.")
    assents = many(fields.Nested(CaseAssent), FACTS_MAX, "What the child said in session.")
    boundaries = many(fields.Nested(CaseBoundary), FACTS_MAX, "Lines drawn by therapists.")
    item = fields.Nested(CaseItem, required=True)
    at = Instant("The moment of the question.", required=True)
    persons = many(an_id("A person."), ADULTS_MAX, "For whom to decide; default: every adult.", load_default=None)
    expected = fields.Nested(CaseExpected, load_default=None)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def consistent(self, data: Any, original: Any, **_: Any) -> None:
        """Everything that one field alone cannot show, beside whatever else is wrong."""
        if found := contradictions(original, data):
            raise ValidationError(found)
