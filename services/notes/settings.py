"""How much this service answers at once. Limits on what it takes stand beside the model they limit."""

NOTES_PAGE = 50  # a year of weekly sessions; more come with the cursor
DRAFTS_MAX = 200  # own unsigned notes; nobody is that far behind without being called first
SESSIONS_MAX = 200  # newest sessions of a child: four years of weekly ones
ATTENDANCE_SHOWN = 12  # visits so far, to whoever may know of them: the last quarter of weekly ones
CONCERNS_MAX = 200  # newest concerns of a child
CLINIC_TEMPLATES_MAX = 500  # versions of the templates of the asker's clinics
CITING_MAX = 50  # notes that rest on one observation; more would be a mistake
TREND_NOTES_MAX = 260  # newest signed notes a trend is made of: five years of weekly sessions
NOTE_DUE_HOURS = 48  # after a session has ended its note is late: two working days
LATE_MAX = 200  # sessions without a note, oldest first
AWAITING_MAX = 200  # notes handed in and not yet co-signed, oldest first
VERSIONS_MAX = 500  # kept versions of one note
ASSESSMENTS_MAX = 200  # newest assessments of a child
INVITATIONS_MAX = 200  # invitations of one session, or newest ones of one guardian
CASELOAD_MAX = 200  # children one person looks after; more is nobody's caseload
OLDER_CHILDREN_MAX = 2_000  # children of a network registered before who looks after them was kept as one list
ENTRIES_MAX = 4_000  # index entries of one note, over everything that was ever added to it
HITS_MAX = 5_000  # index entries one search looks at
FOUND_MAX = 50  # notes one search shows, newest first
