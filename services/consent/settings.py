"""How much this service takes and answers at once. Limits on a family stand beside the model."""

from datetime import timedelta

DECIDED_PAGE = 200  # recorded decisions at once: a busy clinic's day
IDS_MAX = 200  # in one question: a page of a list
QUESTIONS_MAX = 100  # about items in one request: five times what a sender carries at once
CASELOAD_MAX = 500  # children shown at once: the largest clinic day lists a fifth of it
NAME_CHARACTERS_MAX = 200  # the longest names on passports have about 120
ON_CALL_MAX = 20  # humans on one clinic's rota at a time
TEAM_MAX = 50  # practitioners of one child; the largest multidisciplinary teams have about fifteen

GLASS_MINUTES_MAX = 60  # an emergency in a clinic; whoever needs more joins the care team
GLASS_PER_DAY_MAX = 5  # by one person over all children: more is no emergency any more
GLASS_REVIEW = timedelta(days=3)  # until the privacy officer has looked: a weekend and a working day
GLASS_WORDS_MAX = 2_000  # characters of a reason or a finding
GLASS_LISTED_MAX = 200  # accesses on the officer's list
GLASS_READS_MAX = 1_000  # reads of one access shown to its reviewer: an hour of one person

ACCOUNT_SPAN = timedelta(days=6 * 366)  # 45 CFR 164.528(a)(1): the six years before the request
ACCOUNT_ROWS_MAX = 10_000  # of one sort, newest first: five a day for six years

CALENDAR_LOOK = timedelta(days=30)  # a calendar is read again at least so often: the clinic may have moved its clocks
SWEEP_CLINICS_MAX = 10_000  # of all networks of one installation
SWEEP_PAGE = 200  # children found at once when a clinic or a law has changed
