"""Documents as they go out."""

from marshmallow import Schema, fields

from services.notes.model.record import FORMAT, LEFT_OUT
from services.notes.schemas.episodes import EpisodeAnswer
from services.notes.schemas.notes import NoteText
from services.notes.schemas.safety import AssessmentText, PlanText
from services.notes.schemas.sessions import SessionRow


class Attachment(Schema):
    """A document (FHIR Attachment): `data` is base64, `title` the name of the file."""

    content_type = fields.String()
    data = fields.String()
    title = fields.String()
    creation = fields.String()


class Record(Schema):
    """One part of a child's record. `left_out` is the same in every part of every record; the lists beside the notes
    are filled in the first part only."""

    format = fields.String(metadata={"enum": [FORMAT]})
    child = fields.String()
    name = fields.String()
    made_at = fields.String()
    made_by = fields.String()
    left_out = fields.List(fields.String(metadata={"enum": list(LEFT_OUT)}))
    notes = fields.List(fields.Nested(NoteText))
    episodes = fields.List(fields.Nested(EpisodeAnswer))
    sessions = fields.List(fields.Nested(SessionRow))
    safety_plans = fields.List(fields.Nested(PlanText))
    assessments = fields.List(fields.Nested(AssessmentText))
    next_cursor = fields.String(allow_none=True)
