"""Preferences, boundaries and tallies, stages: one document for each person or child, found by its id alone."""

from kernel.kind import Kind
from kernel.store.port import Collection
from services.notifications.model import Boundary, DayCount, Preferences, Stage

PREFERENCES = Kind(Preferences, Collection("preferences"))

BOUNDARIES = Kind(Boundary, Collection("boundaries"))

DAY_COUNTS = Kind(DayCount, Collection("day_counts"))

STAGES = Kind(Stage, Collection("stages"))
