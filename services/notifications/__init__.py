"""Carries each disclosure to the adults who may know, over channels that are theirs, until a human has read it."""
