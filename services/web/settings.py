"""Limits of the browser side."""

from datetime import timedelta

STAFF_IDLE = timedelta(minutes=30)  # a desk in a clinic is left unattended for a session break
GUARDIAN_IDLE = timedelta(minutes=15)  # a phone is lent, a family computer is shared
SESSION_LIFE_MAX = timedelta(hours=12)  # one working day, however busy
AWAITING_MAX = timedelta(minutes=10)  # from the password to the second factor: time to fetch a phone or set up an app
FRESH = timedelta(minutes=15)  # ways to sign in are changed soon after signing in, not on a desk left alone
PROOF_LIFE_MAX = timedelta(hours=1)  # a proven pointer opens one item, and not for the whole day
TOUCH_AFTER = timedelta(minutes=2)  # how often a busy session writes that it lives; below the shortest idle time by far

TRY_WINDOW = timedelta(minutes=15)  # wrong passwords count for so long; then the tries are free again
TRIES_PER_NAME_AND_ADDRESS_MAX = 5  # who types badly waits a quarter of an hour; a guesser has 480 tries a day
TRIES_PER_ADDRESS_MAX = 30  # six colleagues of a clinic behind one address at their worst; few names for a guesser
TRIES_PER_NAME_MAX = 60  # to keep somebody out takes twelve addresses that never rest; all together 5,760 tries a day
IPV6_PREFIX = 64  # bits of an address that name the line: whoever has one has all the addresses behind them
LOGIN_CHARACTERS_MAX = 200
PASSWORD_CHARACTERS_MIN = 15  # NIST SP 800-63B-4 for a password that may be the only factor
PASSWORD_SCORE_MIN = 3  # of 4 by zxcvbn: more than 10^8 guesses
PASSWORD_LOOKED_AT_MAX = 72  # characters that zxcvbn takes; more only make it stronger
PASSWORD_CHARACTERS_MAX = 200  # argon2 reads it all; a megabyte would be an attack
HASHERS_MAX = 2  # argon2id takes 64 MB and a tenth of a second: more at once would starve everybody else

ACCOUNTS_MAX = 2_000  # staff of one network looked through for the colleagues of a clinic
SESSIONS_MAX = 500  # of one person, the expired among them
BOARD_CASES_MAX = 300  # one clinic's open cases; beyond it the oldest of the least urgent fall off the first page
LATELY_MAX = 500  # eight things each of a caseload of sixty children
THREADS_MAX = 300  # conversations of one list; a clinic that owes more answers has another problem
TIMELINE_ITEMS_MAX = 60  # one screen of a timeline
TIMELINE_VISIBILITY_MAX = 60  # decisions asked for one screen

LIVE_LOOK_SECONDS = 0.5  # how long a change may wait before the board hears of it
LIVE_BEAT_SECONDS = 15.0  # proxies close silent connections after 30 to 60 seconds
LIVE_SECONDS_MAX = 300.0  # then the browser connects anew: a lost client never holds a thread for long
LIVE_STREAMS_MAX = 8  # per process: gunicorn has 16 threads, the other half answers pages
