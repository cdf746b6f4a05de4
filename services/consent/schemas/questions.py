"""What may be asked."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from contracts.codes import ChildTold, ConcernKind, DisclosureClass, Severity
from kernel.contract import ID_PATTERN
from services.consent.queries.items import Question
from services.consent.rules.case import Item
from services.consent.rules.wording import FALLBACK, LANGUAGES
from services.consent.schemas.fields import Exactly, an_id, ids, one_of
from services.consent.settings import IDS_MAX, QUESTIONS_MAX


def a_language() -> fields.String:
    """A language that the rules have words in."""
    return fields.String(load_default=FALLBACK, validate=validate.OneOf(LANGUAGES))


class NewPreview(Schema):
    """A disclosure that has not happened."""

    disclosure_class = one_of(DisclosureClass, required=True)
    concern_kind = one_of(ConcernKind, load_default=None, allow_none=True)
    severity = one_of(Severity, load_default=None, allow_none=True)
    about = ids(IDS_MAX, load_default=())
    child_told = one_of(ChildTold, load_default=ChildTold.TOLD)

    @post_load
    def item(self, data: dict[str, Any], **_: Any) -> Item:
        """As the rules read it."""
        return Item(**{**data, "about": tuple(sorted(set(data["about"])))})


class Ids(fields.Field[list[str]]):
    """Identifiers joined by commas."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str]:
        found = [item for item in str(value).split(",") if item]
        if len(found) > IDS_MAX:
            raise ValidationError("too-long")
        return [Exactly(ID_PATTERN)(item) for item in found]


class ById(Schema):
    """Which ones."""

    ids = Ids(required=True)


class MaybeById(Schema):
    """Which ones; without: one's own."""

    ids = Ids(load_default=None)


class OfClinic(Schema):
    """Which clinic."""

    clinic = an_id(required=True)


class MaybeOfClinic(Schema):
    """Which clinic; without: all of them."""

    clinic = an_id(load_default=None)


class InLanguage(Schema):
    """In which language the answer is explained."""

    language = a_language()


class DecisionQuery(Schema):
    """About which class of thing, for whom (default: the asker), in which language the answer is explained."""

    disclosure_class = one_of(DisclosureClass, required=True)
    person = an_id(load_default=None)
    language = a_language()


class ForPerson(Schema):
    """For whom (default: the asker), in which language the answer is explained."""

    person = an_id(load_default=None)
    language = a_language()


class NewQuestion(Schema):
    """About a recorded item, for one adult."""

    child = an_id(required=True)
    disclosure = an_id(required=True)
    person = an_id(required=True)

    @post_load
    def question(self, data: dict[str, Any], **_: Any) -> Question:
        """As it is asked."""
        return Question(**data)


class NewQuestions(Schema):
    """Several of them."""

    questions = fields.List(
        fields.Nested(NewQuestion), required=True, validate=validate.Length(min=1, max=QUESTIONS_MAX)
    )
