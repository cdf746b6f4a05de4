"""How the service's own loops work, each number with its unit and its reason."""

SENDER_BATCH_MAX = 20  # notices a turn: a stop waits for one turn, and twenty calls take about a second
SENDER_LOOK_MAX = 500  # due notices looked through for a batch while some children rest
SENDER_PAUSE_SECONDS = 1.0  # after a consent service that does not answer: the notices wait, the loop does not spin
SENDER_UNANSWERED_MAX = 3  # children without an answer in one turn: consent is away, not a single child's matter
RECHECK_SECONDS = 5  # when consent did not answer; meanwhile the sender and the pages ask for themselves
SWEEP_BATCH_MAX = 100
SWEEP_GRACE_SECONDS = 30  # a rung that the timer did not take in this time is taken by the sweeper

SMTP_TIMEOUT_SECONDS = 15.0  # per command; greylisting servers answer within ten
SMS_TIMEOUT_SECONDS = 10.0  # per request
SMS_CONNECT_TIMEOUT_SECONDS = 3.0
LANGUAGE_CACHE_SECONDS = 600.0  # a changed language shows in the messages ten minutes later
LANGUAGES_CACHED_MAX = 10_000  # about 1 MB

LEDGER_MAX = 500  # rows of one ledger
INBOX_MAX = 50  # disclosures of one child shown to a guardian, newest first
TASKS_MAX = 200  # open tasks on one list, most urgent first
