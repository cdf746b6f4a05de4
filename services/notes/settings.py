"""How much this service answers at once. Limits on what it takes stand beside the model they limit."""

NOTES_PAGE = 50  # a year of weekly sessions; more come with the cursor
DRAFTS_MAX = 200  # own unsigned notes; nobody is that far behind without being called first
SESSIONS_MAX = 200  # newest sessions of a child: four years of weekly ones
CONCERNS_MAX = 200  # newest concerns of a child
