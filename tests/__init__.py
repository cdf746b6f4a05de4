"""Sentences about the platform, each of them executed."""
