"""Preferences, boundaries and tallies: one document for each person or child, found by its id alone."""

from kernel.kind import Kind
from kernel.store.port import Collection
from services.notifications.model import Boundary, DayCount, Preferences

PREFERENCES = Kind(Preferences, Collection("preferences"))

BOUNDARIES = Kind(Boundary, Collection("boundaries"))

DAY_COUNTS = Kind(DayCount, Collection("day_counts"))
