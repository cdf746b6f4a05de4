"""The code systems of the events and APIs. Values are wire names: they are never renamed, only added to."""

from enum import StrEnum


class DisclosureClass(StrEnum):
    """What kind of thing somebody may or may not know; each is ruled apart."""

    FACT_OF_TREATMENT = "fact-of-treatment"
    ATTENDANCE_BILLING = "attendance-billing"
    GOALS_PROGRESS = "goals-progress"
    HOME_PRACTICE = "home-practice"
    SAFETY_CONCERN = "safety-concern"
    SESSION_DETAIL = "session-detail"
    PSYCHOTHERAPY_NOTE = "psychotherapy-note"
    CONTACT_DATA = "contact-data"
    THIRD_PARTY = "third-party"
    REPORT_EXISTENCE = "report-existence"


class Outcome(StrEnum):
    """The answer for one person, one item, one moment."""

    PERMIT = "permit"
    WITHHOLD = "withhold"
    ESCALATE = "escalate"


class ConcernKind(StrEnum):
    """What a safety concern is about."""

    SELF_HARM = "self-harm"
    SUICIDAL_INTENT = "suicidal-intent"
    HARM_TO_OTHERS = "harm-to-others"
    ABUSE_PHYSICAL = "abuse-physical"
    ABUSE_SEXUAL = "abuse-sexual"
    ABUSE_EMOTIONAL = "abuse-emotional"
    NEGLECT = "neglect"
    SUBSTANCE_USE = "substance-use"
    OTHER_RISK = "other-risk"


class Severity(StrEnum):
    """How grave; serious and imminent set the duty to inform in motion."""

    LOW = "low"
    MODERATE = "moderate"
    SERIOUS = "serious"
    IMMINENT = "imminent"


class ChildTold(StrEnum):
    """Whether the child was told before an adult is, or why not."""

    TOLD = "told"
    NOT_YET = "not-yet"
    UNSAFE_TO_TELL = "unsafe-to-tell"
    NOT_ABLE = "not-able"


class ConsentBasis(StrEnum):
    """Who consented to the episode of care."""

    GUARDIAN = "guardian"
    MINOR = "minor"
    BOTH = "both"
    COURT = "court"


class EpisodeStage(StrEnum):
    """How far an episode of care has come. Staff say so; it never moves by itself, and it may go back."""

    COMMITMENT = "commitment"
    PROCESS = "process"
    CHANGE = "change"
    TERMINATION = "termination"


class InvitationPurpose(StrEnum):
    """What a guardian is asked into a session for: to be shown a skill, to watch, to help the child calm down."""

    MODEL = "model"
    OBSERVE = "observe"
    CO_REGULATE = "co-regulate"


class AuthorityKind(StrEnum):
    """What an adult's dated edge to a child says."""

    SOLE_LEGAL = "sole-legal"
    JOINT_LEGAL = "joint-legal"
    JOINT_CONSENT_REQUIRED = "joint-consent-required"
    PHYSICAL_ONLY = "physical-only"
    ACCESS_ONLY = "access-only"
    SUPERVISED_CONTACT = "supervised-contact"
    PROTECTIVE_ORDER = "protective-order"
    RIGHTS_TERMINATED = "rights-terminated"
    ADOPTIVE = "adoptive"
    FOSTER = "foster"
    STATE_GUARDIAN = "state-guardian"
    KINSHIP = "kinship"
    STEP_PARENT = "step-parent"
    MINOR_PARENT = "minor-parent"


class DangerState(StrEnum):
    """What is known of an adult as the source of harm."""

    ALLEGED = "alleged"
    SUBSTANTIATED = "substantiated"
    UNFOUNDED = "unfounded"


class ConsentStatus(StrEnum):
    """FHIR Consent.status, as far as it is used."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    ENTERED_IN_ERROR = "entered-in-error"


class BasisChange(StrEnum):
    """Which part of the facts that decisions rest on has changed."""

    AUTHORITY = "authority"
    RESTRICTION = "restriction"
    DANGER = "danger"
    CONSENT = "consent"
    ASSENT = "assent"
    BOUNDARY = "boundary"
    EPISODE = "episode"


class DutyKind(StrEnum):
    """Inform the adults who care for the child, or report to an authority."""

    INFORM = "inform"
    REPORT = "report"


class DutyBearer(StrEnum):
    """With whom a duty ends."""

    GUARDIAN = "guardian"
    AGENCY = "agency"
    ON_CALL = "on-call"


class MessageClass(StrEnum):
    """How urgently and under which of a person's preferences something is sent."""

    SAFETY = "safety"
    ACCESS_CHANGE = "access-change"
    MESSAGE = "message"
    REMINDER = "reminder"
    UPDATE = "update"
    CELEBRATION = "celebration"


class Channel(StrEnum):
    """The way a notice takes."""

    EMAIL = "email"
    SMS = "sms"
    VOICE = "voice"
    IN_PERSON = "in-person"


class DeliveryState(StrEnum):
    """How far a notice has come. Engagement is counted apart from it."""

    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    PROVIDER_ACCEPTED = "provider-accepted"
    HANDED_OVER = "handed-over"
    BOUNCED = "bounced"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    SUPPRESSED = "suppressed"


class Engagement(StrEnum):
    """What the person did with a notice."""

    NONE = "none"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    NOT_MY_CHILD = "not-my-child"


class LadderState(StrEnum):
    """Where a safety disclosure stands. Held: its start waits until the child has been told."""

    HELD = "held"
    CLIMBING = "climbing"
    ACKNOWLEDGED = "acknowledged"
    EXHAUSTED = "exhausted"
    TAKEN_OVER = "taken-over"
    CLOSED = "closed"
