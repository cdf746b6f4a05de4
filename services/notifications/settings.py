"""How the service's own loops work, each number with its unit and its reason."""

# Notices whose intents are one commit. What a crash leaves between intent and answer goes out twice when it is safety,
# and not at all when it is routine: hence the smaller wave.
WAVE_MAX = {0: 16, 1: 4}  # by lane
WAVE_TARGET_SECONDS = 0.5  # a wave that takes longer is followed by a smaller one: whoever comes next waits for its end
WAVE_LEAST = 4  # as many as there are lines: fewer would leave some idle
WAVE_SECONDS = 3.0  # from the intents to the last call: consent's answer must be fresh when a message leaves
FAILOVER_SECONDS = 2.0  # from the first provider's call to the last other's: consent's answer must still be fresh
GATE_SECONDS = 2.0  # how old a sender's copy of the breakers may be
LINES_MAX = 4  # connections to one provider at once: mail servers let one client have ten or more
SENDER_LOOK_MAX = 500  # due notices looked through for a batch while some children rest
SENDER_PAUSE_SECONDS = 1.0  # after a consent service that does not answer: the notices wait, the loop does not spin
SENDER_UNANSWERED_MAX = 3  # children without an answer in one turn: consent is away, not a single child's matter
RECHECK_SECONDS = 5  # when consent did not answer; meanwhile the sender and the pages ask for themselves
RECONCILE_LOOK_SECONDS = 300.0  # between two looks whether a clinic's day is over
RECONCILE_PAGE = 200  # disclosures at once
RECONCILE_TASKS_MAX = 50  # alerts from one report: whoever has so many needs no more to see that something is broken
REPORTS_MAX = 30  # reports on one page
HERALD_BATCH_MAX = 20  # words about accounts are few; a turn of them takes some seconds at most
SWEEP_BATCH_MAX = 100
SWEEP_GRACE_SECONDS = 30  # a rung that the timer did not take in this time is taken by the sweeper
SWEEP_SLOW_SECONDS = 15.0  # between two looks at what hurts nobody within a minute
SWEEP_LINKS_PAGE = 50  # links looked at in one turn; the next turn goes on behind them

REPORT_BYTES_MAX = 1024 * 1024  # of a mail that came back: it may carry the whole of ours
REPORTS_MAX = 100  # in one signed request
REPORT_WINDOW_SECONDS = 300  # how old or how far ahead the moment in a signature may be
INTAKE_READY_SECONDS = 10.0

SMTP_TIMEOUT_SECONDS = 15.0  # per command; greylisting servers answer within ten
SMS_TIMEOUT_SECONDS = 10.0  # per request
SMS_CONNECT_TIMEOUT_SECONDS = 3.0

LEDGER_MAX = 500  # rows of one ledger
INBOX_MAX = 50  # disclosures of one child shown to a guardian, newest first
TASKS_MAX = 200  # open tasks on one list, most urgent first
