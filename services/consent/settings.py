"""How much this service takes and answers at once. Limits on a family stand beside the model."""

IDS_MAX = 200  # in one question: a page of a list
CASELOAD_MAX = 500  # children shown at once: the largest clinic day lists a fifth of it
NAME_CHARACTERS_MAX = 200  # the longest names on passports have about 120
ON_CALL_MAX = 20  # humans on one clinic's rota at a time
TEAM_MAX = 50  # practitioners of one child; the largest multidisciplinary teams have about fifteen
