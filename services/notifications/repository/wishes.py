"""Preferences, boundaries and tallies: one document for each person or child, found by its id alone."""

from kernel.kind import Kind
from kernel.store.port import Collection
from services.notifications.model import Boundary, Preferences, Tally

PREFERENCES = Kind(Preferences, Collection("preferences"))

BOUNDARIES = Kind(Boundary, Collection("boundaries"))

TALLIES = Kind(Tally, Collection("tallies"))
