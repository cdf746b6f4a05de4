"""How much this service answers at once. Limits on what it takes stand beside the model they limit."""

GOALS_MAX = 100  # goals of a child over all years
MEASUREMENTS_MAX = 1_000  # newest answers of a child, all informants together
PRACTICES_MAX = 200  # of a child, the newest
RESULTS_MAX = 500  # newest words on how it went: two homes, daily, for most of a year
OBSERVATIONS_MAX = 500  # newest observations of a child: two homes, several a week, for a year
CONTRIBUTIONS_MAX = 200
MILESTONES_MAX = 100  # four steps each of a child's goals
UPDATES_MAX = 1_000  # newest ratings of a child: twenty goals, weekly, for a year
