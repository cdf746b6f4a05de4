"""Shared goals and how far they have come, in words for families and in numbers for clinicians."""
