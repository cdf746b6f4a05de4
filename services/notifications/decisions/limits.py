"""The constants of the rules, each with its unit and its reason."""

from datetime import timedelta

from contracts.codes import Channel
from services.notifications.model import ClinicPolicy, Rung

CODE_LIFE = timedelta(minutes=10)  # time to fetch a phone from another room
CODE_TRIES_MAX = 5  # with a million codes, one guess in 200,000 per code
CODES_PER_LINK_MAX = 5  # in the window: a lost text twice over; with the tries, 25 guesses at a million codes
RENEWALS_PER_LINK_MAX = 2  # in the window; counted apart, so that a link whose codes are used up has a way on
MESSAGES_ASKED_MAX = 10  # in the window per person and per address: one link alone uses up seven; still no campaign
CODE_WINDOW = timedelta(hours=1)
TRIES_PAUSE_SECONDS = 600  # after the last try: as long as a code lives

CODE_REST = timedelta(seconds=60)  # as long as a text message may take: until then another request sends no second one
RECOVERY_LIFE = timedelta(hours=24)  # told by staff: used on the way home or on the same evening
WRONG_TRIES_TO_PAUSE = 5  # over all links and ways of one person: with each fifth one the door rests
WRONG_TRIES_TO_LOCK = 15  # in a day; with three codes of an app good at once, one guess in 22,000
TALLY_WINDOW = timedelta(hours=24)
ALERT_LIFE = timedelta(hours=72)  # a week later nobody would know what it is about
VIEWS_MAX = 100  # of one item shown, newest first

POINTER_LIFE = timedelta(days=7)  # a parent away for a week still finds it; the item itself is decided anew each time
SAFETY_EXPIRES = timedelta(hours=72)  # retried that long; the ladder has found a human within the hour
ROUTINE_EXPIRES = timedelta(hours=24)  # an update that a day of outage held up is on the page anyway

RETRY_SECONDS = (5, 15, 30, 60, 120, 300)  # after the first, second ... failure, then every five minutes
RETRY_AFTER_SECONDS_MAX = 900  # a provider that asks for more is asked again after a quarter of an hour

FAILURES_MAX = 3  # one after another: one broken connection is chance, three are an outage
BREAKER_PAUSES_SECONDS = (15, 30, 60)  # then every minute: a probe costs one message a few seconds, a pause costs time
PROBE_SECONDS = 120  # as long as a mail session may take; after that whoever probed has died
BREAKER_HISTORY_MAX = 100  # turns of one provider that are kept

CLOCKS_APART = timedelta(seconds=5)  # no two services' clocks differ by more: tokens would not hold either

TASK_DUE = timedelta(minutes=60)  # when the law names no moment
TASK_DUE_IMMINENT = timedelta(minutes=15)
UNDECIDED = timedelta(minutes=5)  # consent decides in under a second; until then it may restart twice
UNDECIDED_IMMINENT = timedelta(minutes=2)
HELD_SERIOUS = timedelta(hours=4)  # until the child is told: of the 24 hours to inform, the ladder keeps twenty
HELD = timedelta(hours=24)  # where no duty's clock runs: a school day and an evening to find the child
IDENTIFY_DUE = timedelta(hours=24)  # somebody waits in front of a closed page

CONTACT_POINTS_MAX = 10  # per person
COOL_OFF = timedelta(hours=72)  # a weekend away: whoever did not make the change reads of it in this time
UNVERIFIED_LIFE = timedelta(hours=24)  # of an address that its owner entered and never showed to be theirs
CHECKS_MAX = 5  # codes to one's own addresses in the window: a mistyped number twice over; no way to ring up strangers
RUNGS_MAX = 8
RUNG_MINUTES_MAX = 24 * 60  # a day without a human would be silence
RESOLVE_HOURS_MAX = 14 * 24  # a fortnight without a look at an open concern would be silence
WORDS_MAX = 4000  # characters of an answer or of a task's outcome

UNDO = timedelta(seconds=60)  # to notice the wrong word or the wrong recipient; nobody is kept waiting by it
THREADS_OPEN_MAX = 30  # of one guardian with one child: more are no conversation
MESSAGES_MAX = 500  # in one thread; then a new one

# E-mail first because everybody has it, a text message for those who do not look, then somebody who calls.
RUNGS = (
    Rung(after_minutes=0, channel=Channel.EMAIL),
    Rung(after_minutes=15, channel=Channel.SMS),
    Rung(after_minutes=60, channel=Channel.VOICE),
)
# Imminent harm: a human within a quarter of an hour, whoever has read what.
RUNGS_IMMINENT = (
    Rung(after_minutes=0, channel=Channel.EMAIL),
    Rung(after_minutes=5, channel=Channel.SMS),
    Rung(after_minutes=15, channel=Channel.VOICE),
)


def default_policy(clinic: str) -> ClinicPolicy:
    """What holds until a clinic decides otherwise. Live, because silence is the graver error."""
    return ClinicPolicy(id=clinic, version=0, live=True, rungs=RUNGS, rungs_imminent=RUNGS_IMMINENT)
