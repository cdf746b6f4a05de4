"""Goals, ratings and scores on the wire."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from services.goals.commands import PlanDraft
from services.goals.model.goal import Context, GoalKind, Measure, Status
from services.goals.model.voice import Voice
from services.goals.schemas.fields import LIST_MAX, Frozen, a, an_id, number, one_of, several, yes_or_no


class NewPlan(Schema):
    """What exactly, where, measured how (`unit` at most 40 characters), from what to what, looked at again when."""

    behaviour = fields.String(required=True)
    contexts = several(Context, required=True)
    household = an_id(load_default=None, allow_none=True)
    measure = a(Measure, required=True)
    unit = fields.String(load_default="")
    baseline = number(required=True)
    target = number(required=True)
    review_on = fields.String(required=True)

    @post_load
    def draft(self, data: dict[str, Any], **_: Any) -> PlanDraft:
        """As the command carries it."""
        return PlanDraft(**{**data, "contexts": tuple(data["contexts"])})


class NewGoal(Frozen):
    """Five level texts for -2, -1, 0, +1, +2, or none: then the discussion finds them, and `baseline` is absent.

    Statement and levels at most 500 characters each, `wish` 2,000. `voices` are needed besides the proposer's and a
    therapist's. A guardian speaks in their own voice; clinicians in theirs, or in that of a child whom they have heard.
    """

    clinic = an_id(required=True)
    statement = fields.String(required=True)
    levels = fields.List(fields.String(), load_default=(), validate=validate.Length(max=LIST_MAX))
    baseline = number(load_default=None, allow_none=True)
    weight = number(load_default=None, allow_none=True)
    voice = a(Voice, load_default=None, allow_none=True)
    voices = several(Voice, load_default=())
    kind = fields.Enum(GoalKind, by_value=True, load_default=GoalKind.SHARED)
    wish = fields.String(load_default="")
    plan = fields.Nested(NewPlan, load_default=None, allow_none=True)


class NewOwnGoal(Frozen):
    """A parent's own goal: words, and a ladder if they like one."""

    clinic = an_id(required=True)
    statement = fields.String(required=True)
    levels = fields.List(fields.String(), load_default=(), validate=validate.Length(max=LIST_MAX))
    baseline = number(load_default=None, allow_none=True)


class NewWording(Frozen):
    """A goal after it was talked about; whoever had agreed is asked again. `revision` is the one that was read."""

    revision = number(required=True)
    statement = fields.String(required=True)
    levels = fields.List(fields.String(), required=True, validate=validate.Length(max=LIST_MAX))
    baseline = number(required=True)
    weight = number(load_default=None, allow_none=True)
    voices = several(Voice, load_default=())
    plan = fields.Nested(NewPlan, load_default=None, allow_none=True)


class NewAgreement(Schema):
    """Whose yes (default: the asker's own voice), to which wording (default: whatever it is now)."""

    voice = a(Voice, load_default=None, allow_none=True)
    revision = number(load_default=None, allow_none=True)


class NewReason(Schema):
    """Why, at most 1,000 characters: a proposer reads it."""

    reason = fields.String(required=True)


class NewUpdate(Schema):
    """One rating, words at most 2,000 characters. `rater` is by default the asker's own voice.

    A guardian rates for themselves, and never shares.
    """

    level = number(required=True)
    words = fields.String(load_default="")
    rater = a(Voice, load_default=None, allow_none=True)
    share = yes_or_no(required=True)


class GoalReference(Schema):
    """Which goal."""

    goal = fields.String()


class UpdateReference(Schema):
    """Which rating."""

    update = fields.String()


class Level(Schema):
    """A step of the ladder."""

    level = fields.Integer()
    words = fields.String()


class GoalUpdate(UpdateReference):
    """A rating of a goal. Guardians get only shared ones, without `rater`, `recorded_by` and `shared`."""

    level = fields.Integer()
    words = fields.String(allow_none=True)
    rater = one_of(Voice)
    recorded_by = fields.String()
    shared = fields.Boolean()
    at = fields.String()


class Yes(Schema):
    """One voice's agreement."""

    voice = one_of(Voice)
    person = fields.String()
    at = fields.String()


class PlanAnswer(Schema):
    """What makes the goal specific."""

    behaviour = fields.String()
    contexts = fields.List(one_of(Context))
    household = fields.String(allow_none=True)
    measure = one_of(Measure)
    unit = fields.String()
    baseline = fields.Integer()
    target = fields.Integer()
    review_on = fields.String()


class Worded(GoalReference):
    """What everybody who sees a goal sees. `levels` is empty until somebody has found the words."""

    statement = fields.String()
    levels = fields.List(fields.Nested(Level))
    baseline = fields.Integer(allow_none=True)
    kind = one_of(GoalKind)
    voice = one_of(Voice)
    status = one_of(Status)
    revision = fields.Integer()
    agreed_at = fields.String(allow_none=True)


class GoalAnswer(Worded):
    """Guardians get `mine`, `agreed_by_me`, `contexts`, `latest`, `own`, and `wish` and `reason` of what they proposed.

    Staff get everything else, and `wish` and `reason` of all.
    """

    clinic = fields.String()
    weight = fields.Integer(allow_none=True)
    proposed_by = fields.String()
    proposed_at = fields.String()
    voices = fields.List(one_of(Voice))
    agreements = fields.List(fields.Nested(Yes))
    wish = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    plan = fields.Nested(PlanAnswer, allow_none=True)
    updates = fields.List(fields.Nested(GoalUpdate))
    mine = fields.Boolean()
    agreed_by_me = fields.Boolean()
    contexts = fields.List(one_of(Context))
    latest = fields.Nested(GoalUpdate, allow_none=True)
    own = fields.Nested(GoalUpdate, allow_none=True)


class OwnGoal(Worded):
    """A parent's own."""

    owner = fields.String()
    clinic = fields.String()


class OwnGoals(Schema):
    """Newest first."""

    goals = fields.List(fields.Nested(OwnGoal))


class Series(Schema):
    """T of one informant over `scored` of `total` agreed goals; None while nothing is rated."""

    rater = one_of(Voice)
    informant = fields.String(allow_none=True)
    t = fields.Float(allow_none=True)
    scored = fields.Integer()
    total = fields.Integer()


class Scores(Schema):
    """For clinicians only."""

    clinic = fields.String()
    series = fields.List(fields.Nested(Series))


class Goals(Schema):
    """The child's first, each group newest first."""

    goals = fields.List(fields.Nested(GoalAnswer))
    scores = fields.List(fields.Nested(Scores))


class UpdateText(Schema):
    """One rating in words."""

    statement = fields.String()
    level_words = fields.String()
    words = fields.String(allow_none=True)
    at = fields.String()
